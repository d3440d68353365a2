namespace ArchitectAnalyzers.Models;

/// <summary>
/// Finds what an exception says (its message, its stack, itself) in a value that goes out: through objects, texts made of texts, choices and local
/// variables. What a development check guards does not count. Allocates when it finds.
/// </summary>
internal struct ExceptionText
{
    private const int MaxDepth = 12;

    private static readonly string[] s_factories = { "Error", "Fail", "Problem", "Response", "Result", "Create", "From" };

    private readonly Facts _facts;
    private readonly ExceptionOwners _owners;
    private List<IOperation>? _found;
    private int _budget;

    private ExceptionText(Facts facts, bool includeOwn, int budget)
    {
        _facts = facts;
        _owners = new ExceptionOwners(facts, includeOwn);
        _found = null;
        _budget = budget;
    }

    /// <summary>The operations in a value that say it, in order; null where there are none.</summary>
    /// <param name="value">What goes out.</param>
    /// <param name="facts">Of the compilation.</param>
    /// <param name="includeOwn">Whether messages count that this solution's own exceptions have.</param>
    internal static List<IOperation>? In(IOperation value, Facts facts, bool includeOwn)
    {
        var text = new ExceptionText(facts, includeOwn, 400);
        text.Walk(value, isWhole: true, 0);
        return text._found;
    }

    // isWhole: an exception here goes out itself.
    private void Walk(IOperation? value, bool isWhole, int depth)
    {
        if (value is null || value.ConstantValue.HasValue || depth > MaxDepth || --_budget < 0) return;
        switch (value)
        {
            case IConversionOperation conversion: Walk(conversion.Operand, isWhole, depth); return;
            case IParenthesizedOperation parenthesized: Walk(parenthesized.Operand, isWhole, depth); return;
            case IArgumentOperation argument: Walk(argument.Value, isWhole, depth); return;
            case IAwaitOperation awaited: Walk(awaited.Operation, isWhole, depth); return;
            case ISimpleAssignmentOperation assignment: Walk(assignment.Value, isWhole, depth); return;
            case IMemberInitializerOperation member: Walk(member.Initializer, isWhole, depth); return;
            case IConditionalAccessOperation access: Access(access, isWhole, depth); return;
            case ICoalesceOperation coalesce:
                Walk(coalesce.Value, isWhole, depth + 1);
                Walk(coalesce.WhenNull, isWhole, depth + 1);
                return;
            case IConditionalOperation choice:
                Walk(choice.WhenTrue, isWhole, depth + 1);
                Walk(choice.WhenFalse, isWhole, depth + 1);
                return;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms) Walk(arm.Value, isWhole, depth + 1);
                return;
            case IInterpolatedStringOperation text:
                foreach (var part in text.Parts)
                    if (part is IInterpolationOperation hole) Walk(hole.Expression, true, depth + 1);
                return;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                Walk(sum.LeftOperand, true, depth + 1);
                Walk(sum.RightOperand, true, depth + 1);
                return;
            case IObjectCreationOperation creation: Creation(creation, depth); return;
            case IObjectOrCollectionInitializerOperation initializer:
                foreach (var item in initializer.Initializers)
                    if (item is IInvocationOperation added) Children(added, true, depth + 1);
                    else Walk(item, true, depth + 1);
                return;
            case IAnonymousObjectCreationOperation or IArrayCreationOperation or IArrayInitializerOperation
                or ITupleOperation or IWithOperation:
                Children(value, true, depth + 1);
                return;
            case IInvocationOperation call: Call(call, isWhole, depth); return;
            case IPropertyReferenceOperation { Property.Name: "Message" or "StackTrace", Instance: { } exception } property when IsException(exception.Type):
                if (_owners.Tells(exception, property.Property.Name)) Add(property);
                return;
            case ILocalReferenceOperation or IFieldReferenceOperation or IParameterReferenceOperation when !IsException(value.Type):
                if (HeldObjects.SymbolOf(value) is { } symbol) Variable(value, symbol, depth);
                return;
        }

