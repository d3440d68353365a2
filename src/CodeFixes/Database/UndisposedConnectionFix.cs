using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Puts <c>using</c> or <c>await using</c> before the declaration, where nothing leaves the function that needs the object later.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UndisposedConnectionFix))]
public sealed class UndisposedConnectionFix : RuleFix
{
    /// <summary>The fix of <see cref="UndisposedConnection"/>.</summary>
    public UndisposedConnectionFix() : base(UndisposedConnection.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Enclosing<LocalDeclarationStatementSyntax>() is not { Declaration.Variables: { Count: 1 } variables } local) yield break;
        if (!IsWhole(variables[0].Initializer?.Value, site) || Functions.FunctionNode(local) is not { } function) yield break;
        if (site.Semantics.GetDeclaredSymbol(variables[0], site.CancellationToken) is not ILocalSymbol { Type: var type }) yield break;
        if (ReturnsLater(site, function)) yield break;
        if (UsingDeclarations.Plan(site, local, type, "Dispose of it with", UndisposedConnection.Descriptor.Id) is { } plan) yield return plan;
    }

    // var x = new X(…), var x = await y.CreateAsync(…): what is reported is what the variable holds.
    // So is var x = y.CreateCommand().With(…), which gives the command itself.
    private static bool IsWhole(ExpressionSyntax? value, FixSite site)
    {
        while (true)
        {
            switch (value)
            {
                case AwaitExpressionSyntax wait: value = wait.Expression; continue;
                case ParenthesizedExpressionSyntax parenthesized: value = parenthesized.Expression; continue;
                case CastExpressionSyntax cast: value = cast.Expression; continue;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait",
                    Expression: var inner } }: value = inner; continue;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax inner } } outer
                    when inner.Span.Contains(site.Node.Span) && IsSame(site, inner, outer): value = inner; continue;
                case null: return false;
                default: return CallShapes.NameNode(value).Span.Contains(site.Node.Span);
            }
        }
    }

    private static bool IsSame(FixSite site, ExpressionSyntax inner, ExpressionSyntax outer) =>
        site.Semantics.GetTypeInfo(inner, site.CancellationToken).Type is { } type
        && SymbolEqualityComparer.Default.Equals(type, site.Semantics.GetTypeInfo(outer, site.CancellationToken).Type);

    // A task that is handed on unawaited, a sequence that is read by the caller: it would find the object disposed.
    private static bool ReturnsLater(FixSite site, SyntaxNode function)
    {
        var type = function switch
        {
            MethodDeclarationSyntax method => site.Semantics.GetDeclaredSymbol(method, site.CancellationToken)?.ReturnType,
            LocalFunctionStatementSyntax local => (site.Semantics.GetDeclaredSymbol(local, site.CancellationToken) as IMethodSymbol)?.ReturnType,
            AnonymousFunctionExpressionSyntax lambda => (site.Semantics.GetSymbolInfo(lambda, site.CancellationToken).Symbol as IMethodSymbol)?.ReturnType,
            _ => null,
        };
        if (type is null) return false;
        if (type.IsTask(site.Facts)) return !Functions.IsAsync(function);
        var isIterator = function.DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<YieldStatementSyntax>().Any();
        return !isIterator && type.Name is "IEnumerable" or "IAsyncEnumerable" or "IQueryable" or "IOrderedQueryable";
    }
}
