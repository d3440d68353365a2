using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Takes a bounded number of rows, by a constant with a name, in the order of the key where there is no other.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnpagedCollectionFix))]
public sealed class UnpagedCollectionFix() : RuleFix(UnpagedCollection.Descriptor, FixSafety.ChangesBehaviour)
{
    private const string Size = "MaxPageSize";

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (Plan(site) is { } plan) yield return plan;
    }

    private static FixPlan? Plan(FixSite site)
    {
        if (site.Diagnostic.AdditionalLocations.FirstOrDefault() is not { } at || at.SourceTree != site.Root.SyntaxTree) return null;
        if (site.Root.FindNode(at.SourceSpan,
            getInnermostNodeForTie: true).Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax load } access
            || load.ContainsDirectives
            || site.Semantics.GetOperation(load, site.CancellationToken) is not IInvocationOperation operation
            || site.Facts.Queries().Executed(operation) is not { } query) return null;

        // What is taken without an order is any rows: by the key then, where that is in sight.
        var isOrdered = query.Operators.Any(o => o.Step == QueryStep.Order);
        ExpressionSyntax? root = null;
        if (!isOrdered)
        {
            root = query.Source.Syntax as ExpressionSyntax;
            if (root is null || !access.Expression.Contains(root) || query.Entity is null || !HasKey(query.Entity)
                || root.Parent is not MemberAccessExpressionSyntax) return null;
        }

        var constant = Constant(site, load);
        if (constant is null) return null;
        var name = query.Entity?.Name is { Length: > 0 } entity ? char.ToLowerInvariant(entity[0]).ToString() : "x";
        if (site.Semantics.LookupSymbols(load.SpanStart, name: name).Any(s => s is ILocalSymbol or IParameterSymbol)) name = "item";

        var edits = new List<NodeEdit>
        {
            new(access, current => current is MemberAccessExpressionSyntax now
                ? now.WithExpression(With(now.Expression, access.OperatorToken, $"Take({Size})")) : current),
        };
        if (root is not null)
            edits.Add(new(root, current => current is ExpressionSyntax now
                ? With(now, ((MemberAccessExpressionSyntax)root.Parent!).OperatorToken, $"OrderBy({name} => {name}.Id)") : current));
        if (constant.Value.Edit is { } edit) edits.Add(edit);

        return new FixPlan("Take at most 100 rows (changes the answer)", UnpagedCollection.Descriptor.Id, edits, "System.Linq")
        {
            Trial = new Trial(new[] { site.Root }, static (_, _, _) => true),
        };
    }

    // Another call before a dot: on a line of its own, where the dot is.
    private static ExpressionSyntax With(ExpressionSyntax receiver, SyntaxToken original, string call)
    {
        var trailing = receiver.GetTrailingTrivia();
        var added = (InvocationExpressionSyntax)ParseExpression("x." + call);
        var leading = original.LeadingTrivia.Any(SyntaxKind.WhitespaceTrivia)
            ? TriviaList(original.LeadingTrivia.Last(t => t.IsKind(SyntaxKind.WhitespaceTrivia))) : default;
        var newLine = original.GetPreviousToken().TrailingTrivia.FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia));
        var isOnOwnLine = newLine.RawKind != 0;
        return added.WithExpression(MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                isOnOwnLine ? receiver : receiver.WithoutTrailingTrivia(),
                Token(isOnOwnLine ? leading : default, SyntaxKind.DotToken, default),
                ((MemberAccessExpressionSyntax)added.Expression).Name))
            .WithTrailingTrivia(isOnOwnLine ? TriviaList(newLine) : trailing);
    }

    // The constant that is there, or the edit that declares one: in the type, or before the statement of top-level code.
    private static (NodeEdit? Edit, bool IsThere)? Constant(FixSite site, SyntaxNode place)
    {
        var found = site.Semantics.LookupSymbols(place.SpanStart, name: Size);
        if (!found.IsEmpty)
            return found[0] is IFieldSymbol { IsConst: true, Type.SpecialType: SpecialType.System_Int32 } or ILocalSymbol { IsConst: true,
                Type.SpecialType: SpecialType.System_Int32 }
                ? (null, true) : null;
        if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type)
        {
            if (type is InterfaceDeclarationSyntax || type.Members.Count == 0) return null;
            return (new NodeEdit(type, current => current is TypeDeclarationSyntax now ? WithConstant(now) : current), false);
        }

        if (place.FirstAncestorOrSelf<GlobalStatementSyntax>() is not { Parent: CompilationUnitSyntax unit } statement) return null;
        var index = unit.Members.IndexOf(statement);
        if (!new StatementPlace(unit, index).IsBetweenLines) return null;
        return (new NodeEdit(unit, current => StatementPlace.Inserted(current, index, $"const int {Size} = 100;")), false);
    }

    private static TypeDeclarationSyntax WithConstant(TypeDeclarationSyntax type)
    {
        var first = type.Members[0];
        var indent = first.GetLeadingTrivia().LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space ? TriviaList(space) : default;
        var end = first is FieldDeclarationSyntax ? TriviaList(LineFeed) : TriviaList(LineFeed, LineFeed);
        var constant = ParseMemberDeclaration($"private const int {Size} = 100;")!.WithLeadingTrivia(indent).WithTrailingTrivia(end);
        return type.WithMembers(type.Members.Insert(0, constant));
    }

    private static bool HasKey(ITypeSymbol entity)
    {
        for (var type = entity; type is not null; type = type.BaseType)
            if (type.GetMembers("Id").OfType<IPropertySymbol>().Any(p => p.DeclaredAccessibility == Accessibility.Public)) return true;
        return false;
    }
}
