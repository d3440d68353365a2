namespace ArchitectAnalyzers.Models;

/// <summary>Handlers that a link in a mail leads to: they can only be a GET, and the code in the link is what makes them safe.</summary>
internal static class MailLinks
{
    private static readonly HashSet<string> s_links = new(StringComparer.OrdinalIgnoreCase)
    {
        "activate", "activation", "confirm", "confirmation", "unsubscribe", "verification", "verify",
    };

    private static readonly HashSet<string> s_codes = new(StringComparer.OrdinalIgnoreCase) { "code", "key", "otp", "ticket", "token" };

    internal static bool Is(Handler handler)
    {
        if (!OwnCode.HasWord(handler.Endpoint.Template ?? "", s_links) && !OwnCode.HasWord(handler.Endpoint.Name, s_links) && !OwnCode.HasWord(handler.Method.Name, s_links)) return false;
        foreach (var parameter in handler.Method.Parameters)
            if (parameter.Type.SpecialType == SpecialType.System_String && OwnCode.HasWord(parameter.Name, s_codes)) return true;
        return false;
    }
}
