using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ArchitectAnalyzers.Semantics;

/// <summary>
/// The control flow of one member with the lambdas and local functions in it, opened for one question and thrown away. Answers what a local
/// was made from, what a compiler temporary holds, and whether two expressions name the same place.
/// </summary>
internal sealed class MemberFlow
{
    private readonly List<Body> _bodies = new();

    internal MemberFlow(ControlFlowGraph graph)
    {
        while (graph.Parent is { } parent) graph = parent;
        Add(graph, null, null, null);
    }

    internal IReadOnlyList<Body> Bodies => _bodies;

    /// <summary>The control flow graph of the member around an operation of a semantic model's tree; null where it has none.</summary>
    internal static ControlFlowGraph? GraphOf(IOperation operation, CancellationToken cancellationToken) => operation.Root() switch
    {
        IMethodBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
        IConstructorBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
        IBlockOperation body => ControlFlowGraph.Create(body, cancellationToken),
        IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellationToken),
        IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellationToken),
        IParameterInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellationToken),
        _ => null,
    };

    /// <summary>Where an operation of the tree is in the flow; null where the flow does not have it.</summary>
    internal Point? Find(IOperation operation)
    {
        foreach (var body in _bodies)
        {
            foreach (var block in body.Graph.Blocks)
            {
                var steps = body.Steps(block);
                for (var i = 0; i < steps.Count; i++)
                    if (steps[i].Syntax == operation.Syntax && steps[i].Kind == operation.Kind) return new Point(body, block, i);
            }
        }

        return null;
    }

    /// <summary>What a local is made from, where it is assigned exactly once in the whole member; else null.</summary>
    internal IOperation? Definition(ILocalSymbol local)
    {
        IOperation? value = null;
        foreach (var step in AllSteps())
        {
            switch (step)
            {
                case ISimpleAssignmentOperation assignment when IsLocal(assignment.Target, local):
                    if (value is not null) return null;
                    value = assignment.Value;
                    break;
                case ICompoundAssignmentOperation assignment when IsLocal(assignment.Target, local):
                case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument when IsLocal(argument.Value, local):
                    return null;
                case IDeconstructionAssignmentOperation { Target: ITupleOperation tuple }:
                    foreach (var element in tuple.Elements)
                        if (IsLocal(element, local)) return null;
                    break;
            }
        }

        return value;
    }

    /// <summary>All values that are ever assigned to a local.</summary>
    internal IEnumerable<IOperation> Values(ILocalSymbol local)
    {
        foreach (var step in AllSteps())
            if (step is ISimpleAssignmentOperation assignment && IsLocal(assignment.Target, local)) yield return assignment.Value;
    }

    /// <summary>Every step of the member, functions included, in no order that matters.</summary>
    internal IEnumerable<IOperation> AllSteps()
    {
        foreach (var body in _bodies)
            foreach (var block in body.Graph.Blocks)
                foreach (var step in body.Steps(block)) yield return step;
    }

    /// <summary>The values that a temporary may hold.</summary>
    internal IEnumerable<IOperation> Values(IFlowCaptureReferenceOperation reference)
    {
        foreach (var body in _bodies)
        {
            if (!body.Holds(reference)) continue;
            foreach (var block in body.Graph.Blocks)
                foreach (var step in body.Steps(block))
                    if (step is IFlowCaptureOperation capture && capture.Id.Equals(reference.Id)) yield return capture.Value;
        }
    }

    /// <summary>The expression behind conversions, await wrappers and temporaries that hold one value only.</summary>
    internal IOperation Resolve(IOperation operation)
    {
        for (var i = 0; i < 32; i++)
        {
            operation = operation.Unwrapped();
            if (operation is not IFlowCaptureReferenceOperation reference) return operation;
            IOperation? only = null;
            foreach (var value in Values(reference))
            {
                if (only is not null) return operation;
                only = value;
            }

            if (only is null) return operation;
            operation = only;
        }

        return operation;
    }

    /// <summary>Whether an expression names a place that can be named again: a variable, or a field, property or element of one.</summary>
    internal bool IsPlace(IOperation operation) => Resolve(operation) switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation => true,
        IMemberReferenceOperation { Instance: null } and (IFieldReferenceOperation or IPropertyReferenceOperation) => true,
        var place => Owner(place) is { } owner && IsPlace(owner),
    };

    /// <summary>The place that a field, property or element is part of.</summary>
    internal IOperation? Owner(IOperation place) => Resolve(place) switch
    {
        IFieldReferenceOperation field => field.Instance,
        IPropertyReferenceOperation property => property.Instance,
        IArrayElementReferenceOperation element => element.ArrayReference,
        IImplicitIndexerReferenceOperation element => element.Instance,
        _ => null,
    };

    /// <summary>The collection, if the place is an element of one.</summary>
    internal IOperation? CollectionOf(IOperation place) => Resolve(place) switch
    {
        IPropertyReferenceOperation { Arguments.Length: > 0 } property => property.Instance,
        IArrayElementReferenceOperation element => element.ArrayReference,
        IImplicitIndexerReferenceOperation element => element.Instance,
        _ => null,
    };

    /// <summary>Whether two expressions name the same place, as far as their text goes.</summary>
    internal bool Same(IOperation? left, IOperation? right)
    {
        if (left is null || right is null) return left is null && right is null;
        var (a, b) = (Resolve(left), Resolve(right));
        switch (a)
        {
            case ILocalReferenceOperation x: return b is ILocalReferenceOperation y && SymbolEqualityComparer.Default.Equals(x.Local, y.Local);
            case IParameterReferenceOperation x: return b is IParameterReferenceOperation z && SymbolEqualityComparer.Default.Equals(x.Parameter, z.Parameter);
            case IInstanceReferenceOperation: return b is IInstanceReferenceOperation;
            case IFlowCaptureReferenceOperation x: return b is IFlowCaptureReferenceOperation c && x.Id.Equals(c.Id);
            case IFieldReferenceOperation x:
                return b is IFieldReferenceOperation f && SymbolEqualityComparer.Default.Equals(x.Field, f.Field) && Same(x.Instance, f.Instance);
            case IPropertyReferenceOperation x:
                return b is IPropertyReferenceOperation p && SymbolEqualityComparer.Default.Equals(x.Property, p.Property) && Same(x.Instance, p.Instance)
                    && SameArguments(x, p);
            case IArrayElementReferenceOperation x:
                return b is IArrayElementReferenceOperation e && Same(x.ArrayReference, e.ArrayReference) && SameIndices(x.Indices, e.Indices);
            case IImplicitIndexerReferenceOperation x:
                return b is IImplicitIndexerReferenceOperation i && Same(x.Instance, i.Instance) && SameIndex(x.Argument, i.Argument);
            default: return false;
        }
    }

    private bool SameArguments(IPropertyReferenceOperation left, IPropertyReferenceOperation right)
    {
        for (var i = 0; i < left.Arguments.Length; i++)
            if (i >= right.Arguments.Length || !SameIndex(left.Arguments[i].Value, right.Arguments[i].Value)) return false;
        return true;
    }

    private bool SameIndices(ImmutableArray<IOperation> left, ImmutableArray<IOperation> right)
    {
        for (var i = 0; i < left.Length; i++)
            if (i >= right.Length || !SameIndex(left[i], right[i])) return false;
        return true;
    }

    private bool SameIndex(IOperation left, IOperation right) => Same(left, right) || SyntaxFactory.AreEquivalent(left.Syntax, right.Syntax);

    private bool IsLocal(IOperation target, ILocalSymbol local) =>
        Resolve(target) is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);

    private void Add(ControlFlowGraph graph, Body? parent, IOperation? creation, IMethodSymbol? symbol)
    {
        var body = new Body(graph, parent, creation, symbol);
        _bodies.Add(body);
        foreach (var local in graph.LocalFunctions) Add(graph.GetLocalFunctionControlFlowGraph(local), body, null, local);
        foreach (var block in graph.Blocks)
            foreach (var step in body.Steps(block))
                if (step is IFlowAnonymousFunctionOperation lambda) Add(graph.GetAnonymousFunctionControlFlowGraph(lambda), body, lambda, lambda.Symbol);
    }

    /// <summary>A step of the flow.</summary>
    internal readonly struct Point(Body body, BasicBlock block, int index)
    {
        internal Body Body { get; } = body;
        internal BasicBlock Block { get; } = block;
        internal int Index { get; } = index;
        internal IOperation Step => Body.Steps(Block)[Index];
    }

    /// <summary>The flow of the member itself, or of one function in it.</summary>
    internal sealed class Body(ControlFlowGraph graph, Body? parent, IOperation? creation, IMethodSymbol? symbol)
    {
        private readonly Dictionary<int, List<IOperation>> _steps = new();
        private HashSet<CaptureId>? _captures;

        internal ControlFlowGraph Graph { get; } = graph;

        internal Body? Parent { get; } = parent;

        /// <summary>The lambda, in the parent's flow; null for the member and for local functions.</summary>
        internal IOperation? Creation { get; } = creation;

        /// <summary>The lambda or local function; null for the member.</summary>
        internal IMethodSymbol? Symbol { get; } = symbol;

        /// <summary>What a block evaluates, in the order of evaluation.</summary>
        internal List<IOperation> Steps(BasicBlock block)
        {
            if (_steps.TryGetValue(block.Ordinal, out var steps)) return steps;
            steps = new List<IOperation>();
            foreach (var operation in block.Operations) Flatten(operation, steps);
            if (block.BranchValue is { } value) Flatten(value, steps);
            _steps.Add(block.Ordinal, steps);
            return steps;
        }

        internal bool Holds(IFlowCaptureReferenceOperation reference)
        {
            if (_captures is null)
            {
                _captures = new HashSet<CaptureId>();
                foreach (var block in Graph.Blocks)
                    foreach (var step in Steps(block))
                        if (step is IFlowCaptureOperation capture) _captures.Add(capture.Id);
            }

            return _captures.Contains(reference.Id);
        }

        private static void Flatten(IOperation operation, List<IOperation> steps)
        {
            foreach (var child in operation.ChildOperations) Flatten(child, steps);
            steps.Add(operation);
        }
    }
}
