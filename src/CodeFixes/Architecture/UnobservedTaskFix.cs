using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Awaits the task, in a function that is async or becomes it with its callers; or returns it, where the function returns a task.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnobservedTaskFix))]
public sealed class UnobservedTaskFix : RuleFix
{
    internal const string AwaitKey = "ARCH1006:await", MakeAsyncKey = "ARCH1006:make-async", ReturnKey = "ARCH1006:return";

    /// <summary>The fix of <see cref="UnobservedTask"/>.</summary>
    public UnobservedTaskFix() : base(UnobservedTask.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } call || DroppedPlace.Of(call, site) is not { } dropped || Functions.FunctionNode(dropped.Node) is not { } function)
            yield break;
        if (Functions.IsAsync(function))
        {
            if (Functions.AllowsAwait(dropped.Node) && !References.MayCross(function, dropped.Node, site))
                yield return FixPlan.Replace("Await it", AwaitKey, dropped.Node, dropped.Await);
            yield break;
        }

        // Whoever starts a hosted service waits for what it returns: the loop that it starts must not be that.
        if (site.Semantics.GetEnclosingSymbol(dropped.Node.SpanStart, site.CancellationToken) is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            && site.Facts.Endpoints().Of(method) is { Kind: EndpointKind.HostedService }) yield break;
        if (MakeAsync(function, dropped, site) is { } conversion) yield return conversion;
        if (Return(function, dropped, site) is { } back) yield return back;
    }

    private static FixPlan? MakeAsync(SyntaxNode function, DroppedPlace dropped, FixSite site)
    {
        if (function.ContainsDirectives || AsyncConversion.Plan(site, function) is not { } conversion) return null;
        var places = conversion.Converted.SelectMany(f => PlainStatements(f, site)).Append(dropped).GroupBy(p => p.Node).Select(g => g.First()).ToArray();
        if (places.Select(p => p.Node).Concat(conversion.Calls).Any(n => !Functions.AllowsAwait(n) || References.MayCross(Functions.FunctionNode(n)!, n, site)))
            return null;

        void Edit(SyntaxEditor editor)
        {
            foreach (var place in places) editor.ReplaceNode(place.Node, (current, _) => place.Await(current));
            conversion.Edit(editor);
        }

        if (!conversion.Compiles(Edit)) return null;
        var kind = function is LambdaExpressionSyntax ? "lambda" : function is LocalFunctionStatementSyntax ? "function" : "method";
        return new FixPlan($"Make the {kind} async and await", MakeAsyncKey, Edit, conversion.Usings);
    }

    // In a function that is async they are the compiler's to report, and ours no more.
    private static IEnumerable<DroppedPlace> PlainStatements(SyntaxNode function, FixSite site)
    {
        var helpers = UnobservedTask.Helpers.Read(site.Document.Project.AnalyzerOptions, site.Root.SyntaxTree);
        foreach (var call in function.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (Functions.FunctionNode(call) != function || DroppedPlace.Of(call, site) is not { IsPlain: true } place) continue;
            var operation = site.Semantics.GetOperation(place.Node, site.CancellationToken);
            if ((operation as IExpressionStatementOperation ?? operation?.Parent as IExpressionStatementOperation) is { } statement
                && UnobservedTask.Dropped(statement, helpers, site.Facts) is { } dropped && dropped.Syntax == call) yield return place;
        }
    }

    // "SendAsync(); return Task.CompletedTask;" at the end of a function: its caller can do the waiting.
    private static FixPlan? Return(SyntaxNode function, DroppedPlace dropped, FixSite site)
    {
        if (dropped is not { IsPlain: true, Node: ExpressionStatementSyntax { Parent: BlockSyntax block } statement } || block.Parent != function) return null;
        var at = block.Statements.IndexOf(statement);
        if (at != block.Statements.Count - 2 || block.Statements[at + 1] is not ReturnStatementSyntax { Expression: { } returned } last
            || last.ContainsDirectives) return null;
        if (returned is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" }
            || statement.Expression is not InvocationExpressionSyntax) return null;
        var (given, wanted) = (site.Semantics.GetTypeInfo(statement.Expression, site.CancellationToken).Type,
            site.Semantics.GetTypeInfo(returned, site.CancellationToken).ConvertedType);
        if (given is null || wanted is null || !site.Semantics.Compilation.ClassifyConversion(given, wanted).IsImplicit) return null;
        if (last.GetLeadingTrivia().Concat(last.GetTrailingTrivia()).Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia)))
            return null;
        return new FixPlan("Return the task", ReturnKey, editor =>
        {
            editor.ReplaceNode(statement, (current, _) => current is ExpressionStatementSyntax plain
                ? ReturnStatement(Token(plain.GetLeadingTrivia(), SyntaxKind.ReturnKeyword, TriviaList(Space)), plain.Expression.WithoutLeadingTrivia(),
                    plain.SemicolonToken)
                : current);
            editor.RemoveNode(last, SyntaxRemoveOptions.KeepNoTrivia);
        });
    }
}
