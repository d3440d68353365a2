using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ArchitectAnalyzers.Semantics;

/// <summary>
/// Whether a task is known to be complete where it is used: a walk against the flow, from the use to what happened before it on every path.
/// A <c>Task</c> is complete after it was awaited; a <c>ValueTask</c> is used up then, and only a test of <c>IsCompleted…</c> makes it known.
/// Where the code says something about the task's completion that is not understood, the answer is that it is complete.
/// </summary>
internal sealed partial class Completion
{
    private readonly MemberFlow _flow;
    private readonly HashSet<(BasicBlock Block, IOperation Place, bool Elements)> _seen = new();
    private int _budget = 50_000;

    private Completion(MemberFlow flow) => _flow = flow;

    /// <summary>
    /// Whether the task that an operation waits for or reads is known to be complete there.
    /// </summary>
    /// <param name="use">The operation, as the tree has it: it may be the blocking call.</param>
    /// <param name="task">The task, in the same tree: part of <paramref name="use"/>.</param>
    /// <param name="graph">The control flow of the member; asked for only where the task is a variable.</param>
    internal static bool IsKnown(IOperation use, IOperation task, Func<ControlFlowGraph?> graph)
    {
        task = task.Unwrapped();
        if (Awaitables.IsComplete(task)) return true;
        if (task is IInvocationOperation call && !IsElementAccess(call.TargetMethod) || task is IObjectCreationOperation) return false;
        if (graph() is not { } found) return false;
        var flow = new MemberFlow(found);

        // Not in the flow: a place that is never reached, or that the compiler dropped.
        if (flow.Find(use) is not { } point) return true;
        if (flow.Find(task) is { } operand) return new Completion(flow).Starts(point, operand.Step);
        return new Completion(flow).Starts(point, TaskOf(point.Step) ?? point.Step);
    }

    /// <summary>Whether all of the tasks handed to <c>WaitAll</c> (or one of those handed to <c>WaitAny</c>) are known to be complete.</summary>
    internal static bool AreKnown(IInvocationOperation wait, bool all, Func<ControlFlowGraph?> graph)
    {
        if (wait.Arguments.Length == 0) return true;
        var tasks = wait.Arguments[0].Value.Unwrapped();
        var listed = tasks is IArrayCreationOperation { Initializer: { } initializer } ? initializer.ElementValues
            : tasks is IArrayCreationOperation ? ImmutableArray<IOperation>.Empty
            : IsCollectionExpression(tasks) ? Children(tasks) : default;
        if (listed.IsDefault)
        {
            if (graph() is not { } found) return false;
            var flow = new MemberFlow(found);
            if (flow.Find(wait) is not { } point) return true;
            return point.Step is IInvocationOperation { Arguments.Length: > 0 } call
                && new Completion(flow).CollectionOf(call.Arguments[0].Value) is { } collection
                && new Completion(flow).Before(point.Body, point.Block, point.Index, new Key(collection, elements: true));
        }

        if (listed.Length == 0) return all;
        foreach (var task in listed)
            if (IsKnown(wait, task, graph) != all) return !all;
        return all;
    }

    // Collection expressions came after the Roslyn that this is built on: told by their syntax.
    private static bool IsCollectionExpression(IOperation operation) =>
        operation is not (ILocalReferenceOperation or IInvocationOperation or IMemberReferenceOperation or IParameterReferenceOperation)
        && operation.Type is { Name: "ReadOnlySpan" };

