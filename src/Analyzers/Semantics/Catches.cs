namespace ArchitectAnalyzers.Semantics;

/// <summary>What a <c>catch</c> takes, and what it does with it.</summary>
internal static class Catches
{
    // Of any type: it writes down what went wrong, by the word that its name begins with.
    private static readonly string[] s_records = { "Log", "TrackException", "TrackTrace", "CaptureException", "CaptureMessage" };

    // It writes down, and nobody is woken; or it marks a trace.
    private static readonly string[] s_quiet =
    {
        "LogDebug", "LogTrace", "LogInformation", "Debug", "Verbose", "Trace", "Information", "Info", "SetStatus", "SetTag", "AddException", "RecordException",
    };

    /// <summary>
    /// Whether the clause takes an exception of the type: yes also where its filter depends on something else than the exception; null where
    /// there is no telling.
    /// </summary>
    internal static bool? Takes(this ICatchClauseOperation clause, INamedTypeSymbol exception)
    {
        var isTaken = clause.ExceptionType is null or { SpecialType: SpecialType.System_Object } ? true : Matches(clause.ExceptionType, exception);
        return isTaken == true && clause.Filter is { } filter ? Admits(filter, exception) : isTaken;
    }

    /// <summary>Whether the clause's type is not the exception's own, nor one derived from it.</summary>
    internal static bool IsBroaderThan(this ICatchClauseOperation clause, INamedTypeSymbol exception) => !clause.ExceptionType.IsOrDerivesFrom(exception);

    /// <summary>
    /// Whether the handler may do justice to the exception: it throws, names the type, or hands the exception to something that may look into it.
    /// </summary>
    internal static bool MayPassOn(this ICatchClauseOperation clause, INamedTypeSymbol exception)
    {
        foreach (var part in clause.Handler.Descendants())
        {
            var passes = part switch
            {
                IThrowOperation => !IsInFunction(part, clause),
                IIsTypeOperation test => test.TypeOperand.IsOrDerivesFrom(exception),
                ITypePatternOperation pattern => pattern.MatchedType.IsOrDerivesFrom(exception),
                IDeclarationPatternOperation pattern => pattern.MatchedType.IsOrDerivesFrom(exception),
                ITypeOfOperation type => type.TypeOperand.IsOrDerivesFrom(exception),
                IConversionOperation { IsTryCast: true } cast => cast.Type.IsOrDerivesFrom(exception),
                ILocalReferenceOperation use => clause.Locals.Contains(use.Local) && IsHandedOn(use),
                _ => false,
            };
            if (passes) return true;
        }

        return false;
    }

