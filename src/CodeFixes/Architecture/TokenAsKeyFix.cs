using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TokenAsKeyFix))]
public sealed class TokenAsKeyFix : RuleFix
{
    public TokenAsKeyFix() : base(TokenAsKey.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { ArgumentList: { ContainsDirectives: false } list } syntax || list.Arguments.Any(argument => argument.NameColon is not null))
            yield break;
        if (site.Semantics.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation call
            || site.Facts.Tokens().TokenAmongKeys(call) is not { } token || Edit(site, syntax, call, token) is not { } edit) yield break;

        var isSynchronous = call.TargetMethod.Name == "Find";
        var title = isSynchronous ? "Take the token out of the keys" : "Pass the keys as one array, then the token";
        yield return FixPlan.Replace(title, TokenAsKey.Descriptor.Id, syntax,
            current => current is InvocationExpressionSyntax invocation ? edit(invocation) : current);
    }

    private static Func<InvocationExpressionSyntax, InvocationExpressionSyntax>? Edit(
        FixSite site, InvocationExpressionSyntax syntax, IInvocationOperation call, IOperation token)
    {
        var at = syntax.ArgumentList.Arguments.IndexOf(argument => argument.Expression == token.Syntax);
        if (at < 0 || syntax.ArgumentList.Arguments.Count == 1) return null;
        var from = call.Arguments.First(argument => argument.ArgumentKind == ArgumentKind.ParamArray).Parameter!.Ordinal;

        // An array of numbers is no array of keys but one key: its items are meant. What is in any other array, nobody can tell.
        int? array = null;
        for (var i = from; i < syntax.ArgumentList.Arguments.Count; i++)
        {
            if (i == at) continue;
            var value = syntax.ArgumentList.Arguments[i].Expression;
            var type = site.Semantics.GetTypeInfo(value, site.CancellationToken).Type;
            if (site.Facts.Tokens().IsToken(type)) return null;
            if (type is not IArrayTypeSymbol { ElementType.SpecialType: not SpecialType.System_Byte }) continue;
            if (Initializer(value) is not { Expressions.Count: > 0 } || syntax.ArgumentList.Arguments.Count != from + 2) return null;
            array = i;
        }

        var isSynchronous = call.TargetMethod.Name == "Find";
        var element = ArgumentArrays.HaveLiterals(syntax.SyntaxTree) ? null : ParseTypeName("object");
        var changed = Change(syntax);
        var bound = site.Semantics.GetSpeculativeSymbolInfo(syntax.SpanStart, changed, SpeculativeBindingOption.BindAsExpression).Symbol;
        return bound is IMethodSymbol { Parameters: var parameters } && isSynchronous != parameters.Any(p => site.Facts.Tokens().IsToken(p.Type))
            ? Change : null;

        InvocationExpressionSyntax Change(InvocationExpressionSyntax current)
        {
            var (list, last) = (current.ArgumentList, at);
            if (array is { } i)
            {
                var items = Initializer(list.Arguments[i].Expression)!.Expressions;
                list = list.WithArguments(SeparatedList(list.Arguments.Take(i)
                    .Concat(items.Select(item => Argument(item.WithoutTrivia()))).Concat(list.Arguments.Skip(i + 1)),
                    Enumerable.Repeat(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), list.Arguments.Count + items.Count - 2)));
                if (at > i) last += items.Count - 1;
            }

            return current.WithArgumentList(isSynchronous
                ? list.WithArguments(list.Arguments.RemoveAt(last))
                : ArgumentArrays.Collect(list, from, element, last));
        }
    }

    private static InitializerExpressionSyntax? Initializer(ExpressionSyntax array) => array switch
    {
        ImplicitArrayCreationExpressionSyntax @implicit => @implicit.Initializer,
        ArrayCreationExpressionSyntax creation => creation.Initializer,
        _ => null,
    };
}
