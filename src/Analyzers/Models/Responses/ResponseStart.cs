namespace ArchitectAnalyzers.Models;

/// <summary>What begins a response, what is too late then, and which of the two comes first in a function.</summary>
internal static class ResponseStart
{
    /// <summary>Whether a call sends the first bytes of a response, or its headers.</summary>
    internal static bool Begins(IInvocationOperation call, Facts facts)
    {
        switch (call.TargetMethod.Name)
        {
            case "WriteAsync" or "WriteAsJsonAsync" or "SendFileAsync" or "StartAsync" or "CompleteAsync" when facts.Is(HeldObjects.ReceiverOf(call)?.Type, KnownType.HttpResponse):
                return true;
            case "WriteAsync" or "FlushAsync":
                return HttpBodies.Of(HeldObjects.ReceiverOf(call), facts) == HttpBody.Response;
            case "CopyToAsync" or "SerializeAsync":
                foreach (var argument in call.Arguments)
                    if (HttpBodies.Of(argument.Value, facts) == HttpBody.Response) return true;
                return false;
            default:
                return HttpBodies.UsedBy(call, facts) == HttpBody.Response;
        }
    }

    /// <summary>Whether a call hands the request on to the rest of the pipeline, which mostly answers it.</summary>
    internal static bool IsNext(IInvocationOperation call, Facts facts)
    {
        if (call.TargetMethod.MethodKind != MethodKind.DelegateInvoke) return false;
        var type = call.TargetMethod.ContainingType;
        if (facts.Is(type, KnownType.RequestDelegate) || type.Name == "ResultExecutionDelegate") return true;
        return type is { Name: "Func", Arity: 1 } && call.Instance is IParameterReferenceOperation { Parameter.Name: "next" };
    }

