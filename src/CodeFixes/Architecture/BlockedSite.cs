namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>One blocking use, and what takes its place where awaiting is possible.</summary>
/// <param name="Node">The node that is replaced: the use, or the <c>?.</c> expression or statement around it.</param>
/// <param name="Replace">
/// Makes the replacement from the current form of the node; a node that has been replaced already comes back as it is.
/// </param>
/// <param name="Throws">Whether a time-out, which was a returned <c>false</c>, becomes an exception.</param>
internal sealed record BlockedSite(SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Replace, bool Throws)
{
    /// <summary>The site whose member name is given; null where no await can take its place with the same meaning.</summary>
    internal static BlockedSite? Of(SyntaxNode name, SemanticModel semantics, Facts facts, CancellationToken cancellationToken)
    {
        if (Whole(name) is not { } whole || whole.ContainsDirectives) return null;
        if (Functions.FunctionNode(whole) is not { } function || !Functions.AllowsAwait(whole)) return null;
        if (semantics.GetOperation(whole, cancellationToken) is not { } use) return null;
        if (use is not IInvocationOperation { TargetMethod.Name: "GetResult" } && AsyncConversion.CatchesAggregates(whole, function)) return null;

        var isUnused = whole.Parent is ExpressionStatementSyntax or ConditionalAccessExpressionSyntax { Parent: ExpressionStatementSyntax };
        Func<ExpressionSyntax, ExpressionSyntax?>? task = use switch
        {
            IPropertyReferenceOperation { Property.Name: "Result" } property when !IsUsedElsewhere(property.Instance, function, facts) => TaskOfResult,
            IInvocationOperation { TargetMethod.Name: "GetResult" } call when !IsUsedElsewhere(call.Instance, function, facts) => TaskOfGetResult,
            IInvocationOperation { TargetMethod.Name: "Wait" or "WaitAll" } call => Waited(call, isUnused, semantics, facts),
            IInvocationOperation { TargetMethod.Name: "WaitAny", Arguments.Length: 1 } when isUnused => current => Renamed(current, "WhenAny"),
            _ => null,
        };
        if (task?.Invoke(whole) is null) return null;
        var throws = use is IInvocationOperation { TargetMethod.ReturnType.SpecialType: SpecialType.System_Boolean };
        return IsConditional(whole)
            ? OfConditional(whole, task, semantics, throws, cancellationToken)
            : new BlockedSite(whole, current => Awaited(current, task, whole), throws);
    }

