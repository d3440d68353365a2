namespace ArchitectAnalyzers.Models;

/// <summary>Whether a handler looks at how many items a list has, or has somebody look.</summary>
internal static class ListChecks
{
    private static readonly string[] s_checks = { "Against", "Assert", "Check", "Ensure", "Guard", "Limit", "Max", "Require", "Throw", "Validat", "Verify" };

    /// <summary>Whether the body limits the list that a parameter is, or has.</summary>
    internal static bool Limits(IOperation body, IParameterSymbol parameter) =>
        body.FirstBelow(parameter, static (part, p) => IsLimit(part, p), inNested: true) is not null;

    /// <summary>Whether the body hands the parameter on, as it is, to code of which only its author knows whether it looks.</summary>
    internal static bool HandsOn(IOperation body, IParameterSymbol parameter) => body.FirstBelow(parameter, static (part, p) =>
        part is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType: { } type }, Value: var value }
        && value.Unconverted() is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, p)
        && !IsOfPlatform(type), inNested: true) is not null;

    /// <summary>Whether a method of this compilation that the body hands the list to limits it.</summary>
    internal static bool AreLimitedFurther(IOperation body, IParameterSymbol parameter, Facts facts) => body.FirstBelow((parameter, facts), static (part, s) =>
        part is IArgumentOperation { Parent: IInvocationOperation call, Parameter: { } taker, Value: var value }
        && value.Unconverted() is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, s.parameter)
        && SoleBody.Of(call.TargetMethod) is { } declaration && s.facts.Semantics(declaration.SyntaxTree).GetOperation(declaration) is { } further
        && Limits(further, taker.OriginalDefinition), inNested: true) is not null;

    private static bool IsOfPlatform(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false }) space = space.ContainingNamespace;
        return space?.Name is "System" or "Microsoft";
    }

    private static bool IsLimit(IOperation part, IParameterSymbol parameter)
    {
        switch (part)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan
                or BinaryOperatorKind.LessThanOrEqual } compared:
                return IsCount(compared.LeftOperand, parameter) && IsBound(compared.RightOperand)
                    || IsCount(compared.RightOperand, parameter) && IsBound(compared.LeftOperand);
            case IIsPatternOperation test:
                return IsRootedIn(test.Value, parameter) && HasBound(test.Pattern);
            case ISwitchExpressionOperation choice when IsRootedIn(choice.Value, parameter):
                foreach (var arm in choice.Arms)
                    if (HasBound(arm.Pattern)) return true;
                return false;
            case IInvocationOperation { TargetMethod.Name: "Take" } taken:
                return IsRootedIn(HeldObjects.ReceiverOf(taken), parameter);
            case IInvocationOperation call when IsCheck(call.TargetMethod):
                foreach (var argument in call.Arguments)
                    if (IsRootedIn(argument.Value, parameter)) return true;
                return false;
            default:
                return false;
        }
    }

    private static bool IsCheck(IMethodSymbol method)
    {
        foreach (var word in s_checks)
            if (method.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0 || method.ContainingType?.Name.IndexOf(word, StringComparison.Ordinal) >= 0)
                return true;
        return false;
    }

    // 0 and 1 ask whether there is anything.
    private static bool IsBound(IOperation value) => value.Unconverted().ConstantValue is not { HasValue: true, Value: 0 or 1 };

    private static bool HasBound(IPatternOperation pattern)
    {
        if (pattern is IRelationalPatternOperation relational) return IsBound(relational.Value);
        foreach (var child in pattern.ChildOperations)
            if (child is IPatternOperation inner ? HasBound(inner) : child is IPropertySubpatternOperation property && HasBound(property.Pattern)) return true;
        return false;
    }

    private static bool IsCount(IOperation value, IParameterSymbol parameter) => value.Unconverted() switch
    {
        IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: var list } => IsRootedIn(list, parameter),
        IInvocationOperation { TargetMethod.Name: "Count" or "LongCount" } call => IsRootedIn(HeldObjects.ReceiverOf(call), parameter),
        IConditionalAccessOperation access => IsRootedIn(access.Operation, parameter),
        ILocalReferenceOperation local => local.Initializer() is { } initial && initial is not ILocalReferenceOperation && IsCount(initial, parameter),
        _ => false,
    };

    private static bool IsRootedIn(IOperation? value, IParameterSymbol parameter)
    {
        for (var hops = 0; value is not null && hops < 8; hops++)
        {
            switch (value)
            {
                case IParameterReferenceOperation reference: return SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter);
                case IConversionOperation conversion: value = conversion.Operand; break;
                case IPropertyReferenceOperation property: value = property.Instance; break;
                case IConditionalAccessOperation access: value = access.Operation; break;
                case IInvocationOperation call: value = HeldObjects.ReceiverOf(call); break;
                case ILocalReferenceOperation local: value = local.Initializer(); break;
                default: return false;
            }
        }

        return false;
    }
}
