using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Calls <c>Task.Run</c>, which unwraps by itself; where a scheduler or a state stands in the way, unwraps.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StartNewWithAsyncDelegateFix))]
public sealed class StartNewWithAsyncDelegateFix : RuleFix
{
    internal const string RunKey = "ARCH1008:run", UnwrapKey = "ARCH1008:unwrap";

    private const int AttachedToParent = 4;

    public StartNewWithAsyncDelegateFix() : base(StartNewWithAsyncDelegate.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } syntax || syntax.ArgumentList.ContainsDirectives
            || site.Semantics.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation call
            || StartNewWithAsyncDelegate.Inner(call, site.Facts) is not { Name: "Task" }) yield break;

        if (Kept(site, syntax, call) is { } kept)
        {
            var whole = Unwrapped(syntax);
            void Run(SyntaxEditor editor) => editor.ReplaceNode(whole, (current, _) => ToRun((ExpressionSyntax)current, kept));
            if (Fits(site, whole, Run)) yield return new FixPlan("Use 'Task.Run'", RunKey, Run);
            yield break;
        }

        if (StartNewWithAsyncDelegate.IsLongRunning(call, site.Facts)) yield break;
        void Unwrap(SyntaxEditor editor) => editor.ReplaceNode(syntax, (current, _) => InvocationExpression(MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, ((ExpressionSyntax)current).WithoutTrailingTrivia(), IdentifierName("Unwrap")))
            .WithTrailingTrivia(current.GetTrailingTrivia()));
        if (Fits(site, syntax, Unwrap)) yield return new FixPlan("Unwrap the task", UnwrapKey, Unwrap, "System.Threading.Tasks");
    }

    // The arguments that Task.Run takes as well: the delegate, and the token where it says something. Null where others matter.
    private static bool[]? Kept(FixSite site, InvocationExpressionSyntax syntax, IInvocationOperation call)
    {
        if (syntax.Expression is not MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Factory" } }
            || StartNewWithAsyncDelegate.MayHaveScheduler(call, site.Facts)
            || !site.Facts.Is(call.TargetMethod.ContainingType, KnownType.TaskFactory)
            || StartNewWithAsyncDelegate.Options(call, site.Facts) is not { } options || (options & AttachedToParent) != 0) return null;
        var list = syntax.ArgumentList;
        var kept = new bool[list.Arguments.Count];
        foreach (var argument in call.Arguments)
        {
            if (argument.Syntax is not ArgumentSyntax written || argument.Parameter is not { } parameter) return null;
            if (parameter.Name == "state") return null;
            var isToken = site.Facts.Is(parameter.Type, KnownType.CancellationToken);
            kept[list.Arguments.IndexOf(written)] = parameter.Name == "function" || (isToken && !SaysNothing(argument.Value));
        }

        // A comment on what goes would go too.
        var gone = list.Arguments.Where((_, i) => !kept[i]).SelectMany(a => a.DescendantTrivia())
            .Concat(list.Arguments.GetSeparators().Where((_, i) => !kept[i + 1]).SelectMany(s => s.LeadingTrivia.Concat(s.TrailingTrivia)));
        return kept.Contains(true) && gone.All(IsBlank) ? kept : null;
    }

    private static bool SaysNothing(IOperation token) =>
        token is IDefaultValueOperation or IPropertyReferenceOperation { Property: { IsStatic: true, Name: "None" } }
            or IConversionOperation { Operand: IDefaultValueOperation };

    // The call with the Unwrap() or the second await that Task.Run does without.
    private static ExpressionSyntax Unwrapped(InvocationExpressionSyntax call)
    {
        if (call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Unwrap", Parent: InvocationExpressionSyntax unwrap } access
            && access.Expression == call && call.GetTrailingTrivia().Concat(access.OperatorToken.LeadingTrivia).All(IsBlank)) return unwrap;
        return call.Parent is AwaitExpressionSyntax { Parent: AwaitExpressionSyntax twice } ? twice : call;
    }

    private static ExpressionSyntax ToRun(ExpressionSyntax current, bool[] kept)
    {
        switch (current)
        {
            case AwaitExpressionSyntax { Expression: AwaitExpressionSyntax inner } twice:
                return twice.WithExpression(ToRun(inner.Expression, kept));
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Unwrap" } access } unwrap:
                return ToRun(access.Expression, kept).WithTrailingTrivia(unwrap.GetTrailingTrivia());
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax factory } access } call
                when call.ArgumentList.Arguments.Count == kept.Length:
                return call
                    .WithExpression(access
                        .WithExpression(factory.Expression.WithTrailingTrivia(factory.GetTrailingTrivia()))
                        .WithName(IdentifierName("Run").WithTriviaFrom(access.Name)))
                    .WithArgumentList(call.ArgumentList.WithArguments(Only(call.ArgumentList.Arguments, kept)));
            default: return current;
        }
    }

    private static SeparatedSyntaxList<ArgumentSyntax> Only(SeparatedSyntaxList<ArgumentSyntax> arguments, bool[] kept)
    {
        var items = new List<SyntaxNodeOrToken>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!kept[i]) continue;
            if (items.Count > 0) items.Add(arguments.GetSeparator(i - 1));
            items.Add(arguments[i]);
        }

        items[items.Count - 1] = ((ArgumentSyntax)items[items.Count - 1].AsNode()!).WithTrailingTrivia(arguments.Last().GetTrailingTrivia());
        return SeparatedList<ArgumentSyntax>(items);
    }

    // Whether the value can be the inner task where it is used. Mostly nothing looks; else the compiler is asked.
    private static bool Fits(FixSite site, ExpressionSyntax whole, Action<SyntaxEditor> edit)
    {
        var type = site.Semantics.GetTypeInfo(whole, site.CancellationToken);
        if (type.Type is not INamedTypeSymbol { Arity: 1 } outer || !outer.TypeArguments[0].IsTask(site.Facts)) return true;
        if (type.ConvertedType is INamedTypeSymbol { Name: "Task", Arity: 0 }) return true;
        if (whole.Parent is ExpressionStatementSyntax or AwaitExpressionSyntax { Parent: ExpressionStatementSyntax }) return true;
        return Check.Edited(site, edit, Array.Empty<string>(), Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is not null;
    }

    private static bool IsBlank(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
