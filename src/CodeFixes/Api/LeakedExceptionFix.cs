using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>
/// Puts a text of its own where the exception's was. What the author wrote before it stays; a member for the stack goes; a catch that no longer
/// uses its exception gives up the name.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeakedExceptionFix))]
public sealed class LeakedExceptionFix : RuleFix
{
    private const string Generic = "An unexpected error occurred.";

    private static readonly char[] s_separators = " :;,-–—(=['\"".ToCharArray();

    /// <summary>The fix of <see cref="LeakedException"/>.</summary>
    public LeakedExceptionFix() : base(LeakedException.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var leaks = site.Diagnostic.AdditionalLocations.Prepend(site.Diagnostic.Location)
            .Where(location => location.SourceTree == site.Root.SyntaxTree)
            .Select(location => site.Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true)).OfType<ExpressionSyntax>()
            .SelectMany(leak => Origin(leak, site)).ToArray();
        if (leaks.Length == 0 || leaks.Any(leak => leak.ContainsDirectives)) yield break;

        var edits = new List<NodeEdit>();
        foreach (var group in leaks.GroupBy(Whole))
        {
            var (whole, first) = (group.Key, group.OrderBy(leak => leak.SpanStart).First());
            if (IsExtra(whole, group) && whole.Parent is { } member && CanGo(member) && RemovedFrom(member) is { } removal) edits.Add(removal);
            else edits.Add(new NodeEdit(whole, current => WithoutLeak(whole, first).WithTriviaFrom(current)));
        }

