namespace ArchitectAnalyzers.Models;

/// <summary>
/// Whether a value was compared with what is allowed before it is used: a ternary, an <c>if</c> around the use, an <c>if</c> before it that
/// leaves or sets the value otherwise, a <c>switch</c> on it.
/// </summary>
internal static class Guards
{
    internal enum Strength
    {
        None,

        /// <summary>A method said to validate it was called; what it checks is out of sight.</summary>
        Claimed,

        /// <summary>Membership, equality, parsing or a pattern was tested.</summary>
        Tested,
    }

    /// <summary>How well the variable is guarded where it is used.</summary>
    internal static Strength Of(ISymbol variable, IOperation use)
    {
        var best = Strength.None;
        for (var (child, parent) = (use, use.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            var found = parent switch
            {
                IConditionalOperation choice when child == choice.WhenTrue => Test(choice.Condition, variable, holds: true),
                IConditionalOperation choice when child == choice.WhenFalse => Test(choice.Condition, variable, holds: false),
                ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation on } arm when child == arm.Value =>
                    Mentions(on.Value, variable) && IsConstant(arm.Pattern) ? Strength.Tested : Strength.None,
                ISwitchCaseOperation { Parent: ISwitchOperation on } section =>
                    Mentions(on.Value, variable) && IsConstant(section) ? Strength.Tested : Strength.None,
                IBlockOperation block => Before(block, child, variable),
                _ => Strength.None,
            };
            if (found > best) best = found;
            if (best == Strength.Tested) break;
        }

        return best;
    }

