using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Simplification;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Puts the one expression of the delegate where the call of <c>Task.Run</c> was.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OffloadedRequestWorkFix))]
public sealed class OffloadedRequestWorkFix : RuleFix
{
    /// <summary>The fix of <see cref="OffloadedRequestWork"/>.</summary>
    public OffloadedRequestWorkFix() : base(OffloadedRequestWork.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } call || call.ContainsDirectives || call.ArgumentList.Arguments.FirstOrDefault()?.Expression is not { } work) yield break;
        if (Body(work) is not { } body || HasCommentOutside(call, body) || body.DescendantNodesAndSelf().Any(n => n is VariableDesignationSyntax)) yield break;
        var outer = Configured(call) ?? call;
        SyntaxNode whole = outer;
        while (whole.Parent is ParenthesizedExpressionSyntax) whole = whole.Parent;

        var task = TaskOf(work, body, site);
        var edit = whole.Parent is AwaitExpressionSyntax wait
            ? task is not null ? Awaited(call, outer, task) : Called(wait, body)
            : Returned(call, task, body, site);
        if (edit is not { } change) yield break;

        // A variable that took the type of the result takes that of the expression.
        var isFree = whole.Parent is AwaitExpressionSyntax { Parent: ExpressionStatementSyntax } || whole.Parent is not AwaitExpressionSyntax && task is null;
        if (!isFree && ResultOf(site.Semantics.GetTypeInfo(call, site.CancellationToken).Type, site) is { } result
            && !SymbolEqualityComparer.Default.Equals(result, ValueOf(work, body, site))) yield break;
        yield return FixPlan.Replace(task is not null ? "Await it directly" : "Call it directly", OffloadedRequestWork.Descriptor.Id, change.Node,
            current => change.With.WithTriviaFrom(current));
    }

    // What the delegate does, if that is one expression: its body, its one statement, the call of its method.
    private static ExpressionSyntax? Body(ExpressionSyntax work) => work switch
    {
        LambdaExpressionSyntax { ExpressionBody: { } expression } => expression,
        AnonymousFunctionExpressionSyntax { Block.Statements: { Count: 1 } statements } => statements[0] switch
        {
            ExpressionStatementSyntax statement => statement.Expression,
            ReturnStatementSyntax returned => returned.Expression,
            _ => null,
        },
        IdentifierNameSyntax or MemberAccessExpressionSyntax or GenericNameSyntax => InvocationExpression(work.WithoutTrivia()),
        _ => null,
    };

    private static bool HasCommentOutside(SyntaxNode call, SyntaxNode body) => call.DescendantTrivia().Any(t =>
        !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia) && !body.FullSpan.Contains(t.Span) && call.Span.Contains(t.Span));

    private static InvocationExpressionSyntax? Configured(ExpressionSyntax task) =>
        task.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } access && access.Expression == task
            ? access.Parent as InvocationExpressionSyntax : null;

    private static bool IsConfigured(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } };

    // The task that the delegate awaits or returns; null where it is synchronous, or does something with the result.
    private static ExpressionSyntax? TaskOf(ExpressionSyntax work, ExpressionSyntax body, FixSite site)
    {
        if (work is AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 }) return body is AwaitExpressionSyntax wait ? wait.Expression : null;
        var type = work is AnonymousFunctionExpressionSyntax
            ? site.Semantics.GetTypeInfo(body, site.CancellationToken).Type
            : (site.Semantics.GetSymbolInfo(work, site.CancellationToken).Symbol as IMethodSymbol)?.ReturnType;
        return type?.IsTask(site.Facts) == true ? body : null;
    }

    private static ITypeSymbol? ResultOf(ITypeSymbol? type, FixSite site) =>
        type is INamedTypeSymbol { Arity: 1 } task && task.IsTask(site.Facts) ? task.TypeArguments[0] : null;

    // What awaiting or calling the delegate gives.
    private static ITypeSymbol? ValueOf(ExpressionSyntax work, ExpressionSyntax body, FixSite site)
    {
        var type = work is AnonymousFunctionExpressionSyntax
            ? site.Semantics.GetTypeInfo(body, site.CancellationToken).Type
            : (site.Semantics.GetSymbolInfo(work, site.CancellationToken).Symbol as IMethodSymbol)?.ReturnType;
        return ResultOf(type, site) ?? type;
    }

    private static (SyntaxNode Node, SyntaxNode With)? Awaited(ExpressionSyntax call, ExpressionSyntax outer, ExpressionSyntax task) =>
        outer != call && IsConfigured(task) ? (outer, Tight(task)) : (call, Tight(task));

    private static (SyntaxNode Node, SyntaxNode With)? Called(AwaitExpressionSyntax wait, ExpressionSyntax body)
    {
        if (wait.Parent is ExpressionStatementSyntax)
        {
            return body is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax
                or BaseObjectCreationExpressionSyntax or ConditionalAccessExpressionSyntax
                ? (wait, body.WithoutTrivia()) : null;
        }

        SyntaxNode node = wait.Parent is ParenthesizedExpressionSyntax around ? around : wait;
        return (node, Tight(body));
    }

    private static (SyntaxNode Node, SyntaxNode With)? Returned(InvocationExpressionSyntax call, ExpressionSyntax? task, ExpressionSyntax body, FixSite site)
    {
        if (task is not null) return IsConfigured(task) ? null : (call, task.WithoutTrivia());
        if (site.Semantics.GetTypeInfo(call, site.CancellationToken).Type is not INamedTypeSymbol { Arity: 1 } type
            || body.DescendantNodesAndSelf().Any(n => n is AwaitExpressionSyntax)) return null;
        var name = type.TypeArguments[0].ToMinimalDisplayString(site.Semantics, call.SpanStart);
        var isSame = SymbolEqualityComparer.Default.Equals(site.Semantics.GetTypeInfo(body, site.CancellationToken).Type, type.TypeArguments[0]);
        var taskName = site.Facts[KnownType.Task]!.ToMinimalDisplayString(site.Semantics, call.SpanStart);
        return (call, InvocationExpression(ParseExpression(taskName + ".FromResult" + (isSame ? "" : "<" + name + ">")),
            ArgumentList(SingletonSeparatedList(Argument(body.WithoutTrivia())))));
    }

    // With parentheses that go again where they are not needed.
    private static ExpressionSyntax Tight(ExpressionSyntax expression)
    {
        var plain = expression.WithoutTrivia();
        return plain is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax
            or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax
            ? plain : ParenthesizedExpression(plain).WithAdditionalAnnotations(Simplifier.Annotation);
    }
}
