namespace ArchitectAnalyzers.Semantics;

/// <summary>Code that production does not run. By the names in the conditions around it, and in those that returned before it.</summary>
internal static class Development
{
    private static readonly string[] s_words = { "develop", "debug", "islocal", "staging", "isdev" };

    // What a flag is called that lets details out.
    private static readonly string[] s_details = { "detail", "verbose", "expose", "diagnostic", "stacktrace" };

    // What environments are called that no customer uses.
    private static readonly string[] s_environments =
    {
        "Test", "Tests", "Testing", "IntegrationTest", "IntegrationTests", "IntegrationTesting", "Local", "Staging", "Dev", "QA", "UAT", "CI", "E2E", "Sandbox",
    };

    private enum Asks
    {
        Environment,

        /// <summary>Flags that let details out count too.</summary>
        Details,

        /// <summary>Nothing but the environment counts.</summary>
        Surely,
    }

    /// <summary>Whether a condition asks for an environment other than production. Lambdas run where they are handed over.</summary>
    internal static bool Has(SyntaxNode node) => Has(node, Asks.Environment);

    /// <inheritdoc cref="Has(SyntaxNode)"/>
    internal static bool IsForDevelopment(this IOperation operation) => Has(operation.Syntax, Asks.Environment);

    /// <summary>The same, and where a setting asks for details.</summary>
    internal static bool IsForDetails(this IOperation operation) => Has(operation.Syntax, Asks.Details);

    /// <summary>
    /// 1: the condition does not hold in production; -1: it does, whatever else is set; 0: it is about something else too, or cannot be told.
    /// </summary>
    internal static int SureSense(IOperation condition) => Sense(condition.Syntax, Asks.Surely, 0);

