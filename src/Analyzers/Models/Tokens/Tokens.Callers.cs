namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    // What the server ends by itself when the request, the call or the connection ends, whose token it would be given; or what speaks to others.
    private static readonly KnownType[] s_endWithTheirCaller =
    {
        KnownType.HttpContext, KnownType.HttpRequest, KnownType.HttpResponse, KnownType.GrpcServerStreamWriter, KnownType.HubClientProxy,
        KnownType.HubGroupManager,
    };

    // What carries a connection: it ends with that, and whoever waits at it is woken.
    private static readonly KnownType[] s_transports = { KnownType.PipeReader, KnownType.PipeWriter, KnownType.WebSocket };

    /// <summary>
    /// Whether the call ends by itself when its caller goes, so that it need not be told: it reads the request, writes the response, or speaks
    /// to other clients of a hub; or it is handed what the token is a member of, and can look at the token itself.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="token">The token that it would be given, where there is one: of a request, a message or a connection.</param>
    internal bool EndsWithItsCaller(IInvocationOperation call, TokenSource? token = null)
    {
        var receiver = (call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null))?.Unconverted();
        if (token is not null && (IsOfCaller(receiver, token) || IsHandedOwner(call, token))) return true;
        if (receiver is IParameterReferenceOperation && receiver.Type.Implements(_facts[KnownType.GrpcStreamReader])) return true;
        if (BelongsToCaller(receiver) || IsOverBody(receiver) || IsOfBody(call)) return true;
        if (token is null) return false;
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.Explicit) continue;
            if (IsOfCaller(argument.Value.Unconverted(), token) || IsPlainAction(argument.Value)) return true;
        }

        return false;
    }

    // "forwarder.SendAsync(httpContext, …)": who is given the request, the message or the connection has its token too.
    private bool IsHandedOwner(IInvocationOperation call, TokenSource token)
    {
        foreach (var argument in call.Arguments)
        {
            var value = argument.Value.Unconverted();
            var symbol = value switch
            {
                IParameterReferenceOperation parameter => parameter.Parameter,
                IMemberReferenceOperation member => member.Member,
                _ => null,
            };
            if (symbol is null) continue;
            if (SymbolEqualityComparer.Default.Equals(symbol, token.Root) || value.Type.IsA(_facts[KnownType.HttpContext])) return true;
        }

        return false;
    }

    // Who is handed work that takes no token decides when it runs; a token of the caller's would only say for how long to wait for that.
    private static bool IsPlainAction(IOperation value) =>
        value.Unconverted() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters.IsEmpty: true } };

    // JsonSerializer.SerializeAsync(context.Response.Body, value), where the value is there already.
    private bool IsOfBody(IInvocationOperation call)
    {
        if (call.TargetMethod.ContainingType.Name != "JsonSerializer" || call.Arguments.Length == 0) return false;
        foreach (var argument in call.Arguments)
            if (argument.Value.Unconverted().Type is { } type && type.Implements(_facts[KnownType.IAsyncEnumerableOfT])) return false;
        return call.Arguments[0].Value.Unconverted() is IPropertyReferenceOperation { Property.Name: "Body", Instance: { } instance }
            && BelongsToCaller(instance.Unconverted());
    }

    /// <summary>Whether the receiver is a pipe, which is not told to stop by a token but by who completes it.</summary>
    internal bool IsPipe(ITypeSymbol? type) =>
        type?.Name is "PipeReader" or "PipeWriter" && (_facts.Is(type, KnownType.PipeReader) || _facts.Is(type, KnownType.PipeWriter));

    private bool BelongsToCaller(IOperation? value)
    {
        for (; value is not null; value = (value as IPropertyReferenceOperation)?.Instance?.Unconverted())
            foreach (var type in s_endWithTheirCaller)
                if (value.Type.IsA(_facts[type])) return true;
        return false;
    }

    // What the token is a member of, or the transport of that.
    private bool IsOfCaller(IOperation? value, TokenSource token)
    {
        if (value is null || IsRoot(value, token)) return value is not null;
        var isTransport = false;
        foreach (var type in s_transports) isTransport |= value.Type.IsA(_facts[type]);
        if (isTransport && value is ILocalReferenceOperation local) value = local.Declarator()?.GetVariableInitializer()?.Value.Unconverted();
        while (isTransport && value is IPropertyReferenceOperation { Instance: { } instance })
        {
            value = instance.Unconverted();
            if (IsRoot(value, token)) return true;
        }

        return false;
    }

    private static bool IsRoot(IOperation value, TokenSource token) => value switch
    {
        IParameterReferenceOperation { Parameter: var parameter } => SymbolEqualityComparer.Default.Equals(parameter, token.Root),
        IPropertyReferenceOperation { Property: var property } => SymbolEqualityComparer.Default.Equals(property, token.Root),
        _ => false,
    };

    // A reader made over the body of a request, or a writer over that of a response.
    private bool IsOverBody(IOperation? value)
    {
        if (value is ILocalReferenceOperation local) value = local.Declarator()?.GetVariableInitializer()?.Value.Unconverted();
        var arguments = value switch
        {
            IObjectCreationOperation creation => creation.Arguments,
            IInvocationOperation call => call.Arguments,
            _ => ImmutableArray<IArgumentOperation>.Empty,
        };
        foreach (var argument in arguments)
        {
            if (argument.Value.Unconverted() is IPropertyReferenceOperation { Property.Name: "Body", Instance: { } instance }
                && BelongsToCaller(instance.Unconverted())) return true;
        }

        return false;
    }
}
