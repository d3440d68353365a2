namespace ArchitectAnalyzers.Models;

/// <summary>Which handlers take what a browser's form sends, and so what another site can make a browser send.</summary>
internal static class Forms
{
    private static readonly string[] s_types = { "IFormFile", "IFormFileCollection", "IFormCollection" };
    private static readonly string[] s_readers = { "ReadFormAsync", "ReadForm" };

    /// <summary>Whether an endpoint changes something by its verb. One without a verb answers any, and proves nothing.</summary>
    internal static bool Writes(Endpoint endpoint)
    {
        foreach (var verb in endpoint.Verbs)
            if (verb is "POST" or "PUT" or "PATCH" or "DELETE") return true;
        return false;
    }

    /// <summary>Whether a parameter is bound from a form, said by an attribute or by its type.</summary>
    internal static bool Binds(IMethodSymbol handler)
    {
        foreach (var parameter in handler.Parameters)
        {
            if (parameter.HasAttribute("FromFormAttribute")) return true;
            var type = parameter.Type is INamedTypeSymbol { TypeArguments.Length: 1 } list ? list.TypeArguments[0] : parameter.Type;
            if (Array.IndexOf(s_types, type.Name) >= 0 || Array.IndexOf(s_types, parameter.Type.Name) >= 0) return true;
        }

        return false;
    }

    /// <summary>Whether a parameter is bound from a JSON body.</summary>
    internal static bool BindsBody(IMethodSymbol handler)
    {
        foreach (var parameter in handler.Parameters)
            if (parameter.HasAttribute("FromBodyAttribute")) return true;
        return false;
    }

    /// <summary>Whether a handler reads the form of the request itself.</summary>
    internal static bool Reads(IMethodSymbol handler, CancellationToken cancellationToken)
    {
        if (handler.DeclaringSyntaxReferences.IsEmpty) return false;
        foreach (var node in handler.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken).DescendantNodes())
        {
            if (node is not SimpleNameSyntax { Parent: MemberAccessExpressionSyntax member } name || member.Name != name) continue;
            if (Array.IndexOf(s_readers, name.Identifier.ValueText) >= 0) return true;
            if (name.Identifier.ValueText == "Form" && CallShapes.MethodName(member.Expression) is { } of
                && (of.EndsWith("equest", StringComparison.Ordinal) || IsRequest(handler, of))) return true;
        }

        return false;
    }

    private static bool IsRequest(IMethodSymbol handler, string name)
    {
        foreach (var parameter in handler.Parameters)
            if (parameter.Name == name && parameter.Type.Name == "HttpRequest") return true;
        return false;
    }
}
