namespace ArchitectAnalyzers.Models;

/// <summary>What a piece of code does with entities that it has loaded: every use of the variable, of its elements, and of what is made of them.</summary>
internal sealed class EntityUses
{
    // Of collections that an entity has: the entity changes.
    private static readonly string[] s_collectionChanges = { "Add", "AddRange", "Clear", "Insert", "Push", "Remove", "RemoveAll", "RemoveAt", "RemoveRange",
        "TryAdd", "AddLast", "AddFirst" };

    // Of contexts and sets: from then on the context knows the entity.
    private static readonly string[] s_marks =
    {
        "Add", "AddAsync", "AddRange", "AddRangeAsync", "Attach", "AttachRange", "Entry", "Update", "UpdateRange", "TrackGraph",
    };

    private readonly RoundTrips _trips;
    private readonly IOperation _root;
    private readonly ITypeSymbol _entity;
    private readonly List<ISymbol> _aliases = new();

    private EntityUses(RoundTrips trips, IOperation root, ITypeSymbol entity)
    {
        _trips = trips;
        _root = root;
        _entity = entity;
    }

    /// <summary>The first change: an assignment to a property, a call that changes a collection, or a method of the entity that does either.</summary>
    internal IOperation? Change { get; private set; }

    /// <summary>The changes in the order of the text.</summary>
    internal List<IOperation> Changes { get; } = new();

    /// <summary>The calls that hand entities to the context: <c>Update</c>, <c>Attach</c>, <c>Entry</c>, <c>Add</c>.</summary>
    internal IInvocationOperation? Mark { get; private set; }

    /// <summary>The calls that remove entities.</summary>
    internal List<IInvocationOperation> Removals { get; } = new();

    /// <summary>What returns them.</summary>
    internal IOperation? Return { get; private set; }

    /// <summary>The first use after which anything may happen to them.</summary>
    internal IOperation? Escape { get; private set; }

    /// <summary>How often something of them is only read.</summary>
    internal int Reads { get; private set; }

    /// <summary>The local that first held them; null where none did.</summary>
    internal ILocalSymbol? Local { get; private set; }

    /// <summary>The uses of what an expression loads.</summary>
    /// <param name="loaded">The executing call, or the <c>foreach</c> over a query.</param>
    /// <param name="entity">The type of the entities.</param>
    /// <param name="trips">Knows contexts.</param>
    internal static EntityUses Of(IOperation loaded, ITypeSymbol entity, RoundTrips trips)
    {
        var uses = new EntityUses(trips, loaded.Root(), entity);
        if (loaded is IForEachLoopOperation loop) uses.AddLoop(loop);
        else uses.Follow(loaded, isPart: false);
        if (uses._aliases.Count > 0 && uses._aliases[0] is ILocalSymbol local) uses.Local = local;
        for (var i = 0; i < uses._aliases.Count && i < 16; i++)
        {
            foreach (var part in uses._root.Descendants())
                if (part is ILocalReferenceOperation or IParameterReferenceOperation && Is(HeldObjects.SymbolOf(part), uses._aliases[i]))
                    uses.Follow(part, isPart: false);
        }

        uses.Changes.Sort(static (left, right) => left.Syntax.SpanStart.CompareTo(right.Syntax.SpanStart));
        uses.Change = uses.Changes.Count > 0 ? uses.Changes[0] : null;
        return uses;
    }

