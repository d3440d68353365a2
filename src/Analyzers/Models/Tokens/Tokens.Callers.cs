namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    // What the server ends by itself when the request, the call or the connection ends, whose token it would be given; or what speaks to others.
    private static readonly KnownType[] s_endWithTheirCaller =
    {
        KnownType.HttpContext, KnownType.HttpRequest, KnownType.HttpResponse, KnownType.GrpcServerStreamWriter, KnownType.HubClientProxy,
        KnownType.HubGroupManager,
    };

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

    /// <summary>
    /// Whether the call ends by itself when its caller goes, so that it need not be told: it reads the request, writes the response, or speaks
    /// to other clients of a hub.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="token">The token that it would be given, where there is one: of a request, a message or a connection.</param>
    internal bool EndsWithItsCaller(IInvocationOperation call, TokenSource? token = null)
    {
        var receiver = (call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null))?.Unconverted();
        if (token is not null && receiver is IParameterReferenceOperation { Parameter: var parameter }
            && SymbolEqualityComparer.Default.Equals(parameter, token.Root)) return true;
        if (token is not null && IsHandedOwner(call, token)) return true;
        if (receiver is IParameterReferenceOperation && receiver.Type.Implements(_facts[KnownType.GrpcStreamReader])) return true;
        for (var value = receiver; value is not null; value = (value as IPropertyReferenceOperation)?.Instance?.Unconverted())
            foreach (var type in s_endWithTheirCaller)
                if (value.Type.IsA(_facts[type])) return true;
        return false;
    }
}
