using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ArchitectAnalyzers.Semantics;

/// <summary>What a condition says of a task.</summary>
internal sealed partial class Completion
{
    // TaskStatus.RanToCompletion, Canceled and Faulted are 5, 6 and 7.
    private const int FirstFinalStatus = 5, LastStatus = 7;

    // Whether the condition, being so, means that the task is complete. A pattern that names the task anew renames the key.
    private bool Implies(IOperation condition, bool truth, ref Key key)
    {
        if (--_budget < 0) return true;
        condition = _flow.Resolve(condition);
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Implies(not.Operand, !truth, ref key);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd } both:
                return truth ? Implies(both.LeftOperand, true, ref key) || Implies(both.RightOperand, true, ref key)
                    : Implies(both.LeftOperand, false, ref key) && Implies(both.RightOperand, false, ref key);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr } either:
                return truth ? Implies(either.LeftOperand, true, ref key) && Implies(either.RightOperand, true, ref key)
                    : Implies(either.LeftOperand, false, ref key) || Implies(either.RightOperand, false, ref key);
            case IBinaryOperation comparison:
                return Compares(comparison, truth, ref key);
            case IIsPatternOperation test:
                return Tests(test.Value, test.Pattern, truth, ref key);

            // Where there is no task, nothing waits.
            case IIsNullOperation isNull when Matches(isNull.Operand, key):
                return truth;
            case IPropertyReferenceOperation property when IsCompletionTest(property) && Matches(property.Instance, key):
                return truth;
            case IPropertyReferenceOperation { Instance: { } nullable, Property: { Name: "Value", ContainingType.Name: "Nullable" } }:
                return Implies(nullable, truth, ref key);
            case ILocalReferenceOperation local:
                foreach (var value in _flow.Values(local.Local))
                    if (!IsConstant(value, !truth) && (Implies(value, truth, ref key) || MentionsCompletion(value, key) || MentionsInText(value.Syntax, key)))
                        return true;
                return false;
            case IFlowCaptureReferenceOperation temporary:
                return EveryValue(temporary, truth, ref key);
            case IInvocationOperation call:
                return Implies(call, truth, ref key);
            default:
                return MentionsCompletion(condition, key);
        }
    }

    private bool Implies(IInvocationOperation call, bool truth, ref Key key)
    {
        if (call.TargetMethod.Name == "GetValueOrDefault" && call.Instance is { } nullable) return Implies(nullable, truth, ref key);
        if (call.TargetMethod.Name is "Equals" or "ReferenceEquals" && Operands(call) is var (left, right)) return Equal(left, right, truth, key);
        if (call.TargetMethod.Name == "MoveNext" && !truth && key.Elements && call.Instance is { } enumerator && Enumerates(enumerator, key.Place))
            return IsEachAwaited(key);

        // "tasks.All(t => t.IsCompleted)"
        if (key.Elements || _flow.CollectionOf(key.Place) is not null)
        {
            foreach (var argument in call.Arguments)
                if (MentionsInside(argument.Value, null) && ReceiverOf(call) is { } sequence && CollectionOf(sequence) is { } source
                    && (key.Elements ? SameSource(source, key.Place) : HasElement(source, key.Place))) return true;
        }

        if (truth && SaysComplete(call.TargetMethod.Name))
        {
            if (Matches(call.Instance, key)) return true;
            foreach (var argument in call.Arguments)
                if (Matches(argument.Value, key)) return true;
        }

        return MentionsCompletion(call, key);
    }

    private static IOperation? ReceiverOf(IInvocationOperation call) => call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    private static (IOperation, IOperation)? Operands(IInvocationOperation call) =>
        call.Instance is { } instance && call.Arguments.Length == 1 ? (instance, call.Arguments[0].Value)
        : call.Arguments.Length == 2 ? (call.Arguments[0].Value, call.Arguments[1].Value) : null;

    private static bool SaysComplete(string name) =>
        name.IndexOf("Complete", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Finished", StringComparison.OrdinalIgnoreCase) >= 0
        || name is "IsDone" or "IsReady";

    // A temporary that can be so only by values that mean it: the others are constants of the other truth.
    private bool EveryValue(IFlowCaptureReferenceOperation temporary, bool truth, ref Key key)
    {
        var any = false;
        foreach (var value in _flow.Values(temporary))
        {
            if (IsConstant(value, !truth)) continue;
            if (!Implies(value, truth, ref key)) return MentionsInText(temporary.Syntax, key);
            any = true;
        }

        return any;
    }

    private static bool IsConstant(IOperation value, bool truth)
    {
        value = value.Unwrapped();
        return value.ConstantValue is { HasValue: true, Value: bool constant } && constant == truth
            || value is IDefaultValueOperation && (!truth || value.Type?.SpecialType != SpecialType.System_Boolean);
    }

    private bool Compares(IBinaryOperation comparison, bool truth, ref Key key)
    {
        var (left, right) = (_flow.Resolve(comparison.LeftOperand), _flow.Resolve(comparison.RightOperand));
        var isEquality = comparison.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        var equal = comparison.OperatorKind == BinaryOperatorKind.Equals == truth;
        if (isEquality)
        {
            if (right.ConstantValue is { HasValue: true, Value: bool constant })
                return equal ? Implies(left, constant, ref key) : left.Type?.SpecialType == SpecialType.System_Boolean && Implies(left, !constant, ref key);
            if (IsNull(right) && Matches(left, key) || IsNull(left) && Matches(right, key)) return equal;
            if (left.ConstantValue is { HasValue: true, Value: bool other })
                return equal ? Implies(right, other, ref key) : right.Type?.SpecialType == SpecialType.System_Boolean && Implies(right, !other, ref key);
        }

        if (StatusOf(left, key) && right.ConstantValue is { HasValue: true, Value: int status })
            return IsFinal(s => Compare(comparison.OperatorKind, s, status) == truth);
        if (StatusOf(right, key) && left.ConstantValue is { HasValue: true, Value: int reversed })
            return IsFinal(s => Compare(comparison.OperatorKind, reversed, s) == truth);
        if (isEquality) return Equal(left, right, equal, key) || MentionsCompletion(comparison, key);

        // "i < tasks.Count" is over: each was awaited.
        return key.Elements && !truth && Mentions(comparison, key.Place) && IsEachAwaited(key) || MentionsCompletion(comparison, key);
    }

    private static bool IsNull(IOperation value) => value.ConstantValue is { HasValue: true, Value: null };

    // The winner of a WhenAny is complete; what is not the one it was raced against is the winner.
    private bool Equal(IOperation left, IOperation right, bool equal, Key key)
    {
        var winner = WinnerOf(left) is { } first ? (Race: first, Other: right) : WinnerOf(right) is { } second ? (Race: second, Other: left) : default;
        if (winner.Race is null) return false;
        if (Matches(winner.Other, key)) return equal;
        return !equal && CoversAnArgument(winner.Race, key);
    }

    private IInvocationOperation? WinnerOf(IOperation operation)
    {
        operation = _flow.Resolve(operation);
        if (operation is ILocalReferenceOperation local && _flow.Definition(local.Local) is { } definition) operation = _flow.Resolve(definition);
        return operation is IAwaitOperation wait && _flow.Resolve(wait.Operation) is IInvocationOperation call && Awaitables.IsWhenAny(call) ? call : null;
    }

    private bool StatusOf(IOperation operation, Key key) =>
        operation is IPropertyReferenceOperation { Property.Name: "Status", Instance: { } instance } && Matches(instance, key);

    private static bool IsFinal(Func<int, bool> possible)
    {
        var any = false;
        for (var status = 0; status <= LastStatus; status++)
        {
            if (!possible(status)) continue;
            if (status < FirstFinalStatus) return false;
            any = true;
        }

        return any;
    }

    private static bool Compare(BinaryOperatorKind kind, int left, int right) => kind switch
    {
        BinaryOperatorKind.Equals => left == right,
        BinaryOperatorKind.NotEquals => left != right,
        BinaryOperatorKind.LessThan => left < right,
        BinaryOperatorKind.LessThanOrEqual => left <= right,
        BinaryOperatorKind.GreaterThan => left > right,
        _ => left >= right,
    };

    private bool Tests(IOperation value, IPatternOperation pattern, bool truth, ref Key key)
    {
        value = _flow.Resolve(value);
        while (pattern is INegatedPatternOperation negated) (pattern, truth) = (negated.Pattern, !truth);

        // "task is Task<int> { IsCompleted: true } done", and done is asked about.
        if (truth && key.Place is ILocalReferenceOperation own && Declared(pattern) is { } declared
            && SymbolEqualityComparer.Default.Equals(declared, own.Local))
        {
            if (Awaitables.IsComplete(value)) return true;
            if (!_flow.IsPlace(value)) return false;
            key = new Key(value, key.Elements);
        }

        if (Matches(value, key)) return Means(pattern, truth, key);

        // "job is { Work.IsCompleted: true }", and job.Work is asked about.
        if (truth && PatternOf(key.Place, value, pattern) is { } inner) return Means(inner, true, key);
        if (StatusOf(value, key)) return IsFinal(status => Accepts(pattern, status) is not { } accepts || accepts == truth);
        if (value is IPropertyReferenceOperation property && IsCompletionTest(property) && Matches(property.Instance, key))
            return Accepts(pattern, false) == !truth || (truth ? Accepts(pattern, true) ?? true : Accepts(pattern, true) == false);
        if (truth && pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool constant } })
            return Implies(value, constant, ref key);
        return MentionsCompletion(value, key) || MentionsCompletion(pattern, key);
    }

    // What a pattern on a value asks of a member of it.
    private IPatternOperation? PatternOf(IOperation place, IOperation value, IPatternOperation pattern)
    {
        if (_flow.Same(place, value)) return pattern;
        if (_flow.Owner(place) is not { } owner || _flow.Resolve(place) is not IMemberReferenceOperation { Member: var asked }
            || PatternOf(owner, value, pattern) is not IRecursivePatternOperation recursive) return null;
        foreach (var subpattern in recursive.PropertySubpatterns)
            if (subpattern.Member is IMemberReferenceOperation { Member: var member } && SymbolEqualityComparer.Default.Equals(member, asked))
                return subpattern.Pattern;
        return null;
    }

    private static ISymbol? Declared(IPatternOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
        IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => Declared(both.LeftPattern) ?? Declared(both.RightPattern),
        _ => null,
    };

    // Whether the task, matching the pattern or not, is complete.
    private bool Means(IPatternOperation pattern, bool truth, Key key)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return Means(negated.Pattern, !truth, key);
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both:
                return truth ? Means(both.LeftPattern, true, key) || Means(both.RightPattern, true, key)
                    : Means(both.LeftPattern, false, key) && Means(both.RightPattern, false, key);
            case IBinaryPatternOperation either:
                return truth ? Means(either.LeftPattern, true, key) && Means(either.RightPattern, true, key)
                    : Means(either.LeftPattern, false, key) || Means(either.RightPattern, false, key);
            case IConstantPatternOperation { Value: var constant } when IsNull(constant):
                return truth;
            case IRecursivePatternOperation recursive when truth || recursive.PropertySubpatterns.Length == 1:
                foreach (var subpattern in recursive.PropertySubpatterns)
                {
                    if (subpattern.Member is not IPropertyReferenceOperation member) continue;
                    if (IsCompletionTest(member) && (truth ? Accepts(subpattern.Pattern, false) == false : Accepts(subpattern.Pattern, false) == true))
                        return true;
                    if (member.Property.Name == "Status" && IsFinal(status => Accepts(subpattern.Pattern, status) is not { } accepts || accepts == truth))
                        return true;
                }

                return false;
            default:
                return false;
        }
    }

    // Whether a pattern accepts a constant; null: cannot tell.
    private static bool? Accepts(IPatternOperation pattern, object value) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: var constant } } => value.Equals(constant),
        IDiscardPatternOperation => true,
        INegatedPatternOperation negated => !Accepts(negated.Pattern, value),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => Accepts(both.LeftPattern, value) & Accepts(both.RightPattern, value),
        IBinaryPatternOperation either => Accepts(either.LeftPattern, value) | Accepts(either.RightPattern, value),
        IRelationalPatternOperation { Value.ConstantValue: { HasValue: true, Value: int bound } } relational when value is int number =>
            Compare(relational.OperatorKind, number, bound),
        _ => null,
    };

    private static bool IsCompletionTest(IPropertyReferenceOperation property) =>
        property.Property.Name is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled";

    // A form that is not understood, but speaks of this task's completion.
    private bool MentionsCompletion(IOperation operation, Key key)
    {
        if (--_budget < 0) return true;
        if (operation is IPropertyReferenceOperation { Instance: { } instance } property && (IsCompletionTest(property) || property.Property.Name == "Status")
            && Matches(instance, key)) return true;
        if (operation is IFlowCaptureReferenceOperation && _flow.Resolve(operation) is var resolved and not IFlowCaptureReferenceOperation)
            return MentionsCompletion(resolved, key);
        foreach (var child in operation.ChildOperations)
            if (MentionsCompletion(child, key)) return true;
        return false;
    }

    // Where the flow has taken an expression apart ("ready = a.IsCompleted && b.IsCompleted"), its text still has it in one piece.
    private static bool MentionsInText(SyntaxNode condition, Key key)
    {
        foreach (var child in condition.ChildNodes())
        {
            if (child is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCompleted" or "IsCompletedSuccessfully" or "Status" } member
                && SyntaxFactory.AreEquivalent(member.Expression, key.Place.Syntax)) return true;
            if (MentionsInText(child, key)) return true;
        }

        return false;
    }

    // Whether a lambda tests a task's completion: the one asked about, or (null) any.
    private bool MentionsInside(IOperation argument, Key? key)
    {
        argument = argument.Unwrapped();
        if (argument is IDelegateCreationOperation delegated) argument = delegated.Target;
        if (argument is not IFlowAnonymousFunctionOperation lambda) return false;
        foreach (var body in _flow.Bodies)
        {
            if (!SymbolEqualityComparer.Default.Equals(body.Symbol, lambda.Symbol)) continue;
            foreach (var block in body.Graph.Blocks)
            {
                foreach (var step in body.Steps(block))
                    if (step is IPropertyReferenceOperation property
                        && (IsCompletionTest(property) || property.Property.Name == "Status" && property.Property.ContainingType.Name == "Task")
                        && (key is not { } asked || Matches(property.Instance, asked))) return true;
            }
        }

        return false;
    }

    private bool Enumerates(IOperation enumerator, IOperation collection) =>
        _flow.Resolve(enumerator) is IInvocationOperation { TargetMethod.Name: "GetEnumerator" } start
        && CollectionOf(start.Instance ?? start.Arguments[0].Value) is { } source && SameSource(source, collection);

    // A loop over the collection awaits each element.
    private bool IsEachAwaited(Key key)
    {
        foreach (var step in _flow.AllSteps())
        {
            if (step is not IAwaitOperation wait) continue;
            var task = _flow.Resolve(wait.Operation);
            if (HasElement(key.Place, task)) return true;
        }

        return false;
    }
}
