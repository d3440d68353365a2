namespace ArchitectAnalyzers.Models;

/// <summary>What the framework's documentation says about one pair of middleware.</summary>
/// <param name="First">The one that has to come first.</param>
/// <param name="Second">The one that has to come after it.</param>
/// <param name="Subject">The one to move where they are swapped and nothing else tells.</param>
/// <param name="Why">What goes wrong otherwise.</param>
/// <param name="IsCustom">Whether nothing goes wrong by itself: it only says which call is out of line where something else is wrong.</param>
/// <param name="IsOfStartup">Whether it goes wrong in a <c>Startup</c> class alone: a <c>WebApplication</c> routes again after the first.</param>
internal sealed record OrderRow(string First, string Second, string Subject, string Why, bool IsCustom = false, bool IsOfStartup = false);

/// <summary>
/// The order of middleware. The rate limiter's own place is another matter; here it is something that others come before. Routing counts where
/// it is called: a <c>WebApplication</c> that does not call it routes before everything else, and runs its endpoints after everything else.
/// </summary>
internal static class OrderTable
{
    private static readonly string[] s_endpoints = { "UseEndpoints", "UseMvc", "UseMvcWithDefaultRoute" };
    private static readonly string[] s_files = { "UseStaticFiles", "UseFileServer" };

    // What endpoints rely on.
    private static readonly string[] s_around =
    {
        "UseCors", "UseAuthentication", "UseAuthorization", "UseSession", "UseAntiforgery", "UseOutputCache", "UseResponseCaching", "UseRequestLocalization",
        "UseStatusCodePages", "UseStatusCodePagesWithReExecute", "UseStatusCodePagesWithRedirects",
    };

    /// <summary>Stands for middleware of the team's own that reads the session.</summary>
    internal const string ReadsSession = "(reads the session)";

    internal static readonly ImmutableArray<OrderRow> Rows = Make();

    /// <summary>The names of the table.</summary>
    internal static readonly HashSet<string> Names = NamesOf(Rows);

