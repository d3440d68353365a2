using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ArchitectAnalyzers.Package.Tests;

/// <summary>
/// A copy of the sample with the package in the place of the source: built, asked, given every fix by <c>dotnet format</c>, built again and
/// asked again.
/// </summary>
public sealed class Storefront(Feed feed) : IAsyncLifetime
{
    // What the sample has no instance of: it calls no gRPC service and serves no graph, has one context, and where nothing is limited at all the
    // limit of a sign-in is no question of its own.
    private static readonly string[] Absent = ["ARCH2207", "ARCH3011", "ARCH3202", "ARCH3203"];

    // Every warning that Fix All answers, in the order of the ids.
    private static readonly string[] Fixable = [.. Profile.WarningsWithFixAll];

    public static TheoryData<string> Ids => [.. Fixable.Except(Absent)];

    private string Root => Path.Combine(feed.Folder, "Storefront");

    internal Round Before { get; private set; } = null!;

    internal Round After { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Repository.Copy(Repository.Of("samples", "Storefront"), Root);
        Before = await Go();
        // Twice: what becomes async may then take a token.
        string[] fixAll = ["format", "analyzers", "Storefront.sln", "--severity", "info", "--no-restore", "--diagnostics", .. Fixable];
        for (var round = 0; round < 2; round++) (await Sdk.Run(feed, Root, fixAll)).Succeeded();

        // Who may call is a decision, endpoint by endpoint.
        await Lightbulb.Take("ARCH3004", Path.Combine(Root, "src", "Storefront.Admin"));
        After = await Go();
    }

    public ValueTask DisposeAsync() => default;

    private async Task<Round> Go()
    {
        (await Sdk.Run(feed, Root, "build", "Storefront.sln", "-nodeReuse:false", "-p:ErrorLog=findings.sarif%2Cversion=2.1")).Succeeded();
        Finding[] findings = [.. Directory.EnumerateFiles(Root, "findings.sarif", SearchOption.AllDirectories).SelectMany(Finding.Read)];
        return new(findings, await Serve("Storefront.Api", Ask), await Serve("Storefront.Api", Inject), await Serve("Storefront.Admin", Guard),
            await Serve("Storefront.Admin", Flood));
    }

    /// <summary>Starts one of the sample's apps and talks to it.</summary>
    private async Task<T> Serve<T>(string project, Func<HttpClient, Task<T>> talk)
    {
        using var app = Sdk.Start(feed, Root, "run", "--no-build", "--no-launch-profile", "--project", "src/" + project, "--urls", "http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await Address(app), Timeout = TimeSpan.FromMinutes(1) };
            return await talk(client);
        }
        finally
        {
            app.Kill(entireProcessTree: true);
            await app.WaitForExitAsync();
        }
    }

    /// <summary>Sends the API the requests that the sample lists.</summary>
    private async Task<Answer[]> Ask(HttpClient client)
    {
        var answers = new List<Answer>();
        string? token = null;
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Root, "requests.tsv")))
        {
            if (line is "" or ['#', ..]) continue;
            var columns = line.Split('\t');
            var (method, path, body, status, signedIn, compare) = (columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (body != "-") request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            if (signedIn == "yes") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            token ??= JsonDocument.Parse(text).RootElement.GetProperty("accessToken").GetString();
            answers.Add(new($"{method} {path}", int.Parse(status), (int)response.StatusCode, compare == "yes" ? text : ""));
        }

        return [.. answers];
    }

    /// <summary>What a search answers whose term goes on in SQL.</summary>
    private static Task<string> Inject(HttpClient client) => client.GetStringAsync("/api/products/search?q=" + Uri.EscapeDataString("' OR 1=1 --"));

    /// <summary>Sends the administration what it should refuse or keep to itself.</summary>
    private async Task<Guarded> Guard(HttpClient client)
    {
        using var write = new HttpRequestMessage(HttpMethod.Put,
            "/flags/new-checkout") { Content = new StringContent("""{"on":true}""", Encoding.UTF8, "application/json") };
        using var written = await client.SendAsync(write);

        var history = await (await client.GetAsync("/flags/new-checkout/history")).Content.ReadAsStringAsync();

        using var foreign = new HttpRequestMessage(HttpMethod.Post,
            "/announcements") { Content = new StringContent("""{"title":"t","text":"x"}""", Encoding.UTF8, "application/json") };
        foreign.Headers.Add("Origin", "https://office.example.com");
        using var refused = await client.SendAsync(foreign);
        return new((int)written.StatusCode, history.Contains(Path.GetFileName(Root), StringComparison.Ordinal), (int)refused.StatusCode,
            refused.Headers.Contains("Access-Control-Allow-Origin"));
    }

    /// <summary>Sends the administration 101 requests in one go.</summary>
    private static async Task<Flooded> Flood(HttpClient client)
    {
        var answers = new List<int>();
        TimeSpan? retryAfter = null;
        for (var i = 0; i < 101; i++)
        {
            using var response = await client.GetAsync("/announcements");
            answers.Add((int)response.StatusCode);
            retryAfter = response.Headers.RetryAfter?.Delta;
        }

        return new([.. answers], retryAfter);
    }

    private static async Task<Uri> Address(Process app)
    {
        const string Listening = "Now listening on: ";
        var said = new StringBuilder();
        while (await app.StandardOutput.ReadLineAsync() is { } line)
        {
            said.AppendLine(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                // Read on, so that the app is never held up by a full pipe.
                _ = app.StandardOutput.ReadToEndAsync();
                _ = app.StandardError.ReadToEndAsync();
                return new Uri(line[(at + Listening.Length)..].Trim());
            }
        }

        throw new InvalidOperationException($"The app did not start.\n{said}{await app.StandardError.ReadToEndAsync()}");
    }

    /// <summary>What the compiler said, and what the apps answered.</summary>
    internal sealed record Round(Finding[] Findings, Answer[] Answers, string Injected, Guarded Guarded, Flooded Flooded);

    /// <param name="Write">The status of a write by nobody in particular.</param>
    /// <param name="TellsPaths">Whether an error tells where the app's files are.</param>
    /// <param name="Refused">The status of a request from the allowed origin, without a key.</param>
    /// <param name="RefusedWithCors">Whether that answer says that the origin may read it.</param>
    internal sealed record Guarded(int Write, bool TellsPaths, int Refused, bool RefusedWithCors);

    /// <param name="Answers">The statuses, in order.</param>
    /// <param name="RetryAfter">What the last answer says of when to come back.</param>
    internal sealed record Flooded(int[] Answers, TimeSpan? RetryAfter);

    /// <param name="Expected">The status that the sample promises.</param>
    /// <param name="Body">Empty where the sample says that it differs from run to run.</param>
    internal sealed record Answer(string Request, int Expected, int Status, string Body);
}
