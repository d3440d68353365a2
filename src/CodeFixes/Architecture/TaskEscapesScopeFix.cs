using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Makes the function async: what it returned, it awaits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TaskEscapesScopeFix))]
public sealed class TaskEscapesScopeFix : RuleFix
{
    /// <summary>The fix of <see cref="TaskEscapesScope"/>.</summary>
    public TaskEscapesScopeFix() : base(TaskEscapesScope.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (Functions.FunctionNode(site.Node) is not { } function || function.ContainsDirectives || AsyncConversion.Plan(site, function) is not { } conversion)
            yield break;
        var returns = function.DescendantNodes().OfType<ReturnStatementSyntax>().Where(r => Functions.FunctionNode(r) == function);
        if (returns.Any(r => !Functions.AllowsAwait(r) || References.MayCross(function, r, site)) || !conversion.Compiles(conversion.Edit)) yield break;
        var kind = function is LambdaExpressionSyntax ? "lambda" : function is LocalFunctionStatementSyntax ? "function" : "method";
        yield return new FixPlan($"Make the {kind} async and await", TaskEscapesScope.Descriptor.Id, conversion.Edit, conversion.Usings);
    }
}