        // Plans of one list would each remove from the other's: one edit for the owner.
        edits = edits.GroupBy(edit => edit.Node).Select(group => group.First()).ToList();
        edits.AddRange(leaks.Select(leak => leak.FirstAncestorOrSelf<CatchClauseSyntax>()).OfType<CatchClauseSyntax>()
            .Where(clause => clause.Declaration is { Identifier.RawKind: not 0 }).Distinct().Select(clause => new NodeEdit(clause, WithoutUnusedName)));
        var functions = leaks.Select(Functions.FunctionNode).OfType<SyntaxNode>().Distinct().ToArray();
        yield return new FixPlan("Answer with a text of its own", LeakedException.Descriptor.Id, edits)
        {
            Trial = new Trial(functions, static (_, _, _) => true),
        };
    }

    // A variable that does nothing but carry the text: it is put right where the text goes in.
    private static IEnumerable<ExpressionSyntax> Origin(ExpressionSyntax leak, FixSite site)
    {
        if (leak is IdentifierNameSyntax name
            && site.Semantics.GetSymbolInfo(name, site.CancellationToken).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } references }
            && references[0].GetSyntax(site.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value }
            && Functions.FunctionNode(name) is { } function
            && Names.Uses(site.Root.SyntaxTree, name.Identifier.ValueText).Count(use => function.Span.Contains(use.Span)) == 1
            && site.Semantics.GetOperation(value, site.CancellationToken) is { } operation
            && ExceptionText.In(operation, site.Facts, includeOwn: true) is { } found)
            return found.Select(part => part.Syntax).OfType<ExpressionSyntax>();
        return new[] { leak };
    }

    // The text that the leak is part of.
    private static ExpressionSyntax Whole(ExpressionSyntax leak)
    {
        SyntaxNode node = leak;
        while (true)
        {
            switch (node.Parent)
            {
                case ParenthesizedExpressionSyntax or ConditionalAccessExpressionSyntax or InterpolatedStringExpressionSyntax or InterpolationSyntax
                    or PostfixUnaryExpressionSyntax:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.CoalesceExpression }:
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access when access.Expression == node:
                case InvocationExpressionSyntax call when call.Expression == node || call.ArgumentList == node:
                case ArgumentListSyntax { Parent: InvocationExpressionSyntax }:
                case ArgumentSyntax argument when argument.Parent is ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Format" or "Concat" or "Join" } } }:
                    node = node.Parent!;
                    break;
                default:
                    return node as ExpressionSyntax ?? leak;
            }
        }
    }

    private static ExpressionSyntax WithoutLeak(ExpressionSyntax whole, ExpressionSyntax leak)
    {
        switch (whole)
        {
            case InterpolatedStringExpressionSyntax { StringStartToken.RawKind: (int)SyntaxKind.InterpolatedStringStartToken } text:
                var kept = text.Contents.TakeWhile(part => !part.Span.Contains(leak.Span)).ToList();
                if (kept.LastOrDefault() is not InterpolatedStringTextSyntax last) break;
                var end = last.TextToken.Text.TrimEnd(s_separators);
                if (end.Length + kept.Count < 4) break;
                if (kept.Count == 1) return ParseExpression("\"" + end.Replace("{{", "{").Replace("}}", "}") + "\"");
                return ParseExpression("$\"" + string.Concat(kept.Take(kept.Count - 1).Select(part => part.ToFullString())) + end + "\"");
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum:
                // ((a + b) + ex.Message) + c: what is before the leak is one operand.
                while (sum.Left.Span.Contains(leak.Span) && sum.Left is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } left) sum = left;
                if (!sum.Right.Span.Contains(leak.Span)) break;
                if (sum.Left is LiteralExpressionSyntax { Token.Value: string only } && Trimmed(only) is { } text1) return text1.WithoutTrivia();
                if (sum.Left is BinaryExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: string tail } } before && Trimmed(tail, 1) is { } text2)
                    return before.WithRight(text2).WithoutTrivia();
                break;
        }

        return Text(Generic);
    }

    private static LiteralExpressionSyntax? Trimmed(string literal, int least = 4) =>
        literal.TrimEnd(s_separators) is { } text && text.Length >= least ? Text(text) : null;

    private static LiteralExpressionSyntax Text(string text) => LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(text));

    // A member that holds the stack, or the exception in it, beside others.
    private static bool IsExtra(ExpressionSyntax whole, IEnumerable<ExpressionSyntax> leaks) =>
        leaks.All(leak => leak.ToString().EndsWith("StackTrace", StringComparison.Ordinal)
            || leak.ToString().EndsWith(".InnerException", StringComparison.Ordinal)
            || MemberName(whole.Parent) is { } name
            && (name.IndexOf("stack", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("inner", StringComparison.OrdinalIgnoreCase) >= 0));

    private static string? MemberName(SyntaxNode? member) => member switch
    {
        AnonymousObjectMemberDeclaratorSyntax { NameEquals.Name.Identifier.ValueText: var name } => name,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var name } } => name,
        _ => null,
    };

    private static bool CanGo(SyntaxNode member) => member switch
    {
        AnonymousObjectMemberDeclaratorSyntax { Parent: AnonymousObjectCreationExpressionSyntax { Initializers.Count: > 1 } } => true,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Expressions.Count: > 1 } } => true,
        _ => false,
    };

    private static NodeEdit? RemovedFrom(SyntaxNode member)
    {
        var text = member.ToString();
        return member.Parent switch
        {
            AnonymousObjectCreationExpressionSyntax owner => new NodeEdit(owner, current => current is AnonymousObjectCreationExpressionSyntax now
                ? now.WithInitializers(Without(now.Initializers, text)) : current),
            InitializerExpressionSyntax owner => new NodeEdit(owner, current => current is InitializerExpressionSyntax now
                ? now.WithExpressions(Without(now.Expressions, text)) : current),
            _ => null,
        };
    }

    private static SeparatedSyntaxList<T> Without<T>(SeparatedSyntaxList<T> list, string text) where T : SyntaxNode
    {
        var at = list.IndexOf(item => item.ToString() == text);
        if (at < 0) return list;
        var isLast = at == list.Count - 1 && list.SeparatorCount < list.Count;
        if (!isLast || at == 0) return list.RemoveAt(at);
        var trailing = list[at].GetTrailingTrivia();
        list = list.RemoveAt(at);
        return list.Replace(list[at - 1], list[at - 1].WithTrailingTrivia(trailing));
    }

    private static SyntaxNode WithoutUnusedName(SyntaxNode current)
    {
        if (current is not CatchClauseSyntax { Declaration: { Identifier.RawKind: not 0 } declaration } clause) return current;
        var name = declaration.Identifier.ValueText;
        var isUsed = clause.Block.DescendantTokens().Concat(clause.Filter?.DescendantTokens() ?? Enumerable.Empty<SyntaxToken>())
            .Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);
        return isUsed ? current : clause.WithDeclaration(declaration.WithType(declaration.Type.WithoutTrailingTrivia()).WithIdentifier(default));
    }
}
