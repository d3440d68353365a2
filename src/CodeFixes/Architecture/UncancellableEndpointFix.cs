using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UncancellableEndpointFix))]
public sealed class UncancellableEndpointFix : RuleFix
{
    public UncancellableEndpointFix() : base(UncancellableEndpoint.Descriptor, reach: FixReach.Solution) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (Handler(site) is { } handler
            && TokenParameter.Plan(site, handler, "Take a cancellation token and pass it on", UncancellableEndpoint.Descriptor.Id, isHandler: true) is { } plan)
            yield return plan;
    }

    // The report is at the name of a method or local function, or at the call that maps a lambda.
    private static SyntaxNode? Handler(FixSite site)
    {
        if (site.Node is MethodDeclarationSyntax or LocalFunctionStatementSyntax) return site.Node;
        if (site.Call() is not { } mapping) return null;
        foreach (var argument in mapping.ArgumentList.Arguments)
        {
            var value = argument.Expression;
            while (value is ParenthesizedExpressionSyntax parenthesized) value = parenthesized.Expression;
            if (value is AnonymousFunctionExpressionSyntax) return value;
            if (value is IdentifierNameSyntax
                && site.Semantics.GetSymbolInfo(value, site.CancellationToken).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declared }
                && declared[0].GetSyntax(site.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var held })
            {
                while (held is ParenthesizedExpressionSyntax parenthesized) held = parenthesized.Expression;
                if (held is AnonymousFunctionExpressionSyntax) return held;
            }
        }

        return null;
    }
}
