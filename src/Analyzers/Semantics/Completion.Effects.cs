using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ArchitectAnalyzers.Semantics;

/// <summary>What one step does to what is known of a task.</summary>
internal sealed partial class Completion
{
    private Verdict Effect(IOperation step, ref Key key)
    {
        switch (step)
        {
            case IAwaitOperation wait:
                if (!key.IsValueTask) return Covers(wait.Operation, key) ? Verdict.Complete : Verdict.None;
                return !Matches(wait.Operation, key) ? Verdict.None : IsPreserved(key) ? Verdict.Complete : Verdict.Lost;
            case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } instance }:
                return AfterBlocking(instance, key);
            case IPropertyReferenceOperation { Property.Name: "AsyncWaitHandle", Instance: { } instance }:
                return Matches(instance, key) ? Verdict.Complete : Verdict.None;
            case IInvocationOperation call:
                return Effect(call, key);
            case ISimpleAssignmentOperation assignment:
                return AfterAssignment(assignment.Target, assignment.Value, ref key);
            case IFlowCaptureOperation capture when key.Place is IFlowCaptureReferenceOperation reference && reference.Id.Equals(capture.Id):
                return Assigned(_flow.Resolve(capture.Value), ref key);
            case IDeconstructionAssignmentOperation { Target: { } target } deconstruction:
                return AfterDeconstruction(target, deconstruction.Value, ref key);
            case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument:
                return IsPartOf(argument.Value, key.Place) ? Verdict.Lost : Verdict.None;
            case IIncrementOrDecrementOperation change:
                return AfterIndexChange(change.Target, ref key);
            case ICompoundAssignmentOperation change:
                return AfterIndexChange(change.Target, ref key);
            default:
                return Verdict.None;
        }
    }

    private Verdict Effect(IInvocationOperation call, Key key)
    {
        switch (call.TargetMethod.Name)
        {
            case "Wait" or "GetResult" or "RunSynchronously" when call.Instance is not null:
                return AfterBlocking(call.Instance, key);
            case "AsTask" when call.Instance is not null && key.IsValueTask && Matches(call.Instance, key):
                return Verdict.Lost;
            case "WaitAll" or "WaitAny":
                return !key.IsValueTask && CoversAnArgument(call, key) ? Verdict.Complete : Verdict.None;
            case "SetResult" or "TrySetResult" or "SetException" or "TrySetException" or "SetCanceled" or "TrySetCanceled" or "SetFromTask" or "TrySetFromTask":
                return key.Place is IPropertyReferenceOperation { Property.Name: "Task" } task && _flow.Same(call.Instance, task.Instance)
                    ? Verdict.Complete : Verdict.None;
            case "Add" or "AddRange" or "Insert" or "Enqueue" or "Push" or "TryAdd" when key.Elements && call.Instance is not null:
                return _flow.Same(call.Instance, key.Place) ? Verdict.Lost : Verdict.None;
            case "SpinUntil":
                foreach (var argument in call.Arguments)
                    if (MentionsInside(argument.Value, key)) return Verdict.Complete;
                return Verdict.None;
        }

        if (!call.TargetMethod.ReturnsVoid) return Verdict.None;

        // Debug.Assert(task.IsCompleted), ThrowIfNotCompleted(task)
        foreach (var argument in call.Arguments)
        {
            var tested = key;
            if (argument.Value.Type?.SpecialType == SpecialType.System_Boolean ? Implies(argument.Value, true, ref tested)
                : SaysComplete(call.TargetMethod.Name) && Matches(argument.Value, key)) return Verdict.Complete;
        }

        return Verdict.None;
    }

    private Verdict AfterBlocking(IOperation task, Key key) =>
        !Matches(task, key) ? Verdict.None : key.IsValueTask && !IsPreserved(key) ? Verdict.Lost : Verdict.Complete;

    // What Preserve() returns may be awaited again and again.
    private bool IsPreserved(Key key) =>
        key.Place is ILocalReferenceOperation local && _flow.Definition(local.Local) is IInvocationOperation { TargetMethod.Name: "Preserve" };

    private Verdict AfterAssignment(IOperation target, IOperation value, ref Key key)
    {
        if (_flow.Same(target, key.Place)) return key.Elements ? ElementsAssigned(value, ref key) : Assigned(_flow.Resolve(value), ref key);

        // "entry = entries.Current", and the task is entry.Task.
        if (IsPartOf(target, key.Place))
        {
            if (!IsElement(_flow.Resolve(value), out var collection)) return Verdict.Lost;
            if (collection is null) return Verdict.Complete;
            key = new Key(collection, elements: true);
            return Verdict.Renamed;
        }

        // "tasks[i] = Start()" leaves "tasks[j]" with a task that may be another, and "tasks" with one of which nothing is known.
        if (_flow.CollectionOf(target) is { } written)
        {
            if (key.Elements) return _flow.Same(written, key.Place) ? Verdict.Lost : Verdict.None;
            if (_flow.CollectionOf(key.Place) is { } read && _flow.Same(written, read) && !AreDifferentConstants(target, key.Place)) return Verdict.Lost;
        }

        return AfterIndexChange(target, ref key);
    }

    private Verdict AfterDeconstruction(IOperation target, IOperation value, ref Key key)
    {
        if (target.Unwrapped() is not ITupleOperation tuple) return Verdict.None;
        for (var i = 0; i < tuple.Elements.Length; i++)
        {
            if (!IsPartOf(tuple.Elements[i], key.Place)) continue;
            var from = _flow.Resolve(value);
            if (from is ITupleOperation values && i < values.Elements.Length && _flow.Same(tuple.Elements[i], key.Place))
                return Assigned(_flow.Resolve(values.Elements[i]), ref key);
            if (!IsElement(from, out var collection)) return Verdict.Lost;
            if (collection is null) return Verdict.Complete;
            key = new Key(collection, elements: true);
            return Verdict.Renamed;
        }

        return Verdict.None;
    }

    // The place held the value: what is known of that?
    private Verdict Assigned(IOperation value, ref Key key)
    {
        if (Awaitables.IsComplete(value)) return Verdict.Complete;
        if (value is IConditionalAccessOperation or IInvalidOperation || IsNull(value)) return Verdict.Complete;
        if (IsElement(value, out var collection))
        {
            if (collection is null) return Verdict.Complete;
            key = new Key(collection, elements: true);
            return Verdict.Renamed;
        }

        if (value is not IFlowCaptureReferenceOperation && !_flow.IsPlace(value)) return Verdict.Lost;
        key = new Key(value, elements: false);
        return IsGivenAsyncResult(value) ? Verdict.Complete : Verdict.Renamed;
    }

    // EndX(IAsyncResult): to block is what the pattern asks for.
    private static bool IsGivenAsyncResult(IOperation value) => value is IParameterReferenceOperation { Type.Name: "IAsyncResult" };

    private Verdict ElementsAssigned(IOperation value, ref Key key)
    {
        if (IsFiltered(value)) return Verdict.Complete;
        if (CollectionOf(value) is not { } source) return Verdict.Lost;
        key = new Key(source, elements: true);
        return Verdict.Renamed;
    }

    // A changed index names another element; the collection is the same.
    private Verdict AfterIndexChange(IOperation target, ref Key key)
    {
        if (key.Elements) return Verdict.None;
        for (IOperation? place = key.Place; place is not null; place = _flow.Owner(place))
        {
            if (_flow.CollectionOf(place) is not { } collection || !IsIndexedBy(_flow.Resolve(place), target)) continue;
            key = new Key(_flow.Resolve(collection), elements: true);
            return Verdict.Renamed;
        }

        return Verdict.None;
    }

    private bool IsIndexedBy(IOperation element, IOperation variable)
    {
        if (element is IArrayElementReferenceOperation array)
        {
            foreach (var index in array.Indices)
                if (Mentions(index, variable)) return true;
        }
        else if (element is IPropertyReferenceOperation property)
        {
            foreach (var argument in property.Arguments)
                if (Mentions(argument.Value, variable)) return true;
        }

        return false;
    }

    private bool Mentions(IOperation operation, IOperation place)
    {
        if (_flow.Same(operation, place)) return true;
        foreach (var child in operation.ChildOperations)
            if (Mentions(child, place)) return true;
        return false;
    }

    private bool AreDifferentConstants(IOperation left, IOperation right) =>
        Index(left)?.ConstantValue is { HasValue: true, Value: { } a } && Index(right)?.ConstantValue is { HasValue: true, Value: { } b } && !a.Equals(b);

    private IOperation? Index(IOperation element) => _flow.Resolve(element) switch
    {
        IArrayElementReferenceOperation { Indices.Length: 1 } array => array.Indices[0],
        IPropertyReferenceOperation { Arguments.Length: 1 } property => property.Arguments[0].Value,
        _ => null,
    };

    private bool IsPartOf(IOperation part, IOperation place)
    {
        for (IOperation? p = place; p is not null; p = _flow.Owner(p))
            if (_flow.Same(part, p)) return true;
        return false;
    }

    // Whether an expression is the task asked about, also under another name that was given it once.
    private bool Matches(IOperation? operation, Key key)
    {
        if (operation is null) return false;
        var task = _flow.Resolve(operation);
        if (key.Elements) return IsElement(task, out var collection) && collection is not null && _flow.Same(collection, key.Place)
            || IsElementVariable(task, key.Place);
        if (_flow.Same(task, key.Place)) return true;
        if (task is ILocalReferenceOperation local && _flow.Definition(local.Local) is { } definition && _flow.Same(definition, key.Place)) return true;
        return key.Place is ILocalReferenceOperation own && _flow.Definition(own.Local) is { } origin && _flow.IsPlace(origin) && _flow.Same(task, origin);
    }

    // Whether the task asked about is complete once the awaited expression is.
    private bool Covers(IOperation? awaited, Key key, int depth = 0)
    {
        if (awaited is null || --_budget < 0 || depth > 3) return false;
        var task = _flow.Resolve(awaited);
        if (!key.Elements && Matches(task, key)) return true;
        switch (task)
        {
            case IInvocationOperation call:
                return !Awaitables.IsWhenAny(call) && (Covers(call.Instance, key, depth + 1) || CoversAnArgument(call, key));
            case ILocalReferenceOperation local
                when _flow.Definition(local.Local) is { } definition && _flow.Resolve(definition) is IInvocationOperation or ITupleOperation:
                return Covers(definition, key, depth + 1);
            case ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation:
                return key.Elements && Matches(task, key);
            default:
                return Holds(task, key);
        }
    }

    private bool CoversAnArgument(IInvocationOperation call, Key key)
    {
        foreach (var argument in call.Arguments)
            if (Holds(argument.Value, key)) return true;
        return false;
    }

    // Whether a collection, or an expression that makes one, has the task in it.
    private bool Holds(IOperation collection, Key key)
    {
        if (--_budget < 0) return true;
        var value = _flow.Resolve(collection);
        if (value is IFlowAnonymousFunctionOperation or IDelegateCreationOperation) return false;
        if (!key.Elements && Matches(value, key)) return true;
        if (CollectionOf(value) is { } source)
        {
            if (key.Elements ? SameSource(source, key.Place) : HasElement(source, key.Place) || WasPutInto(source, key)) return true;
        }

        if (value is IObjectCreationOperation && !key.Elements && WasPutInto(value, key)) return true;
        foreach (var child in value.ChildOperations)
            if (Holds(child, key)) return true;
        return false;
    }

    private bool SameSource(IOperation left, IOperation right)
    {
        if (_flow.Same(left, right)) return true;
        var (a, b) = (Origin(left), Origin(right));
        return a is not null && _flow.Same(a, right) || b is not null && _flow.Same(left, b) || a is not null && b is not null && _flow.Same(a, b);
    }

    // "tasks = items.Select(i => i.Task)" is as complete as "items".
    private IOperation? Origin(IOperation collection) =>
        collection is ILocalReferenceOperation local && _flow.Definition(local.Local) is { } definition ? CollectionOf(definition) : null;

    // The task is an element, or is reached through an element, of the collection.
    private bool HasElement(IOperation collection, IOperation place)
    {
        for (IOperation? p = place; p is not null; p = _flow.Owner(p))
            if (_flow.CollectionOf(p) is { } own && SameSource(_flow.Resolve(own), collection) || IsElementVariable(_flow.Resolve(p), collection)) return true;
        return false;
    }

    // "first = tasks[0]", "foreach (var task in tasks)"
    private bool IsElementVariable(IOperation variable, IOperation collection) =>
        variable is ILocalReferenceOperation local && _flow.Definition(local.Local) is { } value
        && (IsElement(_flow.Resolve(value), out var source) ? source : _flow.CollectionOf(value)) is { } origin
        && SameSource(_flow.Resolve(origin), collection);

    // "new[] { a, b }", "list.Add(a)", "tasks[0] = a". The collection is a variable, or the creation that the flow has taken an initializer from.
    private bool WasPutInto(IOperation collection, Key key)
    {
        if (collection is ILocalReferenceOperation local)
        {
            foreach (var value in _flow.Values(local.Local))
            {
                var made = _flow.Resolve(value);
                if (made is IObjectCreationOperation
                    ? WasPutInto(made, key) : made is not (IInvocationOperation or ILocalReferenceOperation) && HasChild(made, key))
                    return true;
            }
        }

        foreach (var step in _flow.AllSteps())
        {
            if (step is IInvocationOperation call && call.Instance is not null && call.Arguments.Length > 0
                && (_flow.Same(call.Instance, collection) || _flow.Resolve(call.Instance) == collection))
            {
                foreach (var argument in call.Arguments)
                    if (Matches(argument.Value, key)) return true;
            }
            else if (step is ISimpleAssignmentOperation assignment && _flow.CollectionOf(assignment.Target) is { } written
                && _flow.Same(written, collection) && Matches(assignment.Value, key))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasChild(IOperation made, Key key)
    {
        if (Matches(made, key)) return true;
        foreach (var child in made.ChildOperations)
            if (HasChild(child, key)) return true;
        return false;
    }

    /// <summary>The collection that a sequence expression is made from: behind LINQ, copies, and <c>Values</c>.</summary>
    private IOperation? CollectionOf(IOperation sequence)
    {
        for (var i = 0; i < 32; i++)
        {
            sequence = _flow.Resolve(sequence);
            switch (sequence)
            {
                case IInvocationOperation { TargetMethod.IsStatic: true, Arguments.Length: > 0 } call
                    when call.TargetMethod.IsExtensionMethod: sequence = call.Arguments[0].Value; break;
                case IInvocationOperation { Instance: { } instance,
                    TargetMethod.Name: "ToArray" or "ToList" or "AsReadOnly" or "GetEnumerator" or "ConvertAll" or "FindAll" }: sequence = instance; break;
                case IPropertyReferenceOperation { Instance: { } instance, Property.Name: "Values" }: sequence = instance; break;
                case ITranslatedQueryOperation query: sequence = query.Operation; break;
                default: return _flow.IsPlace(sequence) || sequence is IFlowCaptureReferenceOperation ? sequence : null;
            }
        }

        return null;
    }

    // Whether a value is an element of a sequence, and of which collection; null where its tasks are complete by the way it was chosen.
    private bool IsElement(IOperation value, out IOperation? collection)
    {
        collection = null;
        IOperation? sequence = value switch
        {
            IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator } => _flow.Resolve(enumerator),
            IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments.Length: > 0 } call when IsElementAccess(call.TargetMethod) =>
                call.Arguments[0].Value,
            IInvocationOperation { Instance: { } instance } call when IsElementAccess(call.TargetMethod) => instance,
            _ => null,
        };
        switch (sequence)
        {
            case IInvocationOperation { TargetMethod.Name: "GetEnumerator" or "GetAsyncEnumerator" } start when value is IPropertyReferenceOperation:
                sequence = start.Instance ?? (start.Arguments.Length > 0 ? start.Arguments[0].Value : null);
                break;
        }

        if (sequence is null) return false;
        if (IsFiltered(sequence)) return true;
        collection = CollectionOf(sequence);
        return collection is not null;
    }

    private static bool IsElementAccess(IMethodSymbol method) =>
        method.Name is "First" or "FirstOrDefault" or "Last" or "LastOrDefault" or "Single" or "SingleOrDefault" or "ElementAt" or "ElementAtOrDefault"
            or "MaxBy" or "MinBy" or "Dequeue" or "Pop" or "Peek" or "Find"
        && method.ContainingNamespace is { Name: "Linq" or "Generic" };

    // "tasks.Where(t => t.IsCompletedSuccessfully)", "Task.WhenEach(tasks)"
    private bool IsFiltered(IOperation sequence)
    {
        for (var i = 0; i < 32; i++)
        {
            sequence = _flow.Resolve(sequence);
            if (sequence is ILocalReferenceOperation local && _flow.Definition(local.Local) is { } definition) sequence = _flow.Resolve(definition);
            if (sequence is ITranslatedQueryOperation query) sequence = _flow.Resolve(query.Operation);
            if (sequence is not IInvocationOperation call) return false;
            if (call.TargetMethod.Name == "WhenEach") return true;
            foreach (var argument in call.Arguments)
                if (MentionsInside(argument.Value, null)) return true;
            var next = call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
            if (next is null) return false;
            sequence = next;
        }

        return false;
    }
}
