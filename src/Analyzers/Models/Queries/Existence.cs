namespace ArchitectAnalyzers.Models;

/// <summary>A count that is only asked whether it is zero.</summary>
internal sealed class Existence
{
    private Existence(IOperation test, bool isNegated, bool isDirect)
    {
        Test = test;
        IsNegated = isNegated;
        IsDirect = isDirect;
    }

    /// <summary>The comparison.</summary>
    internal IOperation Test { get; }

    /// <summary>Whether the comparison is true where there is none.</summary>
    internal bool IsNegated { get; }

    /// <summary>Whether the count stands in the comparison itself, not in a local.</summary>
    internal bool IsDirect { get; }

    /// <summary>The comparison of the count with zero, directly or through a local that is used for nothing else; else null.</summary>
    internal static Existence? Of(IInvocationOperation count)
    {
        IOperation value = count;
        while (value.Parent is IConversionOperation or IAwaitOperation
            || value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } awaited } && awaited == value)
            value = value.Parent;
        if (value.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
            return Judge(value, isDirect: true);

        IOperation? only = null;
        foreach (var part in value.Root().Descendants())
        {
            if (part is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local)) continue;
            if (only is not null) return null;
            only = reference;
        }

        while (only?.Parent is IConversionOperation) only = only.Parent;
        return only is null ? null : Judge(only, isDirect: false);
    }

    private static Existence? Judge(IOperation value, bool isDirect)
    {
        switch (value.Parent)
        {
            case IBinaryOperation { LeftOperand: var left, RightOperand: var right, OperatorKind: var kind } test:
                var isLeft = left == value;
                if (NumberOf(isLeft ? right : left) is not { } number) return null;
                return Answers(isLeft ? kind : Mirrored(kind), number) is { } isNegated ? new Existence(test, isNegated, isDirect) : null;
            case IIsPatternOperation { Pattern: var pattern } test:
                return Answers(pattern) is { } isNone ? new Existence(test, isNone, isDirect) : null;
            default:
                return null;
        }
    }

    private static bool? Answers(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation { Pattern: var inner } => !Answers(inner),
        IConstantPatternOperation { Value: var constant } => NumberOf(constant) == 0 ? true : null,
        IRelationalPatternOperation { OperatorKind: var kind, Value: var constant } => NumberOf(constant) is { } number ? Answers(kind, number) : null,
        _ => null,
    };

    // False: there is one. True: there is none.
    private static bool? Answers(BinaryOperatorKind kind, long number) => (kind, number) switch
    {
        (BinaryOperatorKind.GreaterThan, 0) or (BinaryOperatorKind.GreaterThanOrEqual, 1) or (BinaryOperatorKind.NotEquals, 0) => false,
        (BinaryOperatorKind.Equals, 0) or (BinaryOperatorKind.LessThan, 1) or (BinaryOperatorKind.LessThanOrEqual, 0) => true,
        _ => null,
    };

    private static BinaryOperatorKind Mirrored(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        _ => kind,
    };

    private static long? NumberOf(IOperation value) => value.ConstantValue is { HasValue: true, Value: var constant }
        ? constant switch { int number => number, long number => number, _ => null }
        : null;
}