    /// <summary>What a condition proves of a variable when it holds, or when it does not.</summary>
    internal static Strength Test(IOperation condition, ISymbol variable, bool holds)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Test(not.Operand, variable, !holds);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } both:
                return holds
                    ? Max(Test(both.LeftOperand, variable, true), Test(both.RightOperand, variable, true))
                    : Min(Test(both.LeftOperand, variable, false), Test(both.RightOperand, variable, false));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } either:
                return holds
                    ? Min(Test(either.LeftOperand, variable, true), Test(either.RightOperand, variable, true))
                    : Max(Test(either.LeftOperand, variable, false), Test(either.RightOperand, variable, false));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return Compare(comparison, variable, holds == (comparison.OperatorKind == BinaryOperatorKind.Equals));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.GreaterThan
                or BinaryOperatorKind.LessThan } bound:
                return IsPlace(bound.LeftOperand, variable) && bound.RightOperand.ConstantValue is { HasValue: true, Value: 0 or -1 }
                    && holds == (bound.OperatorKind != BinaryOperatorKind.LessThan) ? Strength.Tested : Strength.None;
            case IIsPatternOperation match when Mentions(match.Value, variable):
                return Matches(match.Pattern, holds) || (IsLookup(match.Value) && IsNull(match.Pattern) != holds) ? Strength.Tested : Strength.None;
            case IInvocationOperation call when holds && Mentions(call, variable):
                return Asks(call, variable);
            case IConversionOperation conversion:
                return Test(conversion.Operand, variable, holds);
            case ICoalesceOperation { Value: IConditionalAccessOperation access }:
                return Test(access.WhenNotNull, variable, holds);
            default:
                return Strength.None;
        }
    }

    private static Strength Compare(IBinaryOperation comparison, ISymbol variable, bool equal)
    {
        var (left, right) = (comparison.LeftOperand, comparison.RightOperand);
        if (right.ConstantValue.HasValue == left.ConstantValue.HasValue) return Strength.None;
        var (value, constant) = right.ConstantValue.HasValue ? (left, right.ConstantValue.Value) : (right, left.ConstantValue.Value);
        return constant switch
        {
            null => !equal && IsLookup(value) && Mentions(value, variable) ? Strength.Tested : Strength.None,
            bool wanted => Test(value, variable, wanted == equal),
            string or char when equal => Mentions(value, variable) ? Strength.Tested : Strength.None,

            int when !equal && IsPlace(value, variable) => Strength.Tested,
            _ => Strength.None,
        };
    }

    // Array.IndexOf(allowed, x), compared with -1 or 0.
    private static bool IsPlace(IOperation value, ISymbol variable) =>
        Skip(value) is IInvocationOperation { TargetMethod.Name: "IndexOf" or "BinarySearch" or "FindIndex" } call
        && call.Instance?.Type?.SpecialType != SpecialType.System_String && Mentions(call, variable);

    private static Strength Asks(IInvocationOperation call, ISymbol variable)
    {
        var method = call.TargetMethod;
        var onText = method.ContainingType?.SpecialType == SpecialType.System_String;
        switch (method.Name)
        {
            // Text that contains some text is anything: only membership of a collection counts.
            case "Contains" or "ContainsKey" or "TryGetValue" or "Exists" or "Any":
                return onText || (call.Instance ?? call.Arguments[0].Value) is var collection && Mentions(collection, variable)
                    ? Strength.None : Strength.Tested;
            case "All":
                return call.Arguments.Length > 0 && Mentions(call.Arguments[0].Value, variable) ? Strength.Tested : Strength.None;
            case "Equals":
                foreach (var argument in call.Arguments)
                    if (argument.Value.ConstantValue is { HasValue: true, Value: string }) return Strength.Tested;
                return call.Instance?.ConstantValue is { HasValue: true, Value: string } ? Strength.Tested : Strength.None;
            case "TryParse" or "TryParseExact" or "IsDefined" or "IsMatch":
                return Strength.Tested;
        }

        return Claims(method.Name, "Is", "Has", "Can") && !method.Name.Contains("Null") && !method.Name.Contains("Empty") ? Strength.Claimed : Strength.None;
    }

    // Something of that name exists: GetProperty(name) != null.
    private static bool IsLookup(IOperation value) =>
        Skip(value) is IInvocationOperation { TargetMethod.Name: "GetProperty" or "FindProperty" or "FirstOrDefault" or "SingleOrDefault" or "Find" };

    private static bool IsNull(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation not => !IsNull(not.Pattern),
        _ => pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } },
    };

    private static bool Matches(IPatternOperation pattern, bool holds) => pattern switch
    {
        INegatedPatternOperation not => Matches(not.Pattern, !holds),
        _ => holds && IsConstant(pattern),
    };

    private static bool IsConstant(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: not null } } => true,
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or => IsConstant(or.LeftPattern) && IsConstant(or.RightPattern),
        _ => false,
    };

    private static bool IsConstant(ISwitchCaseOperation section)
    {
        foreach (var clause in section.Clauses)
        {
            if (clause is ISingleValueCaseClauseOperation) continue;
            if (clause is IPatternCaseClauseOperation { Pattern: { } pattern } && IsConstant(pattern)) continue;
            return false;
        }

        return true;
    }

    // Statements of a block before the one that holds the use.
    private static Strength Before(IBlockOperation block, IOperation child, ISymbol variable)
    {
        var best = Strength.None;
        foreach (var statement in block.Operations)
        {
            if (statement == child) break;
            var found = statement switch
            {
                IConditionalOperation { WhenTrue: { } then } check when Leaves(then) || Sets(then, variable) => Test(check.Condition, variable, holds: false),
                ISwitchOperation on when Mentions(on.Value, variable) && LeavesByDefault(on, variable) => Strength.Tested,
                IExpressionStatementOperation { Operation: IInvocationOperation call } => Validates(call, variable),
                IExpressionStatementOperation { Operation: IAwaitOperation { Operation: IInvocationOperation call } } => Validates(call, variable),
                _ => Strength.None,
            };
            if (found > best) best = found;
        }

        return best;
    }

    private static Strength Validates(IInvocationOperation call, ISymbol variable)
    {
        var name = call.TargetMethod.Name;
        if (!Claims(name, "Validate", "Ensure", "Assert", "Check", "Verify", "Require", "Throw", "Against")) return Strength.None;
        if (name.Contains("Null") || name.Contains("Empty") || name.Contains("White")) return Strength.None;
        foreach (var argument in call.Arguments)
            if (Mentions(argument.Value, variable)) return Strength.Claimed;
        return Strength.None;
    }

    private static bool LeavesByDefault(ISwitchOperation on, ISymbol variable)
    {
        foreach (var section in on.Cases)
        {
            if (IsConstant(section)) continue;
            var last = section.Body.Length > 0 ? section.Body[section.Body.Length - 1] : null;
            var leaves = last is not null && !IsBreak(last) && Leaves(last);
            if (!leaves && !Sets(section, variable)) return false;
        }

        return HasDefault(on);
    }

    private static bool HasDefault(ISwitchOperation on)
    {
        foreach (var section in on.Cases)
            foreach (var clause in section.Clauses)
                if (clause is IDefaultCaseClauseOperation) return true;
        return false;
    }

    private static bool IsBreak(IOperation statement) => statement switch
    {
        IBlockOperation { Operations: { Length: > 0 } operations } => IsBreak(operations[operations.Length - 1]),
        _ => statement is IBranchOperation { BranchKind: BranchKind.Break },
    };

    private static bool Leaves(IOperation statement) => statement switch
    {
        IBlockOperation { Operations: { Length: > 0 } operations } => Leaves(operations[operations.Length - 1]),
        IExpressionStatementOperation { Operation: IThrowOperation } or IThrowOperation or IReturnOperation => true,
        IBranchOperation { BranchKind: BranchKind.Continue or BranchKind.Break or BranchKind.GoTo } => true,
        _ => false,
    };

    // Sets the variable to something else, which the reader of the variable looks at for itself.
    private static bool Sets(IOperation branch, ISymbol variable)
    {
        foreach (var operation in branch.DescendantsAndSelf())
            if (operation is ISimpleAssignmentOperation { Target: var target } && Is(target, variable)) return true;
        return false;
    }

    private static bool Claims(string name, params string[] prefixes)
    {
        foreach (var prefix in prefixes)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) return true;
        return false;
    }

    private static bool Mentions(IOperation operation, ISymbol variable)
    {
        foreach (var inner in operation.DescendantsAndSelf())
            if (Is(inner, variable)) return true;
        return false;
    }

    private static bool Is(IOperation operation, ISymbol variable) => operation switch
    {
        ILocalReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Local, variable),
        IParameterReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Parameter, variable),
        _ => false,
    };

    private static IOperation Skip(IOperation operation)
    {
        while (operation is IConversionOperation conversion) operation = conversion.Operand;
        return operation;
    }

    private static Strength Max(Strength left, Strength right) => left > right ? left : right;

    private static Strength Min(Strength left, Strength right) => left < right ? left : right;
}