    /// <summary>
    /// Whether an exception that comes of an operation comes out in the try block around it: it is awaited or thrown there, and no catch inside takes it.
    /// </summary>
    internal static bool Surfaces(IOperation operation, ITryOperation attempt, INamedTypeSymbol exception)
    {
        var surfaces = operation.Parent is IInvocationOperation
            || operation.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var called } } && Blocks(called);
        for (var (child, parent) = (operation, operation.Parent); parent is not null && parent != attempt; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IAwaitOperation: surfaces = true; break;
                case IForEachLoopOperation { IsAsynchronous: true } loop when loop.Collection == child: surfaces = true; break;
                case IAnonymousFunctionOperation or ILocalFunctionOperation: surfaces = false; break;
                case ITryOperation inner when inner.Body == child:
                    foreach (var taker in inner.Catches)
                        if (taker.Takes(exception) != false && !taker.MayPassOn(exception)) return false;
                    break;
            }
        }

        return surfaces;
    }

    // Calls that wait for something and throw when their token is cancelled, though they are not awaited.
    private static bool Blocks(string called) => called is "Consume" or "Take" or "TryTake" or "Wait" or "Receive" or "GetConsumingEnumerable";

    /// <summary>Whether the handler writes to the log what somebody may have to look at.</summary>
    internal static bool RaisesAlarm(this ICatchClauseOperation clause)
    {
        foreach (var part in clause.Handler.Descendants())
            if (part is IInvocationOperation call && Records(call) && !IsQuiet(call)) return true;
        return false;
    }

    private static bool IsInFunction(IOperation part, IOperation within)
    {
        for (var parent = part.Parent; parent is not null && parent != within; parent = parent.Parent)
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return true;
        return false;
    }

    // The exception itself, not its message.
    private static bool IsHandedOn(ILocalReferenceOperation use)
    {
        var parent = use.Parent;
        while (parent is IConversionOperation or IArrayInitializerOperation or IArrayCreationOperation or IInterpolationOperation
            or IInterpolatedStringOperation) parent = parent.Parent;
        return parent switch
        {
            IMemberReferenceOperation or IConditionalAccessOperation or IBinaryOperation => false,
            IInvocationOperation => false,
            IArgumentOperation { Parent: IInvocationOperation call } => !Records(call) && !IsQuiet(call),
            IIsPatternOperation or IIsTypeOperation => false,
            _ => true,
        };
    }

    private static bool Records(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (Words.StartsWithWord(method.Name, s_records) || IsConsole(call)) return true;
        if (!method.ReturnsVoid) return false;
        if (IsLogger(call.Instance?.Type) || IsLogger(method.ContainingType)) return true;
        foreach (var parameter in method.Parameters)
            if (IsLogger(parameter.Type)) return true;
        return LoggerMessage(method) is not null;
    }

    private static bool IsLogger(ITypeSymbol? type) => type?.Name is "ILogger" or "Logger" or "Log";

    private static bool IsConsole(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("Write", StringComparison.Ordinal)
        && (call.TargetMethod.ContainingType.Name == nameof(Console)
            || call.Instance is IPropertyReferenceOperation { Property: { IsStatic: true, ContainingType.Name: nameof(Console) } });

    private static bool IsQuiet(IInvocationOperation call)
    {
        if (Words.StartsWithWord(call.TargetMethod.Name, s_quiet) || call.TargetMethod.ContainingType is { Name: "Debug" or "Trace" }) return true;
        foreach (var argument in call.Arguments)
        {
            if (argument.Value is IFieldReferenceOperation { Field: { ContainingType.Name: "LogLevel" or "LogEventLevel", Name: "Trace" or "Debug"
                or "Information" or "None" or "Verbose" } })
                return true;
        }

        if (LoggerMessage(call.TargetMethod) is not { } attribute) return false;
        foreach (var named in attribute.NamedArguments)
            if (named is { Key: "Level", Value.Value: int level }) return level <= 2;
        foreach (var argument in attribute.ConstructorArguments)
            if (argument is { Type.Name: "LogLevel", Value: int level }) return level <= 2;
        return false;
    }

    private static AttributeData? LoggerMessage(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
            if (attribute.AttributeClass?.Name == "LoggerMessageAttribute") return attribute;
        return null;
    }

    // Whether an exception of the one type is of the other; null where it may be.
    private static bool? Matches(ITypeSymbol type, INamedTypeSymbol exception) =>
        exception.IsA(type.OriginalDefinition as INamedTypeSymbol) ? true : type.IsOrDerivesFrom(exception) ? null : false;

    private static bool? Admits(IOperation filter, INamedTypeSymbol exception)
    {
        switch (filter.Unconverted())
        {
            case { ConstantValue: { HasValue: true, Value: bool constant } }: return constant;
            case IParenthesizedOperation parenthesized: return Admits(parenthesized.Operand, exception);
            case IIsTypeOperation test when IsException(test.ValueOperand): return Matches(test.TypeOperand, exception);
            case IIsPatternOperation test when IsException(test.Value): return Fits(test.Pattern, exception);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } when operand.Unconverted() is IIsTypeOperation
                or IIsPatternOperation:
                return !Admits(operand, exception);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                return And(Admits(both.LeftOperand, exception), Admits(both.RightOperand, exception));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either:
                return !And(!Admits(either.LeftOperand, exception), !Admits(either.RightOperand, exception));
            case var other: return Depends(other) ? null : true;
        }
    }

    private static bool? Fits(IPatternOperation pattern, INamedTypeSymbol exception) => pattern switch
    {
        ITypePatternOperation type => Matches(type.MatchedType, exception),
        IDeclarationPatternOperation { MatchedType: { } type } => Matches(type, exception),
        INegatedPatternOperation not => !Fits(not.Pattern, exception),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => And(Fits(both.LeftPattern, exception), Fits(both.RightPattern, exception)),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either =>
            !And(!Fits(either.LeftPattern, exception), !Fits(either.RightPattern, exception)),
        _ => null,
    };

    private static bool? And(bool? left, bool? right) => left == false || right == false ? false : left is null || right is null ? null : true;

    // Whether a condition looks at the exception or at a token, itself or by a method.
    private static bool Depends(IOperation condition)
    {
        foreach (var part in condition.DescendantsAndSelf())
        {
            if (part is IInvocationOperation or IInvalidOperation || IsException(part)
                || part is IPropertyReferenceOperation { Property.Name: nameof(CancellationToken.IsCancellationRequested) }) return true;
        }

        return false;
    }

    private static bool IsException(IOperation value)
    {
        if (value.Unconverted() is not ILocalReferenceOperation { Type: var type }) return false;
        for (var t = type; t is not null; t = t.BaseType)
            if (t.Name == nameof(Exception)) return true;
        return false;
    }
}
