namespace ArchitectAnalyzers.Models;

/// <summary>Whether a provider surely translates a lambda to SQL. What it may not, or what no expression tree can hold, is a no.</summary>
internal sealed class Translation
{
    private static readonly HashSet<string> s_framework = new(StringComparer.Ordinal)
    {
        "Length", "Count", "Value", "HasValue", "Date", "Year", "Month", "Day", "Hour", "Minute", "Second", "Key",
    };

    private static readonly HashSet<string> s_text = new(StringComparer.Ordinal)
    {
        "Contains", "StartsWith", "EndsWith", "ToLower", "ToUpper", "Trim", "TrimStart", "TrimEnd", "Substring", "Replace", "IndexOf", "Equals",
        "IsNullOrEmpty", "IsNullOrWhiteSpace", "Concat",
    };

    private static readonly HashSet<string> s_nested = new(StringComparer.Ordinal)
    {
        "Any", "All", "Count", "LongCount", "Sum", "Min", "Max", "Average", "Where", "Select", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending",
        "First", "FirstOrDefault", "Contains", "ToList", "ToArray", "Take", "Skip",
    };

    private readonly IAnonymousFunctionOperation _lambda;
    private readonly bool _isLast;

    private Translation(IAnonymousFunctionOperation lambda, bool isLast)
    {
        _lambda = lambda;
        _isLast = isLast;
    }

    /// <summary>Whether the argument is a lambda that translates, and says something of the row: a random order does not.</summary>
    /// <param name="argument">The argument of an operator, of a delegate's or an expression's type.</param>
    /// <param name="isLast">Whether it makes the query's results, with nothing after it: then constructors may run, and text be formatted, per row.</param>
    internal static bool Surely(IOperation argument, bool isLast) =>
        LambdaOf(argument) is { Symbol: { IsAsync: false, Parameters.Length: 1 } } lambda
        && BodyOf(lambda) is { } body && DependsOnRow(body, lambda) && new Translation(lambda, isLast).Is(body);

    /// <summary>Whether the database's collation has a say in what the lambda answers: it compares text, or is a key of text.</summary>
    internal static bool ComparesText(IOperation argument)
    {
        if (LambdaOf(argument) is not { } lambda || BodyOf(lambda) is not { } body) return false;
        if (IsText(body.Type)) return true;
        foreach (var part in body.DescendantsAndSelf())
        {
            if (part is IBinaryOperation { LeftOperand: var left, RightOperand: var right } && (IsText(left.Type) || IsText(right.Type))
                && !IsNull(left) && !IsNull(right)) return true;
            if (part is IInvocationOperation call
                && (IsText(call.Instance?.Type) && call.Type?.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32
                || call.TargetMethod.Name == "Contains" && call.Arguments.Length > 0
                && IsText(call.Arguments[call.Arguments.Length - 1].Value.Type))) return true;
        }

        return false;
    }

    /// <summary>The lambda that an argument is; null where it is a delegate from elsewhere.</summary>
    internal static IAnonymousFunctionOperation? LambdaOf(IOperation? argument)
    {
        while (true)
        {
            switch (argument)
            {
                case IConversionOperation conversion: argument = conversion.Operand; break;
                case IDelegateCreationOperation creation: argument = creation.Target; break;
                case IAnonymousFunctionOperation lambda: return lambda;
                default: return null;
            }
        }
    }

    /// <summary>The expression that a lambda is; null for one with statements.</summary>
    internal static IOperation? BodyOf(IAnonymousFunctionOperation lambda)
    {
        if (lambda.Syntax is AnonymousMethodExpressionSyntax or LambdaExpressionSyntax { Body: BlockSyntax }) return null;
        foreach (var statement in lambda.Body.Operations)
            return (statement as IReturnOperation)?.ReturnedValue;
        return null;
    }

    /// <summary>Whether some part is a parameter of the lambda, or of one in it: depends on the row.</summary>
    internal static bool DependsOnRow(IOperation part, IAnonymousFunctionOperation lambda)
    {
        foreach (var one in part.DescendantsAndSelf())
        {
            if (one is not IParameterReferenceOperation reference) continue;
            for (var symbol = reference.Parameter.ContainingSymbol; symbol is IMethodSymbol; symbol = symbol.ContainingSymbol)
                if (SymbolEqualityComparer.Default.Equals(symbol, lambda.Symbol)) return true;
        }

        return false;
    }

    /// <summary>Whether Entity Framework maps the property, going by its shape: it can be set, and nothing says otherwise.</summary>
    internal static bool IsMapped(IPropertySymbol property)
    {
        if (property.ContainingType.IsAnonymousType) return true;
        if (IsSystem(property.ContainingType)) return s_framework.Contains(property.Name);
        return property is { SetMethod: not null, IsStatic: false, IsIndexer: false } && !property.HasAttribute("NotMappedAttribute");
    }

