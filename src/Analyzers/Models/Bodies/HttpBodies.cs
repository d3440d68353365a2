namespace ArchitectAnalyzers.Models;

/// <summary>Which half of an exchange a body belongs to.</summary>
internal enum HttpBody
{
    /// <summary>What the client sends.</summary>
    Request,

    /// <summary>What it gets.</summary>
    Response,
}

/// <summary>Calls that read or write the body of a request or response synchronously, directly or through readers, writers and compressors.</summary>
internal static class HttpBodies
{
    private const int MaxDepth = 6;

    // What parses or copies whole streams that it is handed.
    private static readonly string[] s_readers = { "Deserialize", "Load", "Parse", "ReadObject" };
    private static readonly string[] s_writers = { "CopyTo", "Save", "Serialize", "WriteObject", "WriteTo" };

    /// <summary>The body that a call reads or writes synchronously; null where it does not, or cannot be seen to.</summary>
    internal static HttpBody? UsedBy(IInvocationOperation call, Facts facts)
    {
        var method = call.TargetMethod;
        var isReader = Array.IndexOf(s_readers, method.Name) >= 0;
        if (isReader || Array.IndexOf(s_writers, method.Name) >= 0)
        {
            if (!IsOfPlatform(method.ContainingType)) return null;
            foreach (var argument in call.Arguments)
                if (Of(argument.Value, facts) is { } body && body == (isReader ? HttpBody.Request : HttpBody.Response)) return body;
        }

        if (!IsSynchronous(method, out var writes) || HeldObjects.ReceiverOf(call) is not { } receiver) return null;
        return Of(receiver, facts) is { } used && used == (writes ? HttpBody.Response : HttpBody.Request) ? used : null;
    }

    /// <summary>The body that a stream, reader or writer works on; null where it is none, or was replaced in this member.</summary>
    internal static HttpBody? Of(IOperation? value, Facts facts) => Of(value, facts, 0);

    private static HttpBody? Of(IOperation? value, Facts facts, int depth)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        if (value is null || depth > MaxDepth) return null;
        switch (value)
        {
            case IPropertyReferenceOperation { Property: { Name: "Body" or "BodyReader" or "BodyWriter", ContainingType: var owner } property }:
                var body = facts.Is(owner, KnownType.HttpRequest) ? HttpBody.Request : facts.Is(owner, KnownType.HttpResponse) ? HttpBody.Response : (HttpBody?)null;
                return body is not null && !IsReplaced(value, property) ? body : null;
            case IPropertyReferenceOperation { Property.Name: "BaseStream", Instance: { } wrapper }:
                return Of(wrapper, facts, depth + 1);
            case ILocalReferenceOperation local:
                return local.Initializer() is { } initial ? Of(initial, facts, depth + 1) : null;
            case IConditionalAccessOperation access:
                return Of(access.WhenNotNull, facts, depth + 1);
            case IInvocationOperation { TargetMethod.Name: "AsStream" } made:
                return Of(HeldObjects.ReceiverOf(made), facts, depth + 1);
            case IObjectCreationOperation { Arguments: { IsEmpty: false } arguments } creation when IsWrapper(creation.Type, facts):
                return Of(arguments[0].Value, facts, depth + 1);
            case IParameterReferenceOperation { Parameter: { Type.Name: "Stream" or "PipeReader", ContainingSymbol: IMethodSymbol handler } }:
                // A minimal API binds the body itself to it.
                return facts.Endpoints().Of(handler) is { Kind: EndpointKind.MinimalApi } ? HttpBody.Request : null;
            default:
                return null;
        }
    }

    // context.Response.Body = buffer: from then on it is memory.
    private static bool IsReplaced(IOperation use, IPropertySymbol property)
    {
        foreach (var part in use.Root().Descendants())
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Property, property)) return true;
        return false;
    }

    private static bool IsWrapper(ITypeSymbol? type, Facts facts)
    {
        if (type is null) return false;
        if (type.Name is "BinaryReader" or "BinaryWriter" or "JsonTextReader" or "JsonTextWriter") return true;
        return type.IsOrDerivesFrom(facts[KnownType.Stream]) || type.IsOrDerivesFrom(facts[KnownType.TextReader]) || type.IsOrDerivesFrom(facts[KnownType.TextWriter]);
    }

    private static bool IsSynchronous(IMethodSymbol method, out bool writes)
    {
        writes = false;
        switch (method.Name)
        {
            case "Write" or "WriteByte" or "WriteLine" or "Flush":
                writes = true;
                break;
            case "Read" or "ReadByte" or "ReadBytes" or "ReadExactly" or "ReadAtLeast" or "ReadToEnd" or "ReadLine" or "ReadBlock" or "CopyTo":
                break;
            default:
                if (method.ContainingType?.Name != "BinaryReader" || !method.Name.StartsWith("Read", StringComparison.Ordinal)) return false;
                break;
        }

        for (ITypeSymbol? type = method.ContainingType; type is not null; type = type.BaseType)
            if (type.Name is "Stream" or "TextReader" or "TextWriter" or "BinaryReader" or "BinaryWriter") return true;
        return false;
    }

    private static bool IsOfPlatform(INamedTypeSymbol? type)
    {
        var space = type?.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false }) space = space.ContainingNamespace;
        return space?.Name is "System" or "Newtonsoft";
    }
}
