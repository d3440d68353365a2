using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Calls <c>Add</c> or <c>AddRange</c>, and awaits nothing. Offered where the function awaits something else, so that it stays async.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NeedlessAddAsyncFix))]
public sealed class NeedlessAddAsyncFix() : RuleFix(NeedlessAddAsync.Descriptor)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { ArgumentList.ContainsDirectives: false } call || CallShapes.NameNode(call) is not SimpleNameSyntax name) yield break;
        if (Awaited(call) is not { } wait || call.Expression is not (MemberAccessExpressionSyntax or IdentifierNameSyntax or GenericNameSyntax)) yield break;
        if (Functions.FunctionNode(call) is not { } function || !AwaitsElse(function, site)) yield break;
        if (site.Semantics.GetOperation(call, site.CancellationToken) is not IInvocationOperation bound) yield break;

        // The token goes; of entities that are listed one by one, none is one.
        var token = bound.Arguments.FirstOrDefault(a => a.Parameter?.Type.Name == nameof(CancellationToken)
            && a.ArgumentKind == ArgumentKind.Explicit)?.Syntax as ArgumentSyntax;
        var at = token is null ? -1 : call.ArgumentList.Arguments.IndexOf(token);
        var text = name.Identifier.ValueText.Substring(0, name.Identifier.ValueText.Length - 5);
        yield return FixPlan.Replace($"Use '{text}'", NeedlessAddAsync.Descriptor.Id, wait, current =>
        {
            if (current is not AwaitExpressionSyntax awaited || Inner(awaited.Expression) is not { } made) return current;
            var called = CallShapes.NameNode(made) as SimpleNameSyntax;
            if (called is null) return current;
            var list = at < 0 ? made.ArgumentList : made.ArgumentList.WithArguments(made.ArgumentList.Arguments.RemoveAt(at));
            var changed = made.ReplaceNode(called, called.WithIdentifier(Identifier(text).WithTriviaFrom(called.Identifier))).WithArgumentList(list);
            return changed.WithLeadingTrivia(current.GetLeadingTrivia()).WithTrailingTrivia(current.GetTrailingTrivia());
        });
    }

    private static AwaitExpressionSyntax? Awaited(InvocationExpressionSyntax call)
    {
        SyntaxNode node = call;
        if (node.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
            node = configured;
        return node.Parent is AwaitExpressionSyntax { Parent: not ParenthesizedExpressionSyntax } wait ? wait : null;
    }

    private static InvocationExpressionSyntax? Inner(ExpressionSyntax awaited) =>
        awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait",
            Expression: InvocationExpressionSyntax inner } } ? inner
            : awaited as InvocationExpressionSyntax;

    // Besides those that this fix takes away.
    private static bool AwaitsElse(SyntaxNode function, FixSite site) => function is CompilationUnitSyntax || function.DescendantNodes().Any(node => node switch
    {
        AwaitExpressionSyntax wait => Functions.FunctionNode(wait) == function && (Inner(wait.Expression) is not { } call || !IsNeedless(call)),
        CommonForEachStatementSyntax loop => loop.AwaitKeyword != default && Functions.FunctionNode(loop) == function,
        UsingStatementSyntax scope => scope.AwaitKeyword != default && Functions.FunctionNode(scope) == function,
        LocalDeclarationStatementSyntax declaration => declaration.AwaitKeyword != default && Functions.FunctionNode(declaration) == function,
        YieldStatementSyntax => true,
        _ => false,
    });

    private static bool IsNeedless(InvocationExpressionSyntax call) =>
        CallShapes.NameNode(call) is SimpleNameSyntax { Identifier.ValueText: "AddAsync" or "AddRangeAsync" };
}
