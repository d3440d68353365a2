using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Passes the token in scope, or sets a deadline.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NoDeadlineFix))]
public sealed class NoDeadlineFix() : RuleFix(NoDeadline.Descriptor, FixSafety.ChangesBehaviour)
{
    private const string Deadline = "DateTime.UtcNow.AddSeconds(30)";

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { ArgumentList.ContainsDirectives: false } syntax
            || site.Semantics.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation call) yield break;

        if (site[NoDeadline.Token] is { } token && site.Binds(syntax.SpanStart, ParseExpression(token), site.Facts[KnownType.CancellationToken])
            && TokenArgument.Plan(call, site.Facts.Tokens(), token) is { } pass)
        {
            yield return FixPlan.Replace($"Pass '{token}' (cancellation ends the call)", "ARCH3201:token", syntax,
                current => current is InvocationExpressionSyntax invocation ? pass(invocation) : current);
        }

        if (!site.CanName(syntax.SpanStart, ("DateTime", "System"), ("CallOptions", "Grpc.Core")) || Edit(syntax, call) is not var (node, edit)) yield break;
        yield return FixPlan.Replace("Set a deadline of 30 seconds (later answers fail)", "ARCH3201:deadline", node, edit, "System", "Grpc.Core");
    }

    private static (SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Edit)? Edit(InvocationExpressionSyntax syntax, IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Name: "deadline" })
            {
                if (argument.ArgumentKind == ArgumentKind.DefaultValue) return (syntax, current => Append((InvocationExpressionSyntax)current));
                return argument.Syntax is ArgumentSyntax written ? (written.Expression, current => ParseExpression(Deadline).WithTriviaFrom(current)) : null;
            }

            if (argument.Parameter?.Type.Name == "CallOptions" && argument.Syntax is ArgumentSyntax { Expression: var options }) return OfOptions(options);
        }

        return null;
    }

    private static (SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Edit)? OfOptions(ExpressionSyntax options) => options switch
    {
        BaseObjectCreationExpressionSyntax { Initializer: null } creation
            when creation.ArgumentList?.Arguments.Any(a => a.NameColon?.Name.Identifier.ValueText == "deadline") != true
            && creation.ArgumentList?.Arguments.Count is null or < 2 => (creation, current => ((BaseObjectCreationExpressionSyntax)current).WithArgumentList(
                Appended(((BaseObjectCreationExpressionSyntax)current).ArgumentList ?? ArgumentList()))),
        LiteralExpressionSyntax or DefaultExpressionSyntax =>
            (options, current => ParseExpression($"new CallOptions(deadline: {Deadline})").WithTriviaFrom(current)),
        InvocationExpressionSyntax chain => (chain, current => ParseExpression($"{current.WithoutTrivia()}.WithDeadline({Deadline})").WithTriviaFrom(current)),
        _ => null,
    };

    private static SyntaxNode Append(InvocationExpressionSyntax call) => call.WithArgumentList(Appended(call.ArgumentList));

    private static ArgumentListSyntax Appended(ArgumentListSyntax list)
    {
        var argument = Argument(ParseExpression(Deadline)).WithNameColon(NameColon(IdentifierName("deadline")).WithTrailingTrivia(Space));
        return list.Arguments.Count == 0
            ? list.AddArguments(argument) : list.WithArguments(SeparatedLists.Append(list.OpenParenToken, list.Arguments, argument));
    }
}
