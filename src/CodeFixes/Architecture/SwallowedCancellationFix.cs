using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>
/// Gives the catch a filter that lets cancellation pass: every one, or only that of the token. In a hosted service the latter comes first: a
/// time-out of some client that looks like a cancellation must not end the service.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SwallowedCancellationFix))]
public sealed class SwallowedCancellationFix : RuleFix
{
    internal const string AnyKey = "ARCH1105", TokenKey = "ARCH1105:token";

    private static readonly string[] s_names = { "ex", "exception", "caught", "error" };

    /// <summary>The fix of <see cref="SwallowedCancellation"/>.</summary>
    public SwallowedCancellationFix() : base(SwallowedCancellation.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Node is not CatchClauseSyntax { ContainsDirectives: false } clause) yield break;
        if (clause.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: var version }) yield break;
        if (!site.CanName(clause.SpanStart, (nameof(Exception), "System"), (nameof(OperationCanceledException), "System"))) yield break;
        var name = clause.Declaration is { Identifier: { ValueText.Length: > 0 } identifier } ? identifier.Text : FreeName(site, clause);
        if (name is null) yield break;

        var isOther = version >= LanguageVersion.CSharp9 ? $"{name} is not OperationCanceledException" : $"!({name} is OperationCanceledException)";
        var any = FixPlan.Replace("Let cancellation pass", AnyKey, clause, Edit(name, isOther), "System");
        FixPlan? ofToken = null;
        if (site[SwallowedCancellation.Token] is { } token && site.Binds(clause.Block.SpanStart, ParseExpression(token),
            site.Facts[KnownType.CancellationToken])
            && site.Binds(clause.SpanStart, ParseExpression(token), site.Facts[KnownType.CancellationToken]))
        {
            ofToken = FixPlan.Replace($"Let the cancellation of '{token}' pass (time-outs are still caught)", TokenKey, clause,
                Edit(name, $"{isOther} || !{token}.IsCancellationRequested"), "System");
        }

        var isHosted = site[SwallowedCancellation.IsHosted] is not null;
        if (isHosted && ofToken is not null) yield return ofToken;
        yield return any;
        if (!isHosted && ofToken is not null) yield return ofToken;
    }

    // Not used in the clause, not a local around it; and not what a nameless catch around it will be given.
    private static string? FreeName(FixSite site, CatchClauseSyntax clause)
    {
        var taken = new HashSet<string>(clause.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText));
        var nameless = clause.Ancestors().OfType<CatchClauseSyntax>().Count(c => c.Declaration is not { Identifier.ValueText.Length: > 0 });
        return s_names.Where(n => !taken.Contains(n)
            && !site.Semantics.LookupSymbols(clause.SpanStart, name: n).Any(s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol))
            .Skip(nameless).FirstOrDefault();
    }

    private static Func<SyntaxNode, SyntaxNode> Edit(string name, string condition) => current =>
        current is CatchClauseSyntax clause && clause.Filter?.ToString().Contains(condition) != true ? WithCondition(clause, name, condition) : current;

    private static CatchClauseSyntax WithCondition(CatchClauseSyntax clause, string name, string condition)
    {
        var test = ParseExpression(condition);
        if (clause.Filter is { } filter)
        {
            var old = filter.FilterExpression;
            if (test is BinaryExpressionSyntax) test = ParenthesizedExpression(test);
            var kept = NeedsParentheses(old) ? ParenthesizedExpression(old.WithoutTrivia()).WithTriviaFrom(old) : old;
            var both = BinaryExpression(SyntaxKind.LogicalAndExpression,
                test.WithTrailingTrivia(Space), Token(default, SyntaxKind.AmpersandAmpersandToken, TriviaList(Space)), kept.WithoutLeadingTrivia());
            return Named(clause, name).WithFilter(filter.WithFilterExpression(both.WithLeadingTrivia(old.GetLeadingTrivia())));
        }

        // What stood behind the head stands behind the filter.
        var end = clause.Declaration?.GetTrailingTrivia() ?? clause.CatchKeyword.TrailingTrivia;
        if (clause.Declaration is null) clause = clause.WithCatchKeyword(clause.CatchKeyword.WithTrailingTrivia(Space));
        clause = Named(clause, name);
        return clause
            .WithDeclaration(clause.Declaration!.WithTrailingTrivia(Space))
            .WithFilter(CatchFilterClause(test).WithWhenKeyword(Token(default, SyntaxKind.WhenKeyword, TriviaList(Space))).WithTrailingTrivia(end));
    }

    private static CatchClauseSyntax Named(CatchClauseSyntax clause, string name)
    {
        if (clause.Declaration is { } declaration)
        {
            return declaration.Identifier.IsKind(SyntaxKind.None)
                ? clause.WithDeclaration(declaration.WithType(declaration.Type.WithTrailingTrivia(Space)).WithIdentifier(Identifier(name)))
                : clause;
        }

        return clause
            .WithCatchKeyword(clause.CatchKeyword.WithTrailingTrivia(Space))
            .WithDeclaration(CatchDeclaration(IdentifierName(nameof(Exception)).WithTrailingTrivia(Space), Identifier(name)).WithTrailingTrivia(Space));
    }

    private static bool NeedsParentheses(ExpressionSyntax expression) => expression
        is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression }
            or ConditionalExpressionSyntax or AssignmentExpressionSyntax;
}