    private bool Is(IOperation? part)
    {
        switch (part)
        {
            case null: return false;
            case { ConstantValue.HasValue: true }: return true;
            case IParameterReferenceOperation or ILocalReferenceOperation or IInstanceReferenceOperation or IDefaultValueOperation: return true;
            case IFieldReferenceOperation field: return field.Instance is null || !Depends(field.Instance) && Is(field.Instance);
            case IPropertyReferenceOperation { Arguments.Length: 0 } property:
                return property.Instance is null || Is(property.Instance) && (!Depends(property.Instance) || IsMapped(property.Property));
            case IBinaryOperation binary:
                return Is(binary.LeftOperand) && Is(binary.RightOperand) && IsBuiltIn(binary.OperatorMethod)
                    && !(binary.OperatorKind == BinaryOperatorKind.Subtract && binary.LeftOperand.Type?.Name is "DateTime" or "DateTimeOffset" or "DateOnly");
            case IUnaryOperation unary: return Is(unary.Operand) && IsBuiltIn(unary.OperatorMethod);
            case IConversionOperation conversion: return Is(conversion.Operand) && IsBuiltIn(conversion.OperatorMethod);
            case IConditionalOperation choice: return Is(choice.Condition) && Is(choice.WhenTrue) && Is(choice.WhenFalse);
            case ICoalesceOperation coalesce: return Is(coalesce.Value) && Is(coalesce.WhenNull);
            case IInvocationOperation call: return IsCall(call);
            case IAnonymousObjectCreationOperation made: return AreSet(made.Initializers);
            case IObjectCreationOperation creation: return IsCreation(creation);
            case IInterpolatedStringOperation text: return _isLast && IsFormatted(text);
            case ITranslatedQueryOperation query: return Is(query.Operation);
            case IDelegateCreationOperation or IAnonymousFunctionOperation: return LambdaOf(part) is { } lambda && BodyOf(lambda) is { } body && Is(body);
            default: return false;
        }
    }

    private bool Depends(IOperation part) => DependsOnRow(part, _lambda);

    private bool AreSet(ImmutableArray<IOperation> initializers)
    {
        foreach (var one in initializers)
            if (one is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation } set || !Is(set.Value)) return false;
        return true;
    }

    private bool IsCreation(IObjectCreationOperation creation)
    {
        if (!Depends(creation)) return creation.Initializer is null && AreArguments(creation.Arguments);
        if (!creation.Arguments.IsEmpty && !_isLast) return false;
        foreach (var argument in creation.Arguments)
            if (argument.ArgumentKind != ArgumentKind.Explicit || !Is(argument.Value) || argument.Value.Unconverted() is IParameterReferenceOperation)
                return false;
        return creation.Initializer is null || AreSet(creation.Initializer.Initializers);
    }

    private bool IsFormatted(IInterpolatedStringOperation text)
    {
        foreach (var part in text.Parts)
            if (part is IInterpolationOperation hole && (hole.FormatString is not null || hole.Alignment is not null || !Is(hole.Expression))) return false;
        return true;
    }

    private bool AreArguments(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
            if (!Is(argument.Value)) return false;
        return true;
    }

    private bool IsCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction || call.Instance is { } instance && !Is(instance)) return false;

        // A value from around the query becomes a parameter of it.
        if (!Depends(call)) return AreArguments(call.Arguments);
        foreach (var argument in call.Arguments)
            if (!Is(argument.Value)) return false;
        if (QueryNames.IsProvider(method.ContainingNamespace)) return true;
        if (!IsSystem(method.ContainingType)) return false;
        var type = method.ContainingType;
        if (type.SpecialType == SpecialType.System_String) return s_text.Contains(method.Name) && AreTexts(method);
        if (method.Name == "ToString") return _isLast && method.Parameters.IsEmpty;
        if (method.Name is "Equals" or "HasFlag") return call.Arguments.Length == 1;
        if (type.Name is "DateTime" or "DateTimeOffset" or "DateOnly") return method.Name.StartsWith("Add", StringComparison.Ordinal) && method.Name != "Add";
        if (type.Name == "Math") return method.Name is "Abs" or "Round" or "Floor" or "Ceiling" or "Max" or "Min";
        if (method.Name == "Contains" && Searched(call) is { } list && !Depends(list)) return IsScalar(call.Arguments[call.Arguments.Length - 1].Value.Type);
        return QueryNames.IsLinq(type) && s_nested.Contains(method.Name) && Queries.SourceOf(call) is { } source && Depends(source);
    }

    // ids.Contains(o.Id): a list, a set, an array, a span of one.
    private static IOperation? Searched(IInvocationOperation call) =>
        call.Instance is not null ? call.Arguments.Length == 1 ? call.Instance : null
        : call.TargetMethod.IsExtensionMethod && call.Arguments.Length == 2 ? call.Arguments[0].Value : null;

    private static bool AreTexts(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
            if (parameter.Type.SpecialType is not (SpecialType.System_String or SpecialType.System_Char or SpecialType.System_Int32
                or SpecialType.System_Object)) return false;
        return true;
    }

    private static bool IsText(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_String;

    private static bool IsNull(IOperation value) => value.Unconverted().ConstantValue is { HasValue: true, Value: null };

    private static bool IsScalar(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        return type is { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String } or { TypeKind: TypeKind.Enum }
            or { Name: "Guid" or "DateTime" or "DateTimeOffset" or "DateOnly", ContainingNamespace.Name: "System" };
    }

    private static bool IsBuiltIn(IMethodSymbol? method) => method is null || IsSystem(method.ContainingType);

    private static bool IsSystem(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false }) space = space.ContainingNamespace;
        return space is { Name: "System", IsGlobalNamespace: false };
    }
}
