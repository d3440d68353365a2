using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Loops that cannot await give way to loops that can: <c>Parallel.ForEachAsync</c>, or <c>foreach</c> for <c>List.ForEach</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncLambdaAsActionFix))]
public sealed class AsyncLambdaAsActionFix : RuleFix
{
    internal const string ParallelKey = "ARCH1005:parallel", LoopKey = "ARCH1005:loop";

    public AsyncLambdaAsActionFix() : base(AsyncLambdaAsAction.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Enclosing<LambdaExpressionSyntax>() is not { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } lambda
            || lambda.AsyncKeyword.Span != site.Diagnostic.Location.SourceSpan || call.ContainsDirectives
            || site.Semantics.GetOperation(call, site.CancellationToken) is not IInvocationOperation { TargetMethod: { Name: "ForEach" } method } loop
            || Functions.FunctionNode(call) is not { } function || !Functions.AllowsAwait(call) || References.MayCross(function, call, site)) yield break;

        var isParallel = site.Facts.Is(method.ContainingType, KnownType.Parallel);
        if (!isParallel && !site.Facts.Is(method.ContainingType, KnownType.ListOfT) && !site.Facts.Is(method.ContainingType, KnownType.Array)) yield break;
        var edit = isParallel ? ParallelLoop.Plan(site, call, loop, lambda) : SequentialLoop.Plan(site, call, loop, lambda);
        if (edit is null) yield break;

        var (title, key) = isParallel ? ("Await 'Parallel.ForEachAsync'", ParallelKey) : ("Await in a 'foreach' loop", LoopKey);
        var isTyped = isParallel && lambda is ParenthesizedLambdaExpressionSyntax full && full.ParameterList.Parameters.Any(p => p.Type is not null);
        var usings = isTyped ? new[] { "System.Threading" } : Array.Empty<string>();
        if (Functions.IsAsync(function))
        {
            yield return new FixPlan(title, key, edit, usings);
            yield break;
        }

        if (AsyncConversion.Plan(site, function) is not { } conversion
            || conversion.Calls.Any(c => References.MayCross(Functions.FunctionNode(c)!, c, site))) yield break;
        void All(SyntaxEditor editor)
        {
            edit(editor);
            conversion.Edit(editor);
        }

        if (conversion.Compiles(All)) yield return new FixPlan(title, key, All, conversion.Usings.Concat(usings).ToArray());
    }
}
