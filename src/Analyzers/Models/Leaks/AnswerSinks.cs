namespace ArchitectAnalyzers.Models;

/// <summary>Where a value goes out to the client: calls, results and members that an answer is made of.</summary>
internal static class AnswerSinks
{
    /// <summary>Whether a call answers with what it is handed. Name before type: the names are those of every method that takes something to answer with.</summary>
    internal static bool IsSink(IInvocationOperation call, Facts facts)
    {
        var method = call.TargetMethod;
        var type = method.ContainingType;
        switch (method.Name)
        {
            case "Problem" or "ValidationProblem" or "BadRequest" or "StatusCode" or "Ok" or "Json" or "Content" or "NotFound" or "Conflict" or "UnprocessableEntity"
                or "Unauthorized" or "Accepted" or "Created" or "Text" or "Bytes" or "InternalServerError" or "Forbid":
                return facts.Is(type, KnownType.HttpResults) || facts.Is(type, KnownType.HttpTypedResults) || facts.Is(type, KnownType.ControllerBase)
                    || facts.Is(type, KnownType.MvcController) || facts.Is(type, KnownType.PageModel) || facts.Is(type, KnownType.PageBase);
            case "WriteAsync" or "WriteAsJsonAsync" when facts.Is(HeldObjects.ReceiverOf(call)?.Type, KnownType.HttpResponse):
                return true;
            case "SendAsync" or "SendCoreAsync" when facts[KnownType.HubClientProxy] is { } client && HeldObjects.ReceiverOf(call)?.Type is { } receiver:
                return receiver.Implements(client) || IsOnHubClient(call, facts);
            case "WriteAsync" or "Write" when type.IsOrDerivesFrom(facts[KnownType.Stream]):
                return IsBody(call.Instance, facts);
            case "SerializeAsync" or "Serialize" when facts.Is(type, KnownType.JsonSerializer):
                return IsBody(call.Arguments[0].Value, facts);
            case "AddModelError" or "TryAddModelError" when type.Name == "ModelStateDictionary":
                return method.Parameters[method.Parameters.Length - 1].Type.SpecialType == SpecialType.System_String;
            case "Add" or "TryAdd" or "Append":
                return HeldObjects.ReceiverOf(call)?.Unconverted() is IPropertyReferenceOperation { Property.Name: "Extensions" or "Headers" } part && (IsOfProblem(part, facts) || IsHeaders(part, facts));
            default:
                return IsOnHubClient(call, facts);
        }
    }

    // Clients.Caller.ShowError(text), in a hub of an interface of the team's own: what is called is what clients are sent.
    private static bool IsOnHubClient(IInvocationOperation call, Facts facts)
    {
        if (call.Instance is not { Type.TypeKind: TypeKind.Interface } client || !facts.Has(KnownType.HubClientProxy)) return false;
        client = client.Unconverted();
        if (client is ILocalReferenceOperation local && IsInCatch(call)) client = local.Initializer()?.Unconverted() ?? client;
        var chosen = (client as IPropertyReferenceOperation)?.Property.ContainingType ?? (client as IInvocationOperation)?.TargetMethod.ContainingType;
        return chosen is { Name: "IHubClients" or "IHubCallerClients" or "HubClientsExtensions", ContainingNamespace: { Name: "SignalR", ContainingNamespace.Name: "AspNetCore" } };
    }

    private static bool IsInCatch(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is ICatchClauseOperation) return true;
        return false;
    }

    /// <summary>Whether what is made is an answer, the problem that one carries, or an exception whose message a hub or gRPC service sends.</summary>
    internal static bool IsSink(IObjectCreationOperation creation, Facts facts) => creation.Type is { } type
        && (type.Name.EndsWith("Result", StringComparison.Ordinal) && type.Implements(facts[KnownType.IActionResult])
            || type.Name.EndsWith("ProblemDetails", StringComparison.Ordinal) && type.IsOrDerivesFrom(facts[KnownType.ProblemDetails])
            || type.Name == "HubException" && type.ContainingNamespace.Name == "SignalR"
            || type.Name == "Status" && facts.Is(type, KnownType.GrpcStatus));

    /// <summary>Whether a value that is assigned to the property goes out: <c>problem.Detail</c>, <c>problem.Extensions["x"]</c>, a header, data of a view.</summary>
    internal static bool IsSink(IPropertyReferenceOperation property, Facts facts)
    {
        if (!property.Property.IsIndexer) return IsOfProblem(property, facts) || property.Instance is IPropertyReferenceOperation { Property.Name: "Headers" } headers && IsHeaders(headers, facts);
        return property.Instance?.Unconverted() is IPropertyReferenceOperation { Property: { Name: "Extensions" or "Headers" or "ViewData" or "TempData", ContainingType: var type } part } owner
            && (IsOfProblem(owner, facts) || IsHeaders(owner, facts)
                || part.Name is "ViewData" or "TempData" && (facts.Is(type, KnownType.MvcController) || facts.Is(type, KnownType.PageModel) || facts.Is(type, KnownType.PageBase)));
    }

    /// <summary>Whether an assignment is part of a creation that is looked at as a whole.</summary>
    internal static bool IsInCreation(IOperation assignment, Facts facts)
    {
        for (var parent = assignment.Parent; parent is IObjectOrCollectionInitializerOperation or IMemberInitializerOperation or IObjectCreationOperation; parent = parent.Parent)
            if (parent is IObjectCreationOperation creation) return creation.Type.IsOrDerivesFrom(facts[KnownType.ProblemDetails]);
        return false;
    }

    private static bool IsBody(IOperation? value, Facts facts) =>
        value?.Unconverted() is IPropertyReferenceOperation { Property: { Name: "Body" or "BodyWriter", ContainingType: var type } } && facts.Is(type, KnownType.HttpResponse);

    private static bool IsOfProblem(IPropertyReferenceOperation property, Facts facts) =>
        property.Property.Name is "Detail" or "Title" or "Extensions" or "Instance" or "Type" && property.Property.ContainingType.IsOrDerivesFrom(facts[KnownType.ProblemDetails]);

    private static bool IsHeaders(IPropertyReferenceOperation property, Facts facts) => property.Property.Name == "Headers" && facts.Is(property.Property.ContainingType, KnownType.HttpResponse);
}