        // A collection expression, which this API level has no name for.
        if (value.Syntax.RawKind == 9076) Children(value, true, depth + 1);
        else if (isWhole && IsException(value.Type) && _owners.Tells(value, "")) Add(value);
    }

    private void Children(IOperation value, bool isWhole, int depth)
    {
        foreach (var child in value.ChildOperations) Walk(child, isWhole, depth);
    }

    private void Access(IConditionalAccessOperation access, bool isWhole, int depth)
    {
        var before = _found?.Count ?? 0;
        Walk(access.WhenNotNull, isWhole, depth + 1);

        // What is said is "ex?.Message", not ".Message".
        if (_found is { } found && found.Count > before && access.WhenNotNull is not IInvocationOperation { Arguments.IsEmpty: false })
        {
            found.RemoveRange(before, found.Count - before);
            found.Add(access);
        }
    }

    // Problem details are looked at where they are made, results too.
    private void Creation(IObjectCreationOperation creation, int depth)
    {
        if (IsException(creation.Type) || creation.Type.IsOrDerivesFrom(_facts[KnownType.ProblemDetails]) || creation.Type.Implements(_facts[KnownType.IActionResult])) return;
        foreach (var argument in creation.Arguments) Walk(argument.Value, isWhole: false, depth + 1);
        Walk(creation.Initializer, true, depth + 1);
    }

    private void Call(IInvocationOperation call, bool isWhole, int depth)
    {
        var method = call.TargetMethod;
        if (method is { Name: "ToString" or "ToStringDemystified" } && HeldObjects.ReceiverOf(call) is { } receiver && IsException(receiver.Type))
        {
            if (_owners.Tells(receiver, "ToString")) Add(call);
        }
        else if (method.Name == "ToString" && call.Instance is { } builder)
        {
            Walk(builder, false, depth + 1);
        }
        else if (IsException(call.Type))
        {
            if (isWhole && _owners.Tells(call, "")) Add(call);
        }
        else if (method.ContainingType is { SpecialType: SpecialType.System_String } && method.ReturnType is { SpecialType: SpecialType.System_String } or IArrayTypeSymbol
            || method.Name is "Serialize" or "SerializeObject" or "SerializeToUtf8Bytes" or "GetBytes" or "Encode" or "HtmlEncode" or "ToList" or "ToArray" or "Select" or "Append")
        {
            Walk(call.Instance, false, depth + 1);
            foreach (var argument in call.Arguments)
                if (argument.Value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }) Returned(lambda, depth + 1);
                else Walk(argument.Value, method.ContainingType.SpecialType == SpecialType.System_String, depth + 1);
        }
        else if (call.Type is { IsReferenceType: true, SpecialType: SpecialType.None } and not IErrorTypeSymbol && IsMadeOf(method))
        {
            // ApiResponse.Fail(ex.Message)
            foreach (var argument in call.Arguments) Walk(argument.Value, isWhole: false, depth + 1);
        }
    }

    // A factory: static, and gives the type it is in, or named like what makes answers: ApiResponse.Fail(…), ErrorFor(…).
    private static bool IsMadeOf(IMethodSymbol method)
    {
        if (method is { IsStatic: true, IsExtensionMethod: false } && method.ReturnType.Name == method.ContainingType.Name) return true;
        if (!method.IsStatic && method.DeclaringSyntaxReferences.IsEmpty) return false;
        return Words.Has(method.Name, s_factories);
    }

    private void Returned(IAnonymousFunctionOperation lambda, int depth)
    {
        foreach (var statement in lambda.Body.Operations)
            if (statement is IReturnOperation { ReturnedValue: { } value }) Walk(value, true, depth);
    }

    // A text is reported where it goes out; an object where the text goes into it.
    private void Variable(IOperation variable, ISymbol symbol, int depth)
    {
        if (variable.Type is not { IsReferenceType: true } type) return;
        var isText = type.SpecialType == SpecialType.System_String || type is IArrayTypeSymbol or { Name: "StringBuilder" };
        var inner = new ExceptionText(_facts, _owners.IncludeOwn, _budget);
        inner.Scan(variable.Root(), symbol, depth + 2);
        _budget = inner._budget;
        if (inner._found is not { } found) return;
        if (isText) Add(variable);
        else (_found ??= new List<IOperation>()).AddRange(found);
    }

    // All that is put into a variable, anywhere in the member.
    private void Scan(IOperation operation, ISymbol symbol, int depth)
    {
        foreach (var part in operation.ChildOperations)
        {
            switch (part)
            {
                case IVariableDeclaratorOperation declarator when Is(declarator.Symbol, symbol):
                    Walk(declarator.GetVariableInitializer()?.Value, true, depth);
                    break;
                case ISimpleAssignmentOperation { Target: var target } assignment when IsPlaceIn(target, symbol):
                    Walk(assignment.Value, true, depth);
                    break;
                case IDeconstructionAssignmentOperation deconstruction:
                    if (Position(deconstruction.Target, symbol) is { } at) Element(deconstruction.Value, at, depth);
                    break;
                case IInvocationOperation { TargetMethod: { Name: "Append" or "AppendLine" or "AppendFormat" or "Add" }, Instance: { } filled } fill when IsPlaceIn(filled, symbol):
                    foreach (var argument in fill.Arguments) Walk(argument.Value, true, depth);
                    break;
            }

            Scan(part, symbol, depth);
        }
    }

    // The variable, or a property of what it holds; problem details are looked at by themselves.
    private bool IsPlaceIn(IOperation target, ISymbol symbol)
    {
        if (target is IPropertyReferenceOperation { Instance: { } owner } property && HeldObjects.SymbolOf(owner) is { } held && Is(held, symbol))
            return !property.Property.ContainingType.IsOrDerivesFrom(_facts[KnownType.ProblemDetails]);
        return HeldObjects.SymbolOf(target) is { } same && Is(same, symbol);
    }

    private void Element(IOperation value, int at, int depth)
    {
        switch (value)
        {
            case IConversionOperation conversion: Element(conversion.Operand, at, depth); break;
            case ITupleOperation tuple when at < tuple.Elements.Length: Walk(tuple.Elements[at], true, depth); break;
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                Element(choice.WhenTrue, at, depth);
                Element(otherwise, at, depth);
                break;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms) Element(arm.Value, at, depth);
                break;
        }
    }

    private static int? Position(IOperation target, ISymbol symbol)
    {
        if (target is IDeclarationExpressionOperation declaration) target = declaration.Expression;
        if (target is not ITupleOperation tuple) return null;
        for (var i = 0; i < tuple.Elements.Length; i++)
        {
            var element = tuple.Elements[i] is IDeclarationExpressionOperation one ? one.Expression : tuple.Elements[i];
            if (element is ILocalReferenceOperation reference && Is(reference.Local, symbol)) return i;
        }

        return null;
    }

    private static bool Is(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);

    private bool IsException(ITypeSymbol? type) => type is { IsValueType: false, SpecialType: SpecialType.None } && type.IsOrDerivesFrom(_facts[KnownType.Exception]);

    private void Add(IOperation leak)
    {
        if (!leak.IsForDetails()) (_found ??= new List<IOperation>()).Add(leak);
    }
}