    private static bool Has(SyntaxNode node, Asks asks)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IfStatementSyntax choice when choice.Condition != child && Sense(choice.Condition, asks, 0) == (choice.Statement == child ? 1 : -1):
                case ConditionalExpressionSyntax either
                    when either.Condition != child && Sense(either.Condition, asks, 0) == (either.WhenTrue == child ? 1 : -1):
                case CatchClauseSyntax { Filter: { } filter } when filter != child && Sense(filter.FilterExpression, asks, 0) > 0:
                case BlockSyntax block when ReturnedBefore(block.Statements, child, asks):
                case SwitchSectionSyntax section when ReturnedBefore(section.Statements, child, asks):
                case CompilationUnitSyntax unit when ReturnedBefore(unit.Members, child, asks):
                    return true;
                case MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return false;
            }
        }

        return false;
    }

    // 1: the condition asks for another environment; -1: it asks for production; 0: it is about something else.
    private static int Sense(SyntaxNode condition, Asks asks, int depth)
    {
        if (depth > 16) return 0;
        depth++;
        switch (condition)
        {
            case ParenthesizedExpressionSyntax parenthesized: return Sense(parenthesized.Expression, asks, depth);
            case CastExpressionSyntax cast: return Sense(cast.Expression, asks, depth);
            case LiteralExpressionSyntax: return 0;
            case PrefixUnaryExpressionSyntax not when not.IsKind(SyntaxKind.LogicalNotExpression): return -Sense(not.Operand, asks, depth);
            case BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression) || both.IsKind(SyntaxKind.BitwiseAndExpression):
                // IsDevelopment() && x, !IsDevelopment() && IsStaging(): one that does not hold is enough.
                return Either(both, 1, asks, depth);
            case BinaryExpressionSyntax either when either.IsKind(SyntaxKind.LogicalOrExpression) || either.IsKind(SyntaxKind.BitwiseOrExpression):
                // IsStaging() || IsProduction(): one that holds is enough.
                return Either(either, -1, asks, depth);
            case BinaryExpressionSyntax equals when equals.IsKind(SyntaxKind.EqualsExpression):
                return Compared(equals.Left, equals.Right, equals, asks, depth);
            case BinaryExpressionSyntax differs when differs.IsKind(SyntaxKind.NotEqualsExpression):
                return -Compared(differs.Left, differs.Right, differs, asks, depth);
            case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } matches:
                return Compared(matches.Expression, constant.Expression, matches, asks, depth);
            case IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: var negated } } differs:
                return -(negated is ConstantPatternSyntax other ? Compared(differs.Expression, other.Expression, differs, asks, depth)
                    : Named(differs.ToString(), asks));
            case IdentifierNameSyntax { Identifier.ValueText: var name } variable:
                return Named(name, asks) is not 0 and var named ? named : Initializer(variable) is { } value ? Sense(value, asks, depth) : 0;
            default: return Named(condition.ToString(), asks);
        }
    }

    private static int Either(BinaryExpressionSyntax both, int decides, Asks asks, int depth)
    {
        var left = Sense(both.Left, asks, depth);
        if (left == decides) return left;
        var right = Sense(both.Right, asks, depth);
        if (right == decides || left == right) return right;
        return asks == Asks.Surely ? 0 : left != 0 ? left : right;
    }

    // IsDevelopment() == false, environment is not null, EnvironmentName == "Staging"
    private static int Compared(ExpressionSyntax left, ExpressionSyntax right, ExpressionSyntax whole, Asks asks, int depth)
    {
        if (left.IsKind(SyntaxKind.TrueLiteralExpression) || left.IsKind(SyntaxKind.FalseLiteralExpression)) (left, right) = (right, left);
        switch (right.Kind())
        {
            case SyntaxKind.TrueLiteralExpression: return Sense(left, asks, depth);
            case SyntaxKind.FalseLiteralExpression: return -Sense(left, asks, depth);
            case SyntaxKind.NullLiteralExpression: return 0;
            default: return left.IsKind(SyntaxKind.NullLiteralExpression) ? 0 : Named(whole.ToString(), asks);
        }
    }

    // isProduction, env.IsDevelopment(), options.IncludeExceptionDetails, configuration["ShowDetails"]
    private static int Named(string text, Asks asks)
    {
        // EnvironmentName == "Production", IsEnvironment("Testing")
        if (text.IndexOf("environment", StringComparison.OrdinalIgnoreCase) >= 0)
            foreach (var name in s_environments)
                if (HasWord(text, name)) return 1;

        if (Words.Has(text, s_words, StringComparison.OrdinalIgnoreCase)) return 1;
        if (asks == Asks.Details)
        {
            // Problem details are no details of that kind.
            if (text.IndexOf("ProblemDetail", StringComparison.OrdinalIgnoreCase) >= 0) text = text.Replace("ProblemDetail", "").Replace("problemDetail", "");
            if (Words.Has(text, s_details, StringComparison.OrdinalIgnoreCase)) return 1;
        }

        return text.IndexOf("production", StringComparison.OrdinalIgnoreCase) >= 0 || text.IndexOf("IsProd", StringComparison.Ordinal) >= 0 ? -1 : 0;
    }

    // "Testing" and Environments.Testing, but not "Latest".
    private static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            if (at > 0 && !char.IsLetterOrDigit(text[at - 1]) && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length])))
                return true;
        return false;
    }

    // var local = env.IsDevelopment(); null where the member assigns to the name or declares it again.
    private static ExpressionSyntax? Initializer(IdentifierNameSyntax variable)
    {
        SyntaxNode member = variable;
        while (member is not (CompilationUnitSyntax or MemberDeclarationSyntax) or GlobalStatementSyntax && member.Parent is { } parent) member = parent;

        var name = variable.Identifier.ValueText;
        ExpressionSyntax? value = null;
        foreach (var node in member.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
        {
            switch (node)
            {
                case VariableDeclaratorSyntax { Identifier.ValueText: var declared } declarator when declared == name:
                    if (value is not null || declarator.Initializer is null) return null;
                    value = declarator.Initializer.Value;
                    break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var assigned } } when assigned == name:
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax { Identifier.ValueText: var given } } when given == name:
                    return null;
            }
        }

        return value;
    }

    // if (!env.IsDevelopment()) return Problem();
    private static bool ReturnedBefore<T>(SyntaxList<T> statements, SyntaxNode until, Asks asks) where T : SyntaxNode
    {
        foreach (var member in statements)
        {
            if (member == until) return false;
            var statement = member is GlobalStatementSyntax { Statement: var inner } ? inner : (SyntaxNode)member;
            if (statement is IfStatementSyntax guard && Leaves(guard.Statement) && Sense(guard.Condition, asks, 0) < 0) return true;
        }

        return false;
    }

    private static bool Leaves(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax => true,
        BlockSyntax { Statements: { Count: > 0 } body } => Leaves(body[body.Count - 1]),
        _ => false,
    };
}
