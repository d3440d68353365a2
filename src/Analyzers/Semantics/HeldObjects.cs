namespace ArchitectAnalyzers.Semantics;

/// <summary>
/// Whether a task goes on using an object after it was returned: whether it was started on the object, was handed it, or was handed something
/// made of it that needs it (a reader over the stream, a service of the scope, a query of the context). Text, numbers and loaded data do not.
/// </summary>
internal sealed class HeldObjects
{
    private const int MaxDepth = 40;

    private readonly List<ISymbol> _objects = new();
    private int _budget = 400;

    /// <summary>The locals, parameters and fields that are asked about.</summary>
    internal void Add(ISymbol? symbol)
    {
        if (symbol is not null) _objects.Add(symbol);
    }

    /// <summary>The local that a resource of a <c>using</c> is held by; or what the resource expression names.</summary>
    internal void AddResources(IOperation resources)
    {
        if (resources is IVariableDeclarationGroupOperation group)
        {
            foreach (var declaration in group.Declarations)
                foreach (var declarator in declaration.Declarators) Add(declarator.Symbol);
        }
        else
        {
            Add(SymbolOf(resources.Unconverted()));
        }
    }

    /// <summary>The variable that an expression names, if it does no more than that.</summary>
    internal static ISymbol? SymbolOf(IOperation? value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        IConversionOperation conversion => SymbolOf(conversion.Operand),
        IConditionalAccessInstanceOperation instance => SymbolOf(instance.Accessed()),
        _ => null,
    };

    /// <summary>What a call is made on: its instance, the first argument of an extension method, what stands before <c>?.</c>.</summary>
    internal static IOperation? ReceiverOf(IInvocationOperation call)
    {
        var receiver = call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        return receiver?.Unconverted() is IConditionalAccessInstanceOperation instance ? instance.Accessed() : receiver;
    }

    /// <summary>The object of those asked about that a value goes on using; null where none is seen.</summary>
    /// <param name="value">A task, an argument, a local's value.</param>
    /// <param name="facts">Knows tasks.</param>
    internal ISymbol? In(IOperation? value, Facts facts) => In(value, facts, isReceiver: false, 0);

    /// <summary>The value that a local was last given before an operation, as far as the statements before it show.</summary>
    internal static IOperation? ValueOf(ILocalSymbol local, IOperation from)
    {
        for (var (child, parent) = (from, from.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation);
             (child, parent) = (parent, parent.Parent))
        {
            if (parent is IUsingOperation { Resources: IVariableDeclarationGroupOperation resources } scope && scope.Body == child
                && Declared(resources, local) is { } resource) return resource;
            if (parent is not IBlockOperation block) continue;
            IOperation? value = null;
            foreach (var statement in block.Operations)
            {
                if (statement == child) break;
                value = (statement switch
                {
                    IVariableDeclarationGroupOperation group => Declared(group, local),
                    IUsingDeclarationOperation { DeclarationGroup: var group } => Declared(group, local),
                    IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment }
                        when SymbolEqualityComparer.Default.Equals(target.Local, local) => assignment.Value,
                    _ => null,
                }) ?? value;
            }

            if (value is not null) return value;
        }