    /// <summary>
    /// What of a response an operation sets, which must be done before it begins: the name to report; null where it sets nothing. An assignment or a call.
    /// </summary>
    internal static SyntaxNode? Sets(IOperation operation, Facts facts)
    {
        switch (operation)
        {
            case IAssignmentOperation { Target: IPropertyReferenceOperation target }:
                if (target.Property.IsIndexer) return IsPart(target.Instance, "Headers", facts) ? CallShapes.NameNode(target.Instance!.Syntax) : null;
                if (target.Property.Name is "StatusCode" or "ContentType" or "ContentLength" && facts.Is(target.Property.ContainingType, KnownType.HttpResponse)
                    || IsPart(target.Instance, "Headers", facts)) return CallShapes.NameNode(target.Syntax);
                return null;
            case IInvocationOperation call:
                switch (call.TargetMethod.Name)
                {
                    case "Append" or "Add" or "TryAdd" or "Remove" or "AppendCommaSeparatedValues" or "SetCommaSeparatedValues":
                        return IsPart(HeldObjects.ReceiverOf(call), "Headers", facts) || IsPart(HeldObjects.ReceiverOf(call), "Cookies", facts) ? call.NameNode() : null;
                    case "Delete":
                        return IsPart(HeldObjects.ReceiverOf(call), "Cookies", facts) ? call.NameNode() : null;
                    case "Redirect":
                        return facts.Is(call.TargetMethod.ContainingType, KnownType.HttpResponse) ? call.NameNode() : null;
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>
    /// The call of a kind that surely runs before an operation whenever that does and the call's condition held, in the same function, with nothing in
    /// between that asks whether the response has begun.
    /// </summary>
    internal static IInvocationOperation? Before(IOperation operation, Func<IInvocationOperation, Facts, bool> isMeant, Facts facts)
    {
        var isConditional = false;
        for (var (child, parent) = (operation, operation.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IConditionalOperation choice when choice.Condition != child:
                    if (Asks(choice.Condition)) return null;
                    isConditional = true;
                    break;
                case ISwitchCaseOperation section:
                    if (In(section.Body, child, isConditional, isMeant, facts) is var (inCase, isDoneInCase) && isDoneInCase) return inCase;
                    isConditional = true;
                    break;
                case ICatchClauseOperation:
                    return null;
                case ITryOperation attempt when attempt.Finally == child:
                    if (Find(attempt.Body, isConditional, isMeant, facts) is { } tried) return tried;
                    break;
                case IBlockOperation block:
                    if (In(block.Operations, child, isConditional, isMeant, facts) is var (found, isDone) && isDone) return found;
                    break;
            }
        }

        return null;
    }

    // Backwards from the child. Done: found, or somebody asks.
    private static (IInvocationOperation? Call, bool IsDone) In(
        ImmutableArray<IOperation> statements, IOperation child, bool isConditional, Func<IInvocationOperation, Facts, bool> isMeant, Facts facts)
    {
        for (var i = statements.IndexOf(child) - 1; i >= 0; i--)
        {
            if (Find(statements[i], isConditional, isMeant, facts) is { } call) return (call, true);
            if (statements[i] is IConditionalOperation choice ? Asks(choice.Condition) && LeavesAll(choice.WhenTrue) : Asks(statements[i])) return (null, true);
        }

        return (null, false);
    }

    private static IInvocationOperation? Find(IOperation statement, bool isConditional, Func<IInvocationOperation, Facts, bool> isMeant, Facts facts)
    {
        if (statement is IReturnOperation or ILocalFunctionOperation) return null;
        foreach (var part in statement.DescendantsAndSelf())
            if (part is IInvocationOperation call && isMeant(call, facts) && GoesOn(call, statement, isConditional)) return call;
        return null;
    }

    // Whether what follows the statement is reached after the call.
    private static bool GoesOn(IOperation call, IOperation statement, bool isConditional)
    {
        for (var (child, parent) = (call, call.Parent); child != statement && parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation or IReturnOperation or ICatchClauseOperation:
                case IConditionalOperation choice when choice.Condition != child && (isConditional || Asks(choice.Condition)):
                case ISwitchCaseOperation section when isConditional || Leaves(section.Body):
                case ISwitchExpressionArmOperation when isConditional:
                case IBlockOperation block when Leaves(block.Operations):
                    return false;
            }
        }

        return true;
    }

    private static bool Leaves(ImmutableArray<IOperation> statements) => !statements.IsEmpty && statements[statements.Length - 1] switch
    {
        IReturnOperation { IsImplicit: false } or IThrowOperation => true,
        IBranchOperation { BranchKind: BranchKind.Continue or BranchKind.GoTo } => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IConditionalOperation { WhenFalse: { } otherwise } choice => LeavesAll(choice.WhenTrue) && LeavesAll(otherwise),
        IBlockOperation inner => Leaves(inner.Operations),
        ITryOperation attempt => Leaves(attempt.Body.Operations),
        _ => false,
    };

    private static bool LeavesAll(IOperation branch) => branch is IBlockOperation block ? Leaves(block.Operations) : Leaves(ImmutableArray.Create(branch));

    private static bool Asks(IOperation statement) => statement.Syntax.ToString() is var text && (text.Contains("HasStarted") || text.Contains(".Clear()"));

    private static bool IsPart(IOperation? value, string name, Facts facts)
    {
        value = value?.Unconverted();

        // By the type first: to look for the initializer of every list that something is added to costs more than the rest of the rule.
        if (value is ILocalReferenceOperation { Type.Name: "IHeaderDictionary" or "IResponseCookies" or "ResponseHeaders" or "IDictionary" } local)
            value = local.Initializer()?.Unconverted();
        return value is IPropertyReferenceOperation { Property: { ContainingType: var type } property } && property.Name == name && facts.Is(type, KnownType.HttpResponse)
            || name == "Headers" && value is IInvocationOperation { TargetMethod.Name: "GetTypedHeaders" } typed && facts.Is(HeldObjects.ReceiverOf(typed)?.Type, KnownType.HttpResponse);
    }
}
