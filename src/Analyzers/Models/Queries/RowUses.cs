namespace ArchitectAnalyzers.Models;

/// <summary>Which properties of the rows of a query are read, where every use of them is in sight and none writes.</summary>
internal sealed class RowUses
{
    private const int MostDepth = 12;

    private readonly HashSet<ISymbol> _read = new(SymbolEqualityComparer.Default);
    private int _depth;

    private RowUses() { }

    /// <summary>The properties that are read of what the call returns; null where the rows go out of sight, are changed, or have methods called.</summary>
    internal static ISet<ISymbol>? Of(IInvocationOperation load, bool isOneRow)
    {
        IOperation value = load;
        while (value.Parent is IConversionOperation or IAwaitOperation
            || value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } awaited } && awaited == value)
            value = value.Parent;
        var uses = new RowUses();
        return uses.Are(value, isOneRow) ? uses._read : null;
    }

    private bool Are(IOperation value, bool isRow) => _depth++ < MostDepth && (isRow ? IsRowRead(value) : AreRowsRead(value));

    private bool IsRowRead(IOperation row)
    {
        while (row.Parent is IConversionOperation) row = row.Parent;
        switch (row.Parent)
        {
            case IPropertyReferenceOperation property when property.Instance == row: return IsRead(property);
            case IConditionalAccessOperation access when access.Operation == row:
                foreach (var part in access.WhenNotNull.DescendantsAndSelf())
                    if (part is IConditionalAccessInstanceOperation && part.Parent is not null && BelongsTo(part, access)) return IsRowRead(part);
                return false;
            case ICoalesceOperation { WhenNull: var otherwise } coalesce when coalesce.Value == row && otherwise.Unconverted() is IThrowOperation:
                return Are(coalesce, true);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary:
                return (binary.LeftOperand == row ? binary.RightOperand : binary.LeftOperand).Unconverted().ConstantValue is { HasValue: true, Value: null };
            case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }: return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }: return AreRead(row, local, true);
            default: return false;
        }
    }

    private bool AreRowsRead(IOperation rows)
    {
        while (rows.Parent is IConversionOperation) rows = rows.Parent;
        switch (rows.Parent)
        {
            case IForEachLoopOperation { Locals: { Length: 1 } locals } loop when loop.Collection == rows: return AreRead(loop, locals[0], true);
            case IPropertyReferenceOperation { Property.Name: "Count" or "Length" }: return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }: return AreRead(rows, local, false);
            case IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation call } when QueryNames.IsLinq(call.TargetMethod.ContainingType):
                return IsOperator(call);
            default: return false;
        }
    }

    private bool IsOperator(IInvocationOperation call)
    {
        var lambdas = 0;
        for (var i = 1; i < call.Arguments.Length; i++)
        {
            if (!QueryNames.IsFunction(call.Arguments[i].Value.Type)) continue;
            if (Translation.LambdaOf(call.Arguments[i].Value) is not { Symbol.Parameters: { Length: 1 } parameters } lambda
                || !AreRead(lambda, parameters[0], true)) return false;
            lambdas++;
        }

        return call.TargetMethod.Name switch
        {
            "Select" or "Any" or "All" or "Count" or "LongCount" or "Sum" or "Min" or "Max" or "Average" => lambdas == 1 || call.Arguments.Length == 1,
            "ToDictionary" => lambdas == 2,
            "Where" or "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" or "Take" or "Skip" or "ToList" or "ToArray" => Are(call, false),
            "First" or "FirstOrDefault" or "Single" or "SingleOrDefault" or "Last" or "LastOrDefault" => Are(call, true),
            _ => false,
        };
    }

    // Every mention of a local or parameter.
    private bool AreRead(IOperation around, ISymbol variable, bool isRow)
    {
        if (_depth++ > MostDepth) return false;
        foreach (var part in around.Root().Descendants())
        {
            var symbol = part switch { ILocalReferenceOperation reference => reference.Local,
                IParameterReferenceOperation reference => (ISymbol)reference.Parameter, _ => null };
            if (symbol is null || !SymbolEqualityComparer.Default.Equals(symbol, variable)) continue;
            if (part.Parent is ISimpleAssignmentOperation assignment && assignment.Target == part || !(isRow ? IsRowRead(part) : AreRowsRead(part)))
                return false;
        }

        return true;
    }

    private bool IsRead(IPropertyReferenceOperation property)
    {
        if (property.Parent is IAssignmentOperation assignment && assignment.Target == property || property.Parent is IIncrementOrDecrementOperation
            || property.Parent is IArgumentOperation { Parameter.RefKind: not RefKind.None } || !IsScalar(property.Property)) return false;
        _read.Add(property.Property);
        return true;
    }

    // The placeholder of x in x?.P: of the nearest access in whose right side it is.
    private static bool BelongsTo(IOperation placeholder, IConditionalAccessOperation access)
    {
        for (var (inner, outer) = (placeholder, placeholder.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
            if (outer is IConditionalAccessOperation nearest && nearest.WhenNotNull == inner) return nearest == access;
        return false;
    }

    /// <summary>Whether the property is a column, not a navigation, going by its type.</summary>
    internal static bool IsScalar(IPropertySymbol property) =>
        Translation.IsMapped(property)
        && (property.Type.IsValueType || property.Type.SpecialType == SpecialType.System_String || property.Type is IArrayTypeSymbol);
}