    private static ImmutableArray<IOperation> Children(IOperation operation)
    {
        var children = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var child in operation.ChildOperations) children.Add(child);
        return children.ToImmutable();
    }

    private static IOperation? TaskOf(IOperation use) => use switch
    {
        IPropertyReferenceOperation property => property.Instance,
        IInvocationOperation call => call.Instance,
        _ => null,
    };

    private bool Starts(MemberFlow.Point use, IOperation task)
    {
        task = _flow.Resolve(task);
        if (task is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput })
            return Subject(use.Step) is not { } subject || Starts(use, subject);
        var key = new Key(task, elements: false);
        return Assigned(task, ref key) switch
        {
            Verdict.Complete => true,
            Verdict.Lost => false,
            _ => Before(use.Body, use.Block, use.Index, key),
        };
    }

    // "t is { Result: 5 }": what the pattern looks at, unless a sibling before has tested it.
    private static IOperation? Subject(IOperation use)
    {
        if (use.Parent is not IPropertySubpatternOperation { Parent: IRecursivePatternOperation pattern } own) return null;
        foreach (var sibling in pattern.PropertySubpatterns)
        {
            if (sibling == own) break;
            if (sibling.Member is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "Status" }) return null;
        }

        return pattern.Parent is IIsPatternOperation test ? test.Value : null;
    }

    /// <summary>What is asked about: a task at a place, or all tasks in (or reached through the elements of) a collection.</summary>
    private readonly struct Key(IOperation place, bool elements)
    {
        internal IOperation Place { get; } = place;

        internal bool Elements { get; } = elements;

        internal bool IsValueTask => !Elements && Place.Type is { } type
            && (type.Name.StartsWith("ValueTask", StringComparison.Ordinal) || type.Name.StartsWith("ConfiguredValueTask", StringComparison.Ordinal)
                || type.ContainingType is { } outer && outer.Name.StartsWith("ConfiguredValueTask", StringComparison.Ordinal));
    }

    private enum Verdict
    {
        /// <summary>The step has nothing to do with the task.</summary>
        None,

        /// <summary>The task is complete after the step.</summary>
        Complete,

        /// <summary>The step gives the place another task, of which nothing is known, or uses the value task up.</summary>
        Lost,

        /// <summary>The place was given the value of another place, which is asked about from here on.</summary>
        Renamed,
    }

    private bool Before(MemberFlow.Body body, BasicBlock block, int index, Key key)
    {
        var steps = body.Steps(block);
        for (var i = index - 1; i >= 0; i--)
        {
            if (--_budget < 0) return true;
            switch (Effect(steps[i], ref key))
            {
                case Verdict.Complete: return true;
                case Verdict.Lost: return false;
            }
        }

        return AtStart(body, block, key);
    }

    private bool AtStart(MemberFlow.Body body, BasicBlock block, Key key)
    {
        // Round a loop: the other paths decide.
        if (!_seen.Add((block, key.Place, key.Elements))) return true;
        if (block.Kind == BasicBlockKind.Entry) return AtEntry(body, key);
        if (block.Predecessors.IsEmpty) return AtHandler(body, block, key);
        foreach (var branch in block.Predecessors)
        {
            var (source, renamed) = (branch.Source, key);
            if (source.ConditionKind != ControlFlowConditionKind.None && source.BranchValue is { } condition)
            {
                var truth = source.ConditionKind == ControlFlowConditionKind.WhenTrue == branch.IsConditionalSuccessor;
                if (condition.ConstantValue is { HasValue: true, Value: bool constant } && constant != truth) continue;
                if (Implies(condition, truth, ref renamed))
                {
                    if (renamed.IsValueTask && WasUsedUp(body, source, body.Steps(source).Count, renamed)) return false;
                    continue;
                }
            }

            if (CompletesIn(body, branch.FinallyRegions, key)) continue;
            if (!Before(body, source, body.Steps(source).Count, renamed)) return false;
        }

        return true;
    }

    // The flow does not say from where in a try its handlers are reached: from its beginning, at worst.
    private bool AtHandler(MemberFlow.Body body, BasicBlock block, Key key)
    {
        for (var region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.FirstBlockOrdinal != block.Ordinal || region.EnclosingRegion is not { Kind: ControlFlowRegionKind.TryAndCatch or ControlFlowRegionKind.TryAndFinally } outer) continue;
            var attempt = outer.NestedRegions[0];
            var first = body.Graph.Blocks[attempt.FirstBlockOrdinal];
            var steps = body.Steps(first);
            var inTry = key;
            for (var i = 0; i < steps.Count; i++)
                if (Effect(steps[i], ref inTry) == Verdict.Complete) return true;
            for (var ordinal = attempt.FirstBlockOrdinal; ordinal <= attempt.LastBlockOrdinal; ordinal++)
            {
                foreach (var step in body.Steps(body.Graph.Blocks[ordinal]))
                {
                    inTry = key;
                    if (Effect(step, ref inTry) is Verdict.Lost or Verdict.Renamed) return false;
                }
            }

            return AtStart(body, first, key);
        }

        return true;
    }

    private bool CompletesIn(MemberFlow.Body body, ImmutableArray<ControlFlowRegion> regions, Key key)
    {
        foreach (var region in regions)
        {
            foreach (var step in body.Steps(body.Graph.Blocks[region.FirstBlockOrdinal]))
            {
                var inFinally = key;
                if (Effect(step, ref inFinally) == Verdict.Complete) return true;
            }
        }

        return false;
    }

    // A value task may be consumed once: whether some path did so before.
    private bool WasUsedUp(MemberFlow.Body body, BasicBlock block, int index, Key key)
    {
        var steps = body.Steps(block);
        for (var i = index - 1; i >= 0; i--)
        {
            switch (Effect(steps[i], ref key))
            {
                case Verdict.Lost: return steps[i] is not (ISimpleAssignmentOperation or IDeconstructionAssignmentOperation or IArgumentOperation);
                case Verdict.Complete or Verdict.Renamed: return false;
            }
        }

        if (!_seen.Add((block, key.Place, true))) return false;
        foreach (var branch in block.Predecessors)
            if (WasUsedUp(body, branch.Source, body.Steps(branch.Source).Count, key)) return true;
        return false;
    }

    // Into a function from where it is made or called.
    private bool AtEntry(MemberFlow.Body body, Key key)
    {
        if (body.Parent is null || body.Symbol is null) return false;
        var root = Root(key.Place);
        var parameter = root is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter.ContainingSymbol, body.Symbol)
            ? reference.Parameter
            : null;
        if (body.Creation is null) return AtCalls(body, parameter, key);
        if (_flow.Find(body.Creation) is not { } creation) return true;
        var host = Host(body.Creation);
        if (host is IInvocationOperation { TargetMethod.Name: "ContinueWith" or "ContinueWhenAll" or "ContinueWhenAny" or "OnCompleted" or "UnsafeOnCompleted" } continuation)
        {
            // The antecedent is complete, and so is what it stands for.
            if (parameter is not null || Covers(continuation.Instance, key)) return true;
            foreach (var argument in continuation.Arguments)
                if (Covers(argument.Value, key)) return true;
        }

        // "context.ReenterAfter(task, t => t.Result)": who is given a task and a callback calls back when the task is complete.
        if (host is IInvocationOperation taker)
        {
            foreach (var argument in taker.Arguments)
            {
                if (argument.Value.Unwrapped() is not { Type.Name: "Task" or "ValueTask" } given) continue;
                if (parameter is { Type.Name: "Task" or "ValueTask" } || parameter is null && Matches(given, key)) return true;
            }
        }

        if (parameter is null) return !IsReassigned(root) && Before(creation.Body, creation.Block, creation.Index, key);
        return host is IInvocationOperation operation && FromSource(operation, parameter, creation, key);
    }

    // "tasks.Select(t => t.Result)": the parameter is an element of the sequence.
    private bool FromSource(IInvocationOperation operation, IParameterSymbol parameter, MemberFlow.Point creation, Key key)
    {
        var sources = new List<IOperation>();
        if (operation.Instance is not null) sources.Add(operation.Instance);
        foreach (var argument in operation.Arguments)
            if (argument.Value.Unwrapped() is not (IDelegateCreationOperation or IFlowAnonymousFunctionOperation)) sources.Add(argument.Value);
        // Zip hands over an element of each.
        if (operation.TargetMethod.Name == "Zip" && parameter.Ordinal < sources.Count) sources = sources.GetRange(parameter.Ordinal, 1);
        foreach (var source in sources)
        {
            if (IsFiltered(source)) return true;
            if (CollectionOf(source) is { } collection
                && Before(creation.Body, creation.Block, creation.Index, new Key(collection, elements: true))) return true;
        }

        return false;
    }

    private bool AtCalls(MemberFlow.Body function, IParameterSymbol? parameter, Key key)
    {
        var called = false;
        foreach (var body in _flow.Bodies)
        {
            foreach (var block in body.Graph.Blocks)
            {
                var steps = body.Steps(block);
                for (var i = 0; i < steps.Count; i++)
                {
                    var at = key;
                    if (steps[i] is IMethodReferenceOperation reference && Is(reference.Method, function))
                    {
                        if (parameter is not null) return Host(reference) is IInvocationOperation { TargetMethod.Name: "ContinueWith" };
                    }
                    else if (steps[i] is IInvocationOperation call && Is(call.TargetMethod, function))
                    {
                        if (parameter is not null)
                        {
                            if (Argument(call, parameter) is not { } argument || !Same(key.Place, parameter)) return false;
                            at = new Key(_flow.Resolve(argument), key.Elements);
                            var verdict = Assigned(at.Place, ref at);
                            if (verdict == Verdict.Complete) { called = true; continue; }
                            if (verdict == Verdict.Lost) return false;
                        }
                    }
                    else
                    {
                        continue;
                    }

                    called = true;
                    if (!Before(body, block, i, at)) return false;
                }
            }
        }

        return called;
    }

    private static bool Is(IMethodSymbol method, MemberFlow.Body function) =>
        SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, function.Symbol?.OriginalDefinition);

    private static bool Same(IOperation place, IParameterSymbol parameter) =>
        place is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter);

    private static IOperation? Argument(IInvocationOperation call, IParameterSymbol parameter)
    {
        foreach (var argument in call.Arguments)
            if (argument.Parameter?.Ordinal == parameter.Ordinal) return argument.Value;
        return null;
    }

    // A captured variable that is assigned more than once may hold another task by the time a lambda runs.
    private bool IsReassigned(IOperation root) => root switch
    {
        ILocalReferenceOperation local => IsAssignedTwice(local.Local),
        _ => false,
    };

    private bool IsAssignedTwice(ILocalSymbol local)
    {
        var count = 0;
        foreach (var _ in _flow.Values(local)) count++;
        return count > 1;
    }

    private static IOperation? Host(IOperation function)
    {
        var parent = function.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation) parent = parent.Parent;
        return parent;
    }

    private IOperation Root(IOperation place)
    {
        place = _flow.Resolve(place);
        while (_flow.Owner(place) is { } owner) place = _flow.Resolve(owner);
        return place;
    }
}