    private static ImmutableArray<OrderRow> Make()
    {
        var rows = ImmutableArray.CreateBuilder<OrderRow>();

        // https://learn.microsoft.com/aspnet/core/fundamentals/error-handling: "to catch exceptions thrown in later middleware"
        Before("UseExceptionHandler", "what throws in front of it is not handled", s_endpoints, new[]
        {
            "UseRouting", "UseAuthentication", "UseAuthorization", "UseSession", "UseAntiforgery", "UseOutputCache", "UseResponseCaching",
        });

        // Neither throws on its own; some want CORS headers on every answer there is.
        Customary("UseExceptionHandler", "what throws in front of it is not handled", "UseStaticFiles", "UseFileServer", "UseCors");

        // https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer: "should run before other middleware"
        Before("UseForwardedHeaders", "until then the scheme and the client are the proxy's", s_endpoints, new[]
        {
            "UseHsts", "UseHttpsRedirection", "UseCookiePolicy", "UseAuthentication", "UseAuthorization", "UseRateLimiter", "UseOutputCache",
            "UseResponseCaching",
        });

        // https://learn.microsoft.com/aspnet/core/fundamentals/middleware/#middleware-order, https://learn.microsoft.com/aspnet/core/security/enforcing-ssl
        string[] answering = { "UseAuthentication", "UseAuthorization", "UseOutputCache", "UseResponseCaching" };
        Before("UseHttpsRedirection", "what answers in front of it answers over plain HTTP", s_files, s_endpoints, answering);
        Before("UseHsts", "what answers in front of it answers without the header", s_files, s_endpoints, answering);

        // https://learn.microsoft.com/aspnet/core/fundamentals/static-files: "UseDefaultFiles must be called before UseStaticFiles"
        Before("UseDefaultFiles", "it only rewrites the path that static files then serve", new[] { "UseStaticFiles" });

        // https://learn.microsoft.com/aspnet/core/performance/response-compression: "before any middleware that compresses responses". Static files in
        // front of it are a choice that the documentation shows: they are compressed beforehand, or not at all.
        Before("UseResponseCompression", "what answers in front of it is not compressed", s_endpoints);

        // https://learn.microsoft.com/aspnet/core/fundamentals/routing, and of each of the others
        Before("UseRouting", "endpoints run only where routing has chosen one", s_endpoints);
        After("UseRouting", "it looks at the endpoint that routing chooses", "UseCors", "UseAuthorization", "UseAntiforgery", "UseOutputCache");

        // https://learn.microsoft.com/dotnet/api/microsoft.aspnetcore.builder.usepathbaseextensions.usepathbase. Rewriting may be redirects alone.
        rows.Add(new("UsePathBase", "UseRouting", "UsePathBase", "routing has already looked at the path", IsOfStartup: true));
        Customary("UseRewriter", "routing has already looked at the path", "UseRouting");
        rows.Add(new("UseRouting", "UseAuthentication", "UseRouting", "endpoints run only where routing has chosen one", IsCustom: true));

        // https://learn.microsoft.com/aspnet/core/fundamentals/middleware: CORS, authentication and authorization "must appear in the order shown".
        Before("UseCors", "preflights and refusals get no CORS headers", new[] { "UseAuthentication", "UseAuthorization" });
        Before("UseCors", "cached answers get no CORS headers", new[] { "UseResponseCaching" });
        After("UseCors", "cached answers get no CORS headers", "UseOutputCache");

        // https://learn.microsoft.com/aspnet/core/security/gdpr: "before middleware that issues cookies"
        Before("UseCookiePolicy", "cookies issued in front of it escape the policy", new[] { "UseAuthentication" });
        After("UseCookiePolicy", "cookies issued in front of it escape the policy", "UseSession");

        // https://learn.microsoft.com/aspnet/core/security/authentication/: "before any middleware that depends on users being authenticated"
        After("UseAuthentication", "it decides about a user that nobody has identified yet", "UseAuthorization");

        // https://learn.microsoft.com/aspnet/core/security/anti-request-forgery: "after calls to UseAuthentication and UseAuthorization"
        After("UseAuthentication", "tokens belong to a user", "UseAntiforgery");
        After("UseAuthorization", "tokens belong to a user", "UseAntiforgery");

        // https://learn.microsoft.com/aspnet/core/performance/caching/output. Response caching goes by what requests and answers say, and the documentation
        // has it in front of static files.
        After("UseAuthentication", "cached answers are given to whoever asks", "UseOutputCache");
        After("UseAuthorization", "cached answers are given to whoever asks", "UseOutputCache");

        // https://learn.microsoft.com/aspnet/core/fundamentals/app-state: "before" what reads the session
        Before("UseSession", "reading the session in front of it throws", new[] { ReadsSession });

        foreach (var each in s_around) Before(each, "endpoints run without it", s_endpoints);

        // Behind the endpoints they serve what no endpoint matches.
        Customary("UseStaticFiles", "endpoints with catch-all routes answer in its place", s_endpoints);
        Customary("UseWebSockets", "endpoints run without it", s_endpoints);
        return rows.ToImmutable();

        void Before(string subject, string why, params string[][] others)
        {
            foreach (var group in others)
                foreach (var other in group) rows.Add(new(subject, other, subject, why));
        }

        void Customary(string subject, string why, params string[] others)
        {
            foreach (var other in others) rows.Add(new(subject, other, subject, why, IsCustom: true));
        }

        void After(string first, string why, params string[] subjects)
        {
            foreach (var subject in subjects) rows.Add(new(first, subject, subject, why));
        }
    }

    private static HashSet<string> NamesOf(ImmutableArray<OrderRow> rows)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            names.Add(row.First);
            names.Add(row.Second);
        }

        return names;
    }
}