    // Climbs from a value, as long as what it is part of is still an entity, or some of them.
    private void Follow(IOperation value, bool isPart)
    {
        for (var step = value; step.Parent is { } parent;)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation:
                    break;
                case IMemberReferenceOperation member when member.Instance == step:
                    if (IsTarget(parent)) { Changes.Add(parent.Parent!); return; }
                    if (parent.Type is null || parent is IEventReferenceOperation or IMethodReferenceOperation) { Escape ??= parent; return; }
                    if (!CanBePart(parent.Type)) { Reads++; return; }
                    isPart = !IsElement(member);
                    break;
                case IArrayElementReferenceOperation:
                    break;
                case IConditionalAccessOperation access when access.Operation == step:
                    if (InstanceIn(access.WhenNotNull) is { } placeholder) Follow(placeholder, isPart);
                    return;
                case IConditionalAccessOperation:
                    break;
                case IConditionalOperation choice:
                    if (choice.Condition == step || choice.Type is null) { Reads++; return; }
                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    AddAlias(local);
                    return;
                case ISimpleAssignmentOperation assignment:
                    if (assignment.Target == step) { if (isPart) Changes.Add(assignment); return; }
                    if (assignment.Target is ILocalReferenceOperation { Local: var target }) AddAlias(target);
                    else if (assignment.Target is not IDiscardOperation) Escape ??= assignment;
                    return;
                case IForEachLoopOperation loop when loop.Collection == step:
                    AddLoop(loop);
                    return;
                case IReturnOperation:
                    if (InLambda(parent) is { } lambda && lambda != InLambda(value) || !IsOfRoot(parent)) { Reads++; return; }
                    Return ??= parent;
                    return;
                case IInvocationOperation call when call.Instance == step:
                    if (FollowMethod(call, isPart)) return;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation call } argument:
                    if (FollowArgument(call, argument, ref isPart)) return;
                    step = call;
                    continue;
                case IIsPatternOperation or ISwitchOperation or ISwitchExpressionOperation:
                    AddPatterns(parent);
                    Reads++;
                    return;
                case IBinaryOperation or IIsTypeOperation or IInterpolationOperation or IExpressionStatementOperation or IUnaryOperation
                    or INameOfOperation or IThrowOperation or ILoopOperation or IUsingOperation:
                    Reads++;
                    return;
                default:
                    Escape ??= parent;
                    return;
            }

            step = parent;
        }
    }

    // A method of the entity, or of a list of them; true where the way ends.
    private bool FollowMethod(IInvocationOperation call, bool isPart)
    {
        var method = call.TargetMethod;
        if (method.Name == "GetAwaiter" || method.Name == "ConfigureAwait" || method.Name == "AsTask") return false;
        if (IsNamed(method.Name, s_collectionChanges) && !IsEntity(call.Instance!.Type))
        {
            if (isPart) Changes.Add(call);
            else if (method.Name is "Add" or "AddRange" or "Insert") Escape ??= call;
            return true;
        }

        if (IsEntity(call.Instance!.Type) || isPart && !method.DeclaringSyntaxReferences.IsEmpty)
        {
            if (_trips.Mutates(method) is { } mutates)
            {
                if (mutates) Changes.Add(call);
                else Reads++;
                return true;
            }

            if (method.Name is "ToString" or "Equals" or "GetHashCode" or "GetType" or "CompareTo") Reads++;
            else Escape ??= call;
            return true;
        }

        if (method.Name == "ForEach" || method.Name is "Find" or "FindAll" or "Exists") AddLambdas(call);
        if (call.Type is { } type && IsSomeOf(type)) return false;
        Reads++;
        return true;
    }

    // Handed to something; true where the way ends.
    private bool FollowArgument(IInvocationOperation call, IArgumentOperation argument, ref bool isPart)
    {
        var method = call.TargetMethod;
        if (method.ContainingType is { Name: "Enumerable" })
        {
            AddLambdas(call);
            if (call.Type is { } type && IsSomeOf(type)) return false;
            Reads++;
            return true;
        }

        if (method.Name is "ConfigureAwait" or "AsTask" or "WithCancellation") return false;
        var receiver = call.Instance?.Type ?? method.ContainingType;
        if (_trips.IsPartOfContext(receiver))
        {
            if (method.Name is "Remove" or "RemoveRange") Removals.Add(call);
            else if (IsNamed(method.Name, s_marks)) Mark ??= call;
            else Escape ??= call;
            return true;
        }

        if (method.Name is "ThrowIfNull" or "ReferenceEquals" or "IsNullOrEmpty") { Reads++; return true; }

        // Ok(order), Results.Json(order): what answers a request.
        if (method.ContainingType.Name is "Results" or "TypedResults" or "ControllerBase" or "Controller" && argument.Parameter is { Ordinal: 0 }
            && method.Name is "Ok" or "Json")
            return false;
        Escape ??= call;
        return true;
    }

    private void AddLoop(IForEachLoopOperation loop)
    {
        foreach (var local in loop.Locals)
            if (CanBePart(local.Type)) AddAlias(local);
    }

    private void AddLambdas(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol: var lambda } })
            {
                if (argument.Value is IDelegateCreationOperation) Escape ??= argument;
                continue;
            }

            foreach (var parameter in lambda.Parameters)
                if (IsSomeOf(parameter.Type)) AddAlias(parameter);
        }
    }

    // order is { } found, order is { Customer: var customer }
    private void AddPatterns(IOperation test)
    {
        foreach (var part in test.Descendants())
        {
            var declared = part switch { IDeclarationPatternOperation pattern => pattern.DeclaredSymbol,
                IRecursivePatternOperation pattern => pattern.DeclaredSymbol, _ => null };
            if (declared is ILocalSymbol local && CanBePart(local.Type)) AddAlias(local);
        }
    }

    private void AddAlias(ISymbol symbol)
    {
        foreach (var known in _aliases)
            if (Is(known, symbol)) return;
        _aliases.Add(symbol);
    }

    // orders[0], not order.Customer.
    private bool IsElement(IMemberReferenceOperation member) =>
        member is IPropertyReferenceOperation { Property.IsIndexer: true } || member.Member.Name is "Value" or "Key";

    private bool IsEntity(ITypeSymbol? type) =>
        type is not null && (type.IsOrDerivesFrom(_entity.OriginalDefinition as INamedTypeSymbol)
            || _entity.IsOrDerivesFrom(type.OriginalDefinition as INamedTypeSymbol) && type.SpecialType == SpecialType.None);

    // An entity, or something that enumerates entities.
    private bool IsSomeOf(ITypeSymbol type)
    {
        if (IsEntity(type)) return true;
        if (type is IArrayTypeSymbol array) return IsEntity(array.ElementType);
        if (type is not INamedTypeSymbol named || type.SpecialType == SpecialType.System_String) return false;
        foreach (var argument in named.TypeArguments)
            if (IsSomeOf(argument)) return true;
        return false;
    }

    private static bool CanBePart(ITypeSymbol type) =>
        type is { IsReferenceType: true, SpecialType: not (SpecialType.System_String or SpecialType.System_Object), TypeKind: not TypeKind.Delegate }
        && type is not IArrayTypeSymbol { ElementType.IsValueType: true } && type.Name is not ("Uri" or "Type")
        || type is INamedTypeSymbol { Name: "KeyValuePair" };

    private static bool IsTarget(IOperation member) => member.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == member,
        IIncrementOrDecrementOperation => true,
        _ => false,
    };

    private static bool IsNamed(string name, string[] names)
    {
        foreach (var known in names)
            if (name == known) return true;
        return false;
    }

    // A lambda of a query inside of the function hands its value on to that query, not out of the function.
    private static bool IsOfRoot(IOperation returning)
    {
        if (returning.NestedFunction() is not { } function) return true;
        if (function is ILocalFunctionOperation) return false;
        var handed = function.Parent;
        while (handed is IDelegateCreationOperation or IConversionOperation) handed = handed.Parent;
        return handed is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" or "List" } };
    }

    private static IOperation? InLambda(IOperation operation) => operation.NestedFunction();

    private static IOperation? InstanceIn(IOperation? code)
    {
        if (code is null or IConditionalAccessInstanceOperation) return code;
        foreach (var part in code.Descendants())
            if (part is IConditionalAccessInstanceOperation) return part;
        return null;
    }

    private static bool Is(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
