namespace ArchitectAnalyzers.Models;

/// <summary>Calls that do something outside which the database cannot take back: a message sent, a payment made, a file uploaded.</summary>
internal static class ExternalWork
{
    private static readonly string[] s_verbs =
    {
        "Authorize", "Broadcast", "Capture", "Charge", "Complete", "Dispatch", "Deliver", "Emit", "Enqueue", "Handle", "Invoke", "Notify", "Pay", "Post", "Process",
        "Produce", "Publish", "Put", "Raise", "Refund", "Request", "Send", "Transfer", "Upload", "WriteAllBytes", "WriteAllText", "Delay", "Sleep",
    };

    // What a client only reads can be read again.
    private static readonly string[] s_reads = { "Create", "Download", "Fetch", "Find", "Get", "List", "Load", "Query", "Read", "Search", "Try" };

    private static readonly string[] s_clients = { "Client", "Gateway", "Publisher", "Bus", "Sender", "Mailer", "Api", "Proxy", "Storage", "Producer", "Dispatcher", "Notifier" };

    /// <summary>Whether there is such a call in a piece of code.</summary>
    internal static bool IsIn(IOperation code, RoundTrips trips) => First(code, trips) is not null;

    /// <summary>The first such call in a piece of code.</summary>
    internal static IInvocationOperation? First(IOperation code, RoundTrips trips)
    {
        foreach (var part in code.Descendants())
            if (part is IInvocationOperation call && Is(call, trips)) return call;
        return null;
    }

    /// <summary>Whether the call is one.</summary>
    internal static bool Is(IInvocationOperation call, RoundTrips trips)
    {
        var type = call.TargetMethod.ContainingType;
        var receiver = RoundTrips.Receiver(call)?.Type ?? type;
        if (type is null || receiver is null || trips.IsContext(receiver) || type.Name == "Enumerable" || trips.Of(call) is not null) return false;
        foreach (var client in s_clients)
            if (receiver.Name.EndsWith(client, StringComparison.Ordinal)) return !BeginsWith(call.TargetMethod.Name, s_reads);

        // Its own methods are read, not guessed at.
        if (call.Instance is null or IInstanceReferenceOperation && type.Name is not ("Task" or "Thread" or "File") && !call.TargetMethod.IsExtensionMethod) return false;
        return BeginsWith(call.TargetMethod.Name, s_verbs) && IsWork(call);
    }

    private static bool BeginsWith(string name, string[] verbs)
    {
        foreach (var verb in verbs)
            if (name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || !char.IsLower(name[verb.Length]))) return true;
        return false;
    }

    // What is only said in memory returns at once; a domain method of an entity that is called "Complete" is no message.
    private static bool IsWork(IInvocationOperation call) =>
        call.Parent is IAwaitOperation or IInvocationOperation or IReturnOperation || call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal)
        || call.TargetMethod.ContainingType is { Name: "Thread" or "File" or "Task" } || call.TargetMethod.ContainingType.TypeKind == TypeKind.Interface;
}
