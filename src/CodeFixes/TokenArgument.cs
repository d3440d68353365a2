namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Gives a call the cancellation token that it could take and was not given.</summary>
internal static class TokenArgument
{
    /// <summary>
    /// The edit of the call, or null where the call has no place for a token, or would not compile with one there. The edit takes the current
    /// node, so that calls nested in arguments may have been edited before or after.
    /// </summary>
    /// <param name="call">The call as it stands.</param>
    /// <param name="tokens">The model of the call's compilation.</param>
    /// <param name="tokenExpression">
    /// What to pass. It need not be in scope yet: whether the call takes a token is tried with <c>default</c>; the caller answers for the rest.
    /// </param>
    internal static Func<InvocationExpressionSyntax, InvocationExpressionSyntax>? Plan(
        IInvocationOperation call, Tokens tokens, string tokenExpression)
    {
        if (call.Syntax is not InvocationExpressionSyntax syntax || call.SemanticModel is not { } semantics
            || syntax.ArgumentList.ContainsDirectives || tokens.Unfilled(call) is not { } slot) return null;
        if (Layout.Of(syntax, call, slot, semantics) is not { } layout) return null;

        var tried = layout.Apply(syntax, "default(global::System.Threading.CancellationToken)");
        if (Bind(tried, syntax, semantics) is not { } bound
            || !SymbolEqualityComparer.Default.Equals((bound.ReducedFrom ?? bound).OriginalDefinition, slot.Method)) return null;

        var count = syntax.ArgumentList.Arguments.Count;
        return current => current.ArgumentList.Arguments.Count == count ? layout.Apply(current, tokenExpression) : current;
    }

    /// <summary>What a changed call would bind to in the place of the original; null where it does not bind.</summary>
    internal static IMethodSymbol? Bind(InvocationExpressionSyntax changed, InvocationExpressionSyntax original, SemanticModel semantics)
    {
        // What follows ?. binds only together with what precedes it: try it as a plain member of that.
        if (Receiverless(changed.Expression) is { } binding)
        {
            var conditional = original.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(c => c.WhenNotNull.Contains(original));
            if (conditional is null) return null;
            changed = changed.ReplaceNode(binding, MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, ParenthesizedExpression(conditional.Expression.WithoutTrivia()), binding.Name));
        }

        var info = semantics.GetSpeculativeSymbolInfo(original.SpanStart, changed, SpeculativeBindingOption.BindAsExpression);
        return info.Symbol as IMethodSymbol;
    }

    private static MemberBindingExpressionSyntax? Receiverless(ExpressionSyntax expression) => expression switch
    {
        MemberBindingExpressionSyntax binding => binding,
        MemberAccessExpressionSyntax member => Receiverless(member.Expression),
        InvocationExpressionSyntax invocation => Receiverless(invocation.Expression),
        ElementAccessExpressionSyntax element => Receiverless(element.Expression),
        PostfixUnaryExpressionSyntax postfix => Receiverless(postfix.Operand),
        _ => null,
    };

    /// <summary>Where in the argument list the token goes, and what becomes of the other arguments.</summary>
    /// <param name="Index">The position; past the arguments, the token is appended.</param>
    /// <param name="Name">The parameter's name, where the argument must be named.</param>
    /// <param name="CollectFrom">The first of the <c>params</c> arguments that become one array; null where they stay.</param>
    /// <param name="Element">That array's element type; null for a collection expression.</param>
    private sealed record Layout(int Index, string? Name, int? CollectFrom, TypeSyntax? Element)
    {
        internal static Layout? Of(InvocationExpressionSyntax syntax, IInvocationOperation call, TokenSlot slot, SemanticModel semantics)
        {
            if (semantics.GetSymbolInfo(syntax).Symbol is not IMethodSymbol written) return null;
            // An extension may be the overload of an instance method, too.
            var reduced = written.MethodKind == MethodKind.ReducedExtension ? 1 : 0;
            var receiver = slot.Method.IsExtensionMethod && !written.IsStatic ? 1 : reduced;
            var index = slot.Parameter.Ordinal - receiver;
            var arguments = syntax.ArgumentList.Arguments;
            var isNamed = arguments.Any(argument => argument.NameColon is not null);

            if (slot.Form == TokenForm.Collection)
            {
                var from = call.TargetMethod.Parameters.Length - 1 - (call.TargetMethod.MethodKind == MethodKind.ReducedExtension ? 0 : reduced);
                if (isNamed || from >= arguments.Count || call.TargetMethod.Parameters.Last().Type is not IArrayTypeSymbol array) return null;
                var name = index == from + 1 ? null : slot.Name;
                if (ArgumentArrays.HaveLiterals(syntax.SyntaxTree)) return new Layout(int.MaxValue, name, from, null);
                var element = array.ElementType.ToMinimalDisplayString(semantics, NullableFlowState.NotNull, syntax.SpanStart);
                var mayBeNull = array.ElementType is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated }
                    && arguments.Skip(from).Any(argument => semantics.GetTypeInfo(argument.Expression).Nullability.FlowState == NullableFlowState.MaybeNull);
                return new Layout(int.MaxValue, name, from, ParseTypeName(mayBeNull ? element + "?" : element));
            }

            if (index < arguments.Count) return isNamed ? null : new Layout(index, null, null, null);
            return new Layout(int.MaxValue, isNamed || index > arguments.Count ? slot.Name : null, null, null);
        }

        internal InvocationExpressionSyntax Apply(InvocationExpressionSyntax call, string token)
        {
            var list = call.ArgumentList;
            if (CollectFrom is { } from) list = ArgumentArrays.Collect(list, from, Element);
            var argument = Argument(ParseExpression(token));
            if (Name is not null) argument = argument.WithNameColon(NameColon(IdentifierName(Name)).WithTrailingTrivia(Space));
            return call.WithArgumentList(Index < list.Arguments.Count ? Insert(list, Index, argument) : Append(list, argument));
        }
    }

    private static ArgumentListSyntax Insert(ArgumentListSyntax list, int index, ArgumentSyntax argument)
    {
        var all = list.Arguments.GetWithSeparators();
        var next = list.Arguments[index];
        return list.WithArguments(SeparatedList<ArgumentSyntax>(all
            .RemoveAt(index * 2)
            .Insert(index * 2, next.WithoutLeadingTrivia())
            .Insert(index * 2, Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space))
            .Insert(index * 2, argument.WithLeadingTrivia(next.GetLeadingTrivia()))));
    }

    private static ArgumentListSyntax Append(ArgumentListSyntax list, ArgumentSyntax argument) => list.Arguments.Count == 0
        ? list.AddArguments(argument)
        : list.WithArguments(SeparatedLists.Append(list.OpenParenToken, list.Arguments, argument));
}
