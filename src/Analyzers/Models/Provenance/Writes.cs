namespace ArchitectAnalyzers.Models;

internal enum WriteKind
{
    /// <summary>The variable takes the value.</summary>
    Assign,

    /// <summary>The value is put behind what is there: <c>+=</c>.</summary>
    Append,

    /// <summary>The value is taken where nothing was: <c>??=</c>.</summary>
    Merge,

    /// <summary>The variable is each element of the value in turn.</summary>
    Element,

    /// <summary>A call that takes the variable as <c>out</c> or <c>ref</c>; the value is the call.</summary>
    Out,

    /// <summary>A call on the string builder in the variable; the value is the call.</summary>
    Build,

    /// <summary>The value becomes an element of the collection in the variable.</summary>
    Add,

    /// <summary>The elements of the value become elements of the collection in the variable.</summary>
    AddRange,
}

/// <summary>One change to a variable.</summary>
internal readonly struct Write(WriteKind kind, IOperation at, IOperation value)
{
    internal WriteKind Kind { get; } = kind;

    internal IOperation At { get; } = at;

    internal IOperation Value { get; } = value;
}

/// <summary>Every change to the locals and parameters of one member, in source order.</summary>
internal sealed class Writes
{
    private readonly Dictionary<ISymbol, List<Write>> _byVariable = new(SymbolEqualityComparer.Default);

    private Writes() { }

    internal IReadOnlyList<Write> To(ISymbol variable) => _byVariable.TryGetValue(variable, out var writes) ? writes : Array.Empty<Write>();

    internal static Writes Of(IOperation root)
    {
        var writes = new Writes();
        foreach (var operation in root.DescendantsAndSelf()) writes.Visit(operation);

        // By end, so that the inner call of a chain comes before the outer.
        foreach (var list in writes._byVariable.Values)
            list.Sort(static (left, right) => left.At.Syntax.Span.End.CompareTo(right.At.Syntax.Span.End));
        return writes;
    }

    private void Visit(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer:
                Add(declarator.Symbol, WriteKind.Assign, declarator, initializer.Value);
                break;
            case IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation variable } loop:
                Add(variable.Symbol, WriteKind.Element, variable, loop.Collection);
                break;
            case ISimpleAssignmentOperation assignment:
                Assign(assignment);
                break;
            case ICompoundAssignmentOperation assignment when Variable(assignment.Target) is { } variable:
                Add(variable, WriteKind.Append, assignment, assignment.Value);
                break;
            case ICoalesceAssignmentOperation assignment when Variable(assignment.Target) is { } variable:
                Add(variable, WriteKind.Merge, assignment, assignment.Value);
                break;
            case IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local, Parent: IIsPatternOperation match } pattern:
                Add(local, WriteKind.Assign, pattern, match.Value);
                break;
            case IInvocationOperation call:
                Call(call);
                break;
        }
    }

    private void Assign(ISimpleAssignmentOperation assignment)
    {
        switch (assignment.Target)
        {
            case IPropertyReferenceOperation { Arguments.Length: > 0 } indexer when Variable(indexer.Instance) is { } collection:
                Add(collection, WriteKind.Add, assignment, assignment.Value);
                break;
            case IArrayElementReferenceOperation element when Variable(element.ArrayReference) is { } array:
                Add(array, WriteKind.Add, assignment, assignment.Value);
                break;
            case var target when Variable(target) is { } variable:
                Add(variable, WriteKind.Assign, assignment, assignment.Value);
                break;
        }
    }

    private void Call(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { RefKind: RefKind.Out or RefKind.Ref }) continue;
            var target = argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value;
            if (Variable(target) is { } variable) Add(variable, WriteKind.Out, call, call);
        }

        if (TextTypes.IsBuilder(call.TargetMethod.ContainingType))
        {
            if (BuilderOf(call) is { } builder) Add(builder, WriteKind.Build, call, call);
        }
        else if (call.Arguments.Length > 0 && call.TargetMethod.Name is "Add" or "AddFirst" or "AddLast" or "AddRange" or "Insert" or "Push" or "Enqueue" or "TryAdd"
            && Variable(call.Instance) is { } collection)
        {
            var kind = call.TargetMethod.Name == "AddRange" ? WriteKind.AddRange : WriteKind.Add;
            Add(collection, kind, call, call.Arguments[call.Arguments.Length - 1].Value);
        }
    }

    // The variable that a chain of builder calls begins with.
    private static ISymbol? BuilderOf(IInvocationOperation call)
    {
        var receiver = call.Instance;
        while (receiver is IInvocationOperation inner && TextTypes.IsBuilder(inner.TargetMethod.ContainingType)) receiver = inner.Instance;
        return Variable(receiver);
    }

    private static ISymbol? Variable(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        _ => null,
    };

    private void Add(ISymbol variable, WriteKind kind, IOperation at, IOperation value)
    {
        if (!_byVariable.TryGetValue(variable, out var list)) _byVariable.Add(variable, list = new List<Write>());
        list.Add(new Write(kind, at, value));
    }
}
