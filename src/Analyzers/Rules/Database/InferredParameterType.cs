namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports <c>AddWithValue</c> of SqlClient with a text or a date.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class InferredParameterType : CallRule
{
    /// <summary>The member of <c>SqlDbType</c> that SqlClient infers.</summary>
    internal const string Inferred = nameof(Inferred);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2006",
        title: "Say the type of a parameter",
        messageFormat: "'AddWithValue' makes a parameter of type {0} out of a {1}, whatever the column is; say the type, and the size of a text",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "AddWithValue infers the type from the value: a text becomes nvarchar of its own length, which keeps an index on a varchar column from " +
            "being used and makes one plan a length; a DateTime becomes datetime, which rounds.");

    private static readonly KnownMethod[] s_table =
    {
        new(KnownType.SqlParameterCollection, "AddWithValue", Arity: 2),
        new(KnownType.SystemSqlParameterCollection, "AddWithValue", Arity: 2),
    };

    public InferredParameterType() : base(Descriptor, s_table) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;

        // What is done with the parameter afterwards may be its type.
        if (call.Parent is not IExpressionStatementOperation) return;
        IOperation? value = null;
        foreach (var argument in call.Arguments)
            if (argument.Parameter?.Ordinal == 1) value = argument.Value;
        var type = TypeOf(value);
        if (type is null) return;
        var isText = type.SpecialType == SpecialType.System_String;
        context.Report(Descriptor, call.NameNode(), ImmutableDictionary<string, string?>.Empty.Add(Inferred, isText ? "NVarChar" : "DateTime"),
            isText ? "nvarchar" : "datetime", isText ? "text" : "date");
    }

    // The text or the date that is passed: (object?)name ?? DBNull.Value is one.
    private static ITypeSymbol? TypeOf(IOperation? value)
    {
        switch (value)
        {
            case IConversionOperation { OperatorMethod: null } conversion: return TypeOf(conversion.Operand);
            case IParenthesizedOperation parenthesized: return TypeOf(parenthesized.Operand);
            case ICoalesceOperation choice when IsNothing(choice.WhenNull) || TypeOf(choice.WhenNull) is not null: return TypeOf(choice.Value);
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                if (IsNothing(otherwise)) return TypeOf(choice.WhenTrue);
                return IsNothing(choice.WhenTrue) || TypeOf(choice.WhenTrue) is not null ? TypeOf(otherwise) : null;
        }

        var type = value?.Type;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        return type?.SpecialType is SpecialType.System_String or SpecialType.System_DateTime ? type : null;
    }

    private static bool IsNothing(IOperation value) => value switch
    {
        IConversionOperation conversion => IsNothing(conversion.Operand),
        IFieldReferenceOperation { Field: { Name: "Value", ContainingType.Name: "DBNull" } } => true,
        _ => value.ConstantValue is { HasValue: true, Value: null },
    };
}