        return null;
    }

    private ISymbol? In(IOperation? value, Facts facts, bool isReceiver, int depth)
    {
        if (value is null || depth > MaxDepth || --_budget < 0 || value.ConstantValue.HasValue) return null;
        if (SymbolOf(value) is { } symbol && Known(symbol) is { } known) return known;
        if (value.Type is { } type && !CanHold(type)) return null;
        switch (value)
        {
            case ILocalReferenceOperation local:
                return In(ValueOf(local.Local, local), facts, isReceiver: false, depth + 1) ?? (IsOfTasks(local.Type, facts) ? PutInto(local) : null);
            case IFieldReferenceOperation field:
                return In(field.Instance, facts, isReceiver: true, depth + 1);
            case IPropertyReferenceOperation property:
                return In(property.Instance, facts, isReceiver: true, depth + 1);
            case IConditionalAccessInstanceOperation instance:
                return In(instance.Accessed(), facts, isReceiver: true, depth + 1);
            case IConditionalAccessOperation access:
                return In(access.WhenNotNull, facts, isReceiver, depth + 1);
            case IInvocationOperation call:
                return InCall(call, facts, isReceiver, depth);
            case IDelegateCreationOperation creation:
                return creation.Target switch
                {
                    IMethodReferenceOperation { Instance: { } owner } => In(owner, facts, isReceiver: true, depth + 1),
                    IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } function } => Mentioned(Local(function, value)),
                    var target => Mentioned(target),
                };
            case IAnonymousFunctionOperation:
                return Mentioned(value);
            case IParameterReferenceOperation or IInstanceReferenceOperation or ILiteralOperation:
                return null;
            default:
                // Conversions, choices, tuples, arrays, object creations and their initializers: what is held by a part is held.
                foreach (var part in value.ChildOperations)
                {
                    var held = part is IArgumentOperation argument ? In(argument.Value, facts, isReceiver: false, depth + 1)
                        : part is IObjectOrCollectionInitializerOperation ? Mentioned(part)
                        : In(part, facts, isReceiver, depth + 1);
                    if (held is not null) return held;
                }

                return null;
        }
    }

    private ISymbol? InCall(IInvocationOperation call, Facts facts, bool isReceiver, int depth)
    {
        var method = call.TargetMethod;
        if (call.Type is not { } type) return null;
        if (method.MethodKind == MethodKind.LocalFunction && type.IsTask(facts) && Mentioned(Local(method, call)) is { } captured) return captured;
        if (IsOfTasks(type, facts)) return Mentioned(call);
        if (!type.IsTask(facts) && !KeepsItsSource(call, type, isReceiver)) return null;
        if (In(ReceiverOf(call), facts, isReceiver: true, depth + 1) is { } receiver) return receiver;
        foreach (var argument in call.Arguments)
            if (In(argument.Value, facts, isReceiver: false, depth + 1) is { } held) return held;
        return null;
    }

    // Whether what a call gives needs what it was made from: a reader, a query, a service. In the middle of a chain, anything that is not data.
    private static bool KeepsItsSource(IInvocationOperation call, ITypeSymbol type, bool isReceiver)
    {
        if (type.TypeKind == TypeKind.Array || type.IsRecord || call.TargetMethod.Name == "Clone") return false;
        if (type.Name is "JsonElement" or "Memory" or "ReadOnlyMemory" or "ReadOnlySequence") return true;
        var (isDisposable, isQuery, isCollection) = (type.Name is "IDisposable" or "IAsyncDisposable", type.Name.Contains("Queryable"), false);
        foreach (var contract in type.AllInterfaces)
        {
            isDisposable |= contract.Name is "IDisposable" or "IAsyncDisposable";
            isQuery |= contract.Name == "IQueryable";
            isCollection |= contract.Name == "IEnumerable";
        }

        if (isDisposable || isQuery) return true;
        if (isCollection || type.IsValueType) return false;
        var name = call.TargetMethod.Name;
        return isReceiver || type.TypeKind == TypeKind.Interface
            || name.StartsWith("GetService", StringComparison.Ordinal) || name.StartsWith("GetRequired", StringComparison.Ordinal)
            || name.StartsWith("Create", StringComparison.Ordinal) || name.StartsWith("Open", StringComparison.Ordinal);
    }

    private static bool CanHold(ITypeSymbol type) =>
        type.SpecialType is not (>= SpecialType.System_Boolean and <= SpecialType.System_UIntPtr or SpecialType.System_DateTime)
        && type.TypeKind != TypeKind.Enum && type.Name is not ("Guid" or "DateTimeOffset" or "TimeSpan" or "DateOnly" or "TimeOnly" or "Uri");

    // Task[], IEnumerable<Task<T>>: a lambda that starts them is as good as they are.
    private static bool IsOfTasks(ITypeSymbol? type, Facts facts) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.IsTask(facts),
        INamedTypeSymbol { Arity: 1 } named => named.TypeArguments[0].IsTask(facts) && !named.IsTask(facts),
        _ => false,
    };

    // What a list of tasks was filled with, anywhere in the member.
    private ISymbol? PutInto(ILocalReferenceOperation local)
    {
        var root = local.Root();
        foreach (var part in root.Descendants())
        {
            if (part is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local.Local)
                && Mentioned(ForgottenLocals.PutInto(reference)) is { } held) return held;
        }

        return null;
    }

    private ISymbol? Mentioned(IOperation? code)
    {
        if (code is null) return null;
        foreach (var part in code.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
                && SymbolOf(part) is { } symbol && Known(symbol) is { } known) return known;
        }

        return null;
    }

    private ISymbol? Known(ISymbol symbol)
    {
        foreach (var known in _objects)
            if (SymbolEqualityComparer.Default.Equals(known, symbol)) return known;
        return null;
    }

    private static IOperation? Local(IMethodSymbol function, IOperation from)
    {
        for (var parent = from.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is not IBlockOperation block) continue;
            foreach (var statement in block.Operations)
                if (statement is ILocalFunctionOperation local && SymbolEqualityComparer.Default.Equals(local.Symbol, function.OriginalDefinition)) return local;
        }

        return null;
    }

    private static IOperation? Declared(IVariableDeclarationGroupOperation group, ILocalSymbol local)
    {
        foreach (var declaration in group.Declarations)
            foreach (var declarator in declaration.Declarators)
                if (SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)) return declarator.Initializer?.Value ?? declaration.Initializer?.Value;
        return null;
    }
}
