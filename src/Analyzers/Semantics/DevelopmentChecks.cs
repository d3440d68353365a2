namespace ArchitectAnalyzers.Semantics;

/// <summary>Code that runs in development, or where a setting asks for details, and nowhere else.</summary>
internal static class DevelopmentChecks
{
    // What a flag is called that lets details out.
    private static readonly string[] s_words = { "develop", "debug", "detail", "verbose", "expose", "diagnostic", "stacktrace", "islocal", "staging", "isdev" };

    // What environments are called that no customer uses.
    private static readonly string[] s_environments =
    {
        "Test", "Tests", "Testing", "IntegrationTest", "IntegrationTests", "IntegrationTesting", "Local", "Staging", "Dev", "QA", "UAT", "CI", "E2E", "Sandbox",
    };

    /// <summary>Whether a condition around the operation, or one that returned before it, asks for development. Lambdas run where they are handed over.</summary>
    internal static bool IsForDevelopment(this IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IConditionalOperation choice when choice.Condition != child && (choice.WhenTrue == child ? Sense(choice.Condition, 0) > 0 : Sense(choice.Condition, 0) < 0):
                case ICatchClauseOperation { Filter: { } filter } when filter != child && Sense(filter, 0) > 0:
                case IBlockOperation block when ReturnedBefore(block.Operations, child):
                case ISwitchCaseOperation section when ReturnedBefore(section.Body, child):
                    return true;
            }
        }

        return false;
    }

    /// <summary>1: the condition does not hold in production; -1: it does, whatever else is set; 0: it is about something else too, or cannot be told.</summary>
    internal static int SureSense(IOperation condition) => Sense(condition, 0, isSure: true);

    // 1: the condition asks for development; -1: it asks for production; 0: it is about something else.
    private static int Sense(IOperation condition, int depth, bool isSure = false)
    {
        if (depth > 8) return 0;
        switch (condition)
        {
            case IConversionOperation conversion: return Sense(conversion.Operand, depth + 1, isSure);
            case IParenthesizedOperation parenthesized: return Sense(parenthesized.Operand, depth + 1, isSure);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not: return -Sense(not.Operand, depth + 1, isSure);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equals:
                if (IsNull(equals.LeftOperand) || IsNull(equals.RightOperand)) return 0;
                var text = Named(equals.Syntax.ToString());
                return equals.OperatorKind == BinaryOperatorKind.Equals ? text : -text;
            case IBinaryOperation { OperatorKind: var kind } binary:
                var (left, right) = (Sense(binary.LeftOperand, depth + 1, isSure), Sense(binary.RightOperand, depth + 1, isSure));

                // What one side settles: IsDevelopment() && …, IsProduction() || …
                var decisive = kind is BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or ? -1 : 1;
                if (left == decisive || right == decisive) return decisive;
                return !isSure ? left != 0 ? left : right : left == right ? left : 0;
            case IIsPatternOperation { Pattern: IConstantPatternOperation { Value: var constant } } when IsNull(constant): return 0;
            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var constant } } } when IsNull(constant): return 0;
            case IIsPatternOperation { Pattern: INegatedPatternOperation } pattern: return -Named(pattern.Syntax.ToString());
            case ILocalReferenceOperation local:
                return Named(local.Local.Name) is not 0 and var named ? named : local.Initializer() is { } value ? Sense(value, depth + 1, isSure) : 0;
            case ILiteralOperation: return 0;
            default: return Named(condition.Syntax.ToString());
        }
    }

    private static bool IsNull(IOperation value) => value.Unconverted().ConstantValue is { HasValue: true, Value: null };

    // isProduction, env.IsDevelopment(), options.IncludeExceptionDetails, configuration["ShowDetails"]
    private static int Named(string text)
    {
        // EnvironmentName == "Production", IsEnvironment("Testing")
        if (text.IndexOf("environment", StringComparison.OrdinalIgnoreCase) >= 0)
            foreach (var name in s_environments)
                if (HasWord(text, name)) return 1;

        // Problem details are no details of that kind.
        if (text.IndexOf("ProblemDetail", StringComparison.OrdinalIgnoreCase) >= 0) text = text.Replace("ProblemDetail", "").Replace("problemDetail", "");
        foreach (var word in s_words)
            if (text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0) return 1;
        return text.IndexOf("production", StringComparison.OrdinalIgnoreCase) >= 0 || text.IndexOf("IsProd", StringComparison.Ordinal) >= 0 ? -1 : 0;
    }

    // "Testing" and Environments.Testing, but not "Latest".
    private static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            if (at > 0 && !char.IsLetterOrDigit(text[at - 1]) && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length]))) return true;
        return false;
    }

    // if (!env.IsDevelopment()) return Problem();
    private static bool ReturnedBefore(ImmutableArray<IOperation> statements, IOperation until)
    {
        foreach (var statement in statements)
        {
            if (statement == until) return false;
            if (statement is IConditionalOperation { WhenTrue: { } then } guard && Leaves(then) && Sense(guard.Condition, 0) < 0) return true;
        }

        return false;
    }

    private static bool Leaves(IOperation statement) => statement switch
    {
        IReturnOperation or IBranchOperation or IThrowOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBlockOperation { Operations: { IsEmpty: false } body } => Leaves(body[body.Length - 1]),
        _ => false,
    };
}
