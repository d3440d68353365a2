using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Takes a bounded number of rows, in the order of the key where the query has none. The bound is a constant of the type.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnboundedQueryFix))]
public sealed class UnboundedQueryFix : RuleFix
{
    private const int Most = 1000;

    public UnboundedQueryFix() : base(UnboundedQuery.Descriptor, FixSafety.ChangesBehaviour) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } syntax || site.Semantics.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation call) yield break;
        if (site.Facts.Queries().Executed(call) is not { Entity: { } entity } query || QueryEdits.AccessOf(call) is not { } access) yield break;
        if (syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { OpenBraceToken.RawKind: not 0, Members.Count: > 0 } type
            || type is InterfaceDeclarationSyntax) yield break;
        var name = "Max" + (query.Source is IPropertyReferenceOperation set ? set.Property.Name : "Rows");
        if (!site.Semantics.LookupSymbols(syntax.SpanStart, name: name).IsEmpty || QueryEdits.Compiles(syntax) is not { } trial) yield break;

        var edits = new List<NodeEdit>();
        if (!query.MayHave(QueryStep.Order))
        {
            // By the key, before the first projection.
            var place = query.Operators.FirstOrDefault(one => one.Step == QueryStep.Projection)?.Call ?? call;
            if (EntityKeys.Of(entity) is not { } key || QueryEdits.AccessOf(place) is not { } before || before.SyntaxTree != syntax.SyntaxTree
                || before.Name.Identifier.ValueText is "SelectMany") yield break;
            var order = QueryEdits.Lambda(QueryEdits.ParameterName(site.Semantics, before.SpanStart, entity), key.Name);
            edits.Add(new NodeEdit(before, current => current is MemberAccessExpressionSyntax now ? QueryEdits.InsertBefore(now, "OrderBy", order) : current));
        }

        var bound = ArgumentList(SingletonSeparatedList(Argument(IdentifierName(name))));
        edits.Add(new NodeEdit(access, current => current is MemberAccessExpressionSyntax now ? QueryEdits.InsertBefore(now, "Take", bound) : current));
        edits.Add(new NodeEdit(type, current => current is TypeDeclarationSyntax now ? WithConstant(now, name) : current));
        yield return new FixPlan($"Read at most '{name}' rows (the rest is left out)", UnboundedQuery.Descriptor.Id, edits) { Trial = trial };
    }

    private static TypeDeclarationSyntax WithConstant(TypeDeclarationSyntax type, string name)
    {
        var first = type.Members[0];
        var indent = first.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1).FirstOrDefault().ToString();
        var constant = ParseMemberDeclaration($"private const int {name} = {Most};")!.WithLeadingTrivia(Whitespace(indent)).WithTrailingTrivia(LineFeed);
        var isBlank = first.GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        if (!isBlank && first is not FieldDeclarationSyntax)
            type = type.ReplaceNode(first, first.WithLeadingTrivia(first.GetLeadingTrivia().Insert(0, LineFeed)));
        return type.WithMembers(type.Members.Insert(0, constant));
    }
}