    /// <summary>The use whose member is named: <c>task.Result</c>, <c>task.Wait()</c>.</summary>
    internal static ExpressionSyntax? Whole(SyntaxNode name)
    {
        if (name is not SimpleNameSyntax simple) return null;
        ExpressionSyntax? access = name.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Name == name => member,
            MemberBindingExpressionSyntax binding => binding,
            _ => null,
        };
        return simple.Identifier.ValueText != "Result" && access?.Parent is InvocationExpressionSyntax call && call.Expression == access ? call : access;
    }

    private static SyntaxNode Awaited(SyntaxNode current, Func<ExpressionSyntax, ExpressionSyntax?> task, SyntaxNode place) =>
        current is ExpressionSyntax expression && task(expression) is { } operand
            ? expression.CopyAnnotationsTo(AwaitSyntax.Await(operand, place))
            : current;

    private static ExpressionSyntax? TaskOfResult(ExpressionSyntax current) =>
        current is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } access
            ? access.Expression.WithTrailingOf(access, access.DescendantTokens().Where(t => t.SpanStart >= access.OperatorToken.SpanStart))
            : current is MemberBindingExpressionSyntax ? current : null;

    private static ExpressionSyntax? TaskOfGetResult(ExpressionSyntax current) =>
        current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult",
            Expression: InvocationExpressionSyntax inner } }
            ? inner switch
            {
                { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" } access } =>
                    access.Expression.WithTrailingOf(current, current.DescendantTokens().Where(t => t.SpanStart >= access.OperatorToken.SpanStart)),
                { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" } } => inner,
                _ => null,
            }
            : null;

    // Wait and WaitAll, with a time-out or a token or neither.
    private static Func<ExpressionSyntax, ExpressionSyntax?>? Waited(IInvocationOperation call, bool isUnused, SemanticModel semantics, Facts facts)
    {
        var isAll = call.TargetMethod.Name == "WaitAll";
        var extra = call.TargetMethod.Parameters.Skip(isAll ? 1 : 0).ToArray();
        if (extra.Length > 0)
        {
            if (call.TargetMethod.ReturnType.SpecialType == SpecialType.System_Boolean && !isUnused) return null;
            if (facts[KnownType.Task] is not { } type || !type.GetMembers("WaitAsync").OfType<IMethodSymbol>().Any(m => m.Parameters.Length == extra.Length))
                return null;
            if (((InvocationExpressionSyntax)call.Syntax).ArgumentList.Arguments.Count != call.TargetMethod.Parameters.Length) return null;
        }
        else if (!isAll)
        {
            return TaskOfWait;
        }

        var isNumber = extra.Length > 0 && extra[0].Type.SpecialType == SpecialType.System_Int32;
        var timeSpan = semantics.GetSpeculativeSymbolInfo(call.Syntax.SpanStart, IdentifierName("TimeSpan"),
            SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol is null ? "System.TimeSpan" : "TimeSpan";
        return current =>
        {
            if (current is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments }) return null;
            ExpressionSyntax? task;
            if (isAll)
            {
                task = Renamed(current, "WhenAll");
                if (extra.Length == 0) return task;
                task = (task as InvocationExpressionSyntax)?.WithArgumentList(ArgumentList(SingletonSeparatedList(arguments[0].WithoutTrivia())))
                    .WithTrailingTrivia();
            }
            else
            {
                task = TaskOfWait(current)?.WithoutTrailingTrivia();
                if (task is MemberBindingExpressionSyntax) return null;
            }

            if (task is null) return null;
            var limits = arguments.Skip(isAll ? 1 : 0).ToArray();
            if (isNumber)
                limits[0] = Argument(ParseExpression($"{timeSpan}.FromMilliseconds({limits[0].Expression.WithoutTrivia()})")).WithTriviaFrom(limits[0]);
            return InvocationExpression(
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task, IdentifierName("WaitAsync")),
                ArgumentList(SeparatedList(limits.Select(l => l.WithoutTrivia()),
                    Enumerable.Repeat(Token(default, SyntaxKind.CommaToken, TriviaList(Space)), limits.Length - 1))))
                .WithTrailingTrivia(current.GetTrailingTrivia());
        };
    }

    private static ExpressionSyntax? TaskOfWait(ExpressionSyntax current) => current switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } access } call =>
            access.Expression.WithTrailingOf(call,
                new[] { access.OperatorToken, access.Name.Identifier }.Concat(call.ArgumentList.Arguments.Count == 0
                    ? call.ArgumentList.DescendantTokens() : Enumerable.Empty<SyntaxToken>())),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Wait" }, ArgumentList.Arguments.Count: 0 } =>
            current,
        _ => null,
    };

    private static ExpressionSyntax? Renamed(ExpressionSyntax current, string name) => current switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: "WaitAll"
            or "WaitAny" } old } access } call =>
            call.WithExpression(access.WithName(IdentifierName(name).WithTriviaFrom(old))),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "WaitAll" or "WaitAny" } old } call =>
            call.WithExpression(IdentifierName(name).WithTriviaFrom(old)),
        _ => null,
    };

    // A value task that is consumed somewhere else as well cannot be awaited: that is another defect.
    private static bool IsUsedElsewhere(IOperation? task, SyntaxNode function, Facts facts)
    {
        if (task?.Unwrapped() is not { } variable || !facts.Is(variable.Type, KnownType.ValueTask) && !facts.Is(variable.Type, KnownType.ValueTaskOfT))
            return false;
        return variable.Syntax is IdentifierNameSyntax { Identifier.ValueText: var name }
            && function.DescendantNodes().OfType<IdentifierNameSyntax>().Count(i => i.Identifier.ValueText == name
                && i.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted"
                    or "IsCanceled" }) > 1;
    }

    private static ExpressionSyntax Receiver(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case MemberAccessExpressionSyntax access: expression = access.Expression; break;
                case InvocationExpressionSyntax call: expression = call.Expression; break;
                case ElementAccessExpressionSyntax element: expression = element.Expression; break;
                case PostfixUnaryExpressionSyntax postfix: expression = postfix.Operand; break;
                default: return expression;
            }
        }
    }

    internal static bool IsConditional(ExpressionSyntax whole) => Receiver(whole) is MemberBindingExpressionSyntax or ElementBindingExpressionSyntax;

    // "x?.GetAsync().Result": awaiting null throws, so null is asked about first.
    internal static BlockedSite? OfConditional(ExpressionSyntax whole, Func<ExpressionSyntax, ExpressionSyntax?> task, SemanticModel semantics, bool throws,
        CancellationToken cancellationToken)
    {
        SyntaxNode top = whole;
        while (top.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or PostfixUnaryExpressionSyntax)
            top = top.Parent;
        if (top.Parent is not ConditionalAccessExpressionSyntax conditional || conditional.WhenNotNull != top
            || conditional.Parent is ConditionalAccessExpressionSyntax || conditional.ContainsDirectives) return null;
        if (!IsRepeatable(conditional.Expression, semantics, cancellationToken)) return null;
        if (semantics.GetTypeInfo(conditional.Expression, cancellationToken).Type is not { IsReferenceType: true }) return null;
        var path = conditional.Expression.WithoutTrivia();
        if (conditional.Parent is ExpressionStatementSyntax statement)
        {
            if (statement.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)
                || whole.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 }) return null;
            return new BlockedSite(statement, current =>
            {
                if (current is not ExpressionStatementSyntax { Expression: ConditionalAccessExpressionSyntax access } plain) return current;
                var awaited = Unconditional(access, path, whole, task);
                if (awaited is null) return current;
                return plain.CopyAnnotationsTo(IfStatement(
                        Test(path, SyntaxKind.NotKeyword), plain.WithExpression(awaited).WithoutLeadingTrivia())
                    .WithIfKeyword(Token(default, SyntaxKind.IfKeyword, TriviaList(Space)))
                    .WithCloseParenToken(Token(default, SyntaxKind.CloseParenToken, TriviaList(Space)))
                    .WithLeadingTrivia(plain.GetLeadingTrivia()));
            }, throws);
        }

        if (semantics.GetTypeInfo(conditional, cancellationToken).Type is not { } type || type.SpecialType == SpecialType.System_Void) return null;
        var nothing = type.IsReferenceType
            ? LiteralExpression(SyntaxKind.NullLiteralExpression)
            : ParseExpression($"default({type.ToMinimalDisplayString(semantics, conditional.SpanStart)})");
        var isAlone = conditional.Parent is EqualsValueClauseSyntax or ReturnStatementSyntax or ArgumentSyntax or ArrowExpressionClauseSyntax
            or ParenthesizedExpressionSyntax or LambdaExpressionSyntax
            || conditional.Parent is AssignmentExpressionSyntax assignment && assignment.Right == conditional;
        return new BlockedSite(conditional, current =>
        {
            if (current is not ConditionalAccessExpressionSyntax access || Unconditional(access, path, whole, task) is not { } awaited) return current;
            ExpressionSyntax choice = ConditionalExpression(
                Test(path, null).WithTrailingTrivia(Space),
                Token(default, SyntaxKind.QuestionToken, TriviaList(Space)), nothing.WithTrailingTrivia(Space),
                Token(default, SyntaxKind.ColonToken, TriviaList(Space)), awaited.WithoutTrivia());
            if (!isAlone) choice = ParenthesizedExpression(choice);
            return access.CopyAnnotationsTo(choice.WithTriviaFrom(access));
        }, throws);
    }

    private static ExpressionSyntax Test(ExpressionSyntax path, SyntaxKind? not)
    {
        PatternSyntax pattern = ConstantPattern(LiteralExpression(SyntaxKind.NullLiteralExpression));
        if (not is not null) pattern = UnaryPattern(Token(default, SyntaxKind.NotKeyword, TriviaList(Space)), pattern);
        return IsPatternExpression(path.WithTrailingTrivia(Space), Token(default, SyntaxKind.IsKeyword, TriviaList(Space)), pattern);
    }

    // The part after "?." as a part of the plain receiver, with the await in it. Null where it has been edited into something else.
    private static ExpressionSyntax? Unconditional(ConditionalAccessExpressionSyntax access, ExpressionSyntax path, ExpressionSyntax whole,
        Func<ExpressionSyntax, ExpressionSyntax?> task)
    {
        // The use is as many steps below the top as it was.
        var depth = 0;
        for (SyntaxNode node = whole; node.Parent is not ConditionalAccessExpressionSyntax; node = node.Parent!) depth++;
        var plain = Plain(access.WhenNotNull, path);
        if (plain is null) return null;
        ExpressionSyntax use = plain;
        for (var i = 0; i < depth; i++) use = Step(use);
        if (task(use) is not { } operand) return null;
        return use == plain ? AwaitSyntax.Await(operand, ParenthesizedExpression(use)) : plain.ReplaceNode(use, AwaitSyntax.Await(operand, use));
    }

    private static ExpressionSyntax Step(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        InvocationExpressionSyntax call => call.Expression,
        ElementAccessExpressionSyntax element => element.Expression,
        PostfixUnaryExpressionSyntax postfix => postfix.Operand,
        _ => expression,
    };

    private static ExpressionSyntax? Plain(ExpressionSyntax whenNotNull, ExpressionSyntax path) => Receiver(whenNotNull) switch
    {
        MemberBindingExpressionSyntax binding =>
            Replaced(whenNotNull, binding, MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, path, binding.Name)),
        ElementBindingExpressionSyntax binding => Replaced(whenNotNull, binding, ElementAccessExpression(path, binding.ArgumentList)),
        _ => null,
    };

    private static ExpressionSyntax Replaced(ExpressionSyntax whole, ExpressionSyntax part, ExpressionSyntax with) =>
        whole == part ? with : whole.ReplaceNode(part, with);

    private static bool IsRepeatable(ExpressionSyntax expression, SemanticModel semantics, CancellationToken cancellationToken) => expression switch
    {
        ThisExpressionSyntax => true,
        IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } =>
            semantics.GetSymbolInfo(expression, cancellationToken).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IRangeVariableSymbol,
        _ => false,
    };
}
