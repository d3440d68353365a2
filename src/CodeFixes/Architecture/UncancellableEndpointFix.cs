using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UncancellableEndpointFix))]
public sealed class UncancellableEndpointFix : RuleFix
{
    public UncancellableEndpointFix() : base(UncancellableEndpoint.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (Handler(site) is not { } handler || TokenParameter.Plan(site, handler) is not var (edit, usings)) yield break;
        yield return new FixPlan("Take a cancellation token and pass it on", UncancellableEndpoint.Descriptor.Id, edit, usings);
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
        }

        return null;
    }
}
