namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>The statement or expression body that drops a task, and what it becomes when the task is awaited.</summary>
/// <param name="Node">A statement, or the expression that is the body of a function.</param>
/// <param name="IsPlain">Whether it is the call and nothing else: no discard, no local.</param>
/// <param name="Operand">Makes what is awaited from the expression whose task is dropped.</param>
internal sealed record DroppedPlace(SyntaxNode Node, bool IsPlain, Func<ExpressionSyntax, ExpressionSyntax> Operand)
{
    /// <summary>The place that drops the task of a call; null where no await can take its place.</summary>
    internal static DroppedPlace? Of(InvocationExpressionSyntax call, FixSite site)
    {
        var around = call.FirstAncestorOrSelf<SyntaxNode>(n => n is StatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax);
        var node = around switch
        {
            ExpressionStatementSyntax or LocalDeclarationStatementSyntax => around,
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            LambdaExpressionSyntax { ExpressionBody: { } body } => body,
            _ => null,
        };
        if (node is null || node.ContainsDirectives || Value(node) is not { } value || IsNamedAgain(node)) return null;
        return OperandOf(value, call, site) is { } operand ? new DroppedPlace(node, value == node || value.Parent == node, operand) : null;
    }

    /// <summary>The node with the task awaited; as it is, where that is done already.</summary>
    internal SyntaxNode Await(SyntaxNode current)
    {
        if (Value(current) is not { } value || value is AwaitExpressionSyntax) return current;
        var whole = current is ExpressionStatementSyntax statement ? statement.Expression : current;
        var awaited = AwaitSyntax.Await(Operand(value).WithLeadingTrivia(whole.GetLeadingTrivia()), ParenthesizedExpression(value));
        return current.CopyAnnotationsTo<SyntaxNode>(current switch
        {
            ExpressionStatementSyntax plain => plain.WithExpression(awaited),
            LocalDeclarationStatementSyntax local => ExpressionStatement(awaited.WithLeadingTrivia(local.GetLeadingTrivia()), local.SemicolonToken),
            _ => awaited,
        })!;
    }

    // The expression whose task is dropped, without "_ =" or "var task =".
    private static ExpressionSyntax? Value(SyntaxNode node) => node switch
    {
        ExpressionStatementSyntax statement => Value(statement.Expression),
        LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } local when local.UsingKeyword == default =>
            variables[0].Initializer?.Value,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard => discard.Right,
        AssignmentExpressionSyntax => null,
        ExpressionSyntax expression => expression,
        _ => null,
    };

    private static bool IsNamedAgain(SyntaxNode node) =>
        node is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
        && (Functions.FunctionNode(node) ?? node).DescendantTokens()
            .Count(t => t.ValueText == variables[0].Identifier.ValueText && t.IsKind(SyntaxKind.IdentifierToken)) > 1;

    private static Func<ExpressionSyntax, ExpressionSyntax>? OperandOf(ExpressionSyntax value, InvocationExpressionSyntax call, FixSite site)
    {
        if (site.Facts[KnownType.Task] is not { } task || site.Semantics.GetTypeInfo(value, site.CancellationToken).Type is not { } type) return null;
        var name = task.ToMinimalDisplayString(site.Semantics, value.SpanStart);
        if (ForgottenLocals.IsOfTasks(type, site.Facts))
        {
            return value is InvocationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax && IsOfPlainTasks(type)
                ? current => InvocationExpression(ParseExpression(name + ".WhenAll"), ArgumentList(SingletonSeparatedList(Argument(current.WithoutTrivia()))))
                    .WithTriviaFrom(current)
                : null;
        }

        if (value is not ConditionalAccessExpressionSyntax)
        {
            // Behind a "?." in an arm there may be nothing to await.
            var isConditional = call.Ancestors().TakeWhile(n => n != value.Parent)
                .Any(n => n is ConditionalAccessExpressionSyntax && n.Parent is not BinaryExpressionSyntax);
            return isConditional || !DroppedTasks.IsWork(type, site.Facts) ? null : current => current;
        }

        var nothing = type.IsTask(site.Facts) ? ParseExpression(name + ".CompletedTask")
            : type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
                && nullable.TypeArguments[0].IsTask(site.Facts)
                ? LiteralExpression(SyntaxKind.DefaultLiteralExpression)
            : null;
        if (nothing is null) return null;
        return current => ParenthesizedExpression(BinaryExpression(SyntaxKind.CoalesceExpression, current.WithoutTrivia(),
            Token(TriviaList(Space), SyntaxKind.QuestionQuestionToken, TriviaList(Space)), nothing)).WithTriviaFrom(current);
    }

    private static bool IsOfPlainTasks(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.Name == "Task",
        INamedTypeSymbol { Arity: 1 } named => named.TypeArguments[0].Name == "Task",
        _ => false,
    };
}
