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
    // Every warning with a fix, in the order of the ids.
    private static readonly string[] Fixable = [.. Profile.WarningsWithFix];

    public static TheoryData<string> Ids => [.. Fixable];

    private string Root => Path.Combine(feed.Folder, "Storefront");

    internal Round Before { get; private set; } = new([], []);

    internal Round After { get; private set; } = new([], []);

    public async ValueTask InitializeAsync()
    {
        Repository.Copy(Repository.Of("samples", "Storefront"), Root);
        Before = await Go();
        // Twice: what becomes async may then take a token.
        string[] fixAll = ["format", "analyzers", "Storefront.sln", "--severity", "info", "--no-restore", "--diagnostics", .. Fixable];
        for (var round = 0; round < 2; round++) (await Sdk.Run(feed, Root, fixAll)).Succeeded();
        After = await Go();
    }

    public ValueTask DisposeAsync() => default;

    private async Task<Round> Go()
    {
        (await Sdk.Run(feed, Root, "build", "Storefront.sln", "-nodeReuse:false", "-p:ErrorLog=findings.sarif%2Cversion=2.1")).Succeeded();
        Finding[] findings = [.. Directory.EnumerateFiles(Root, "findings.sarif", SearchOption.AllDirectories).SelectMany(Finding.Read)];
        return new(findings, await Ask());
    }

    /// <summary>Starts the API and sends it the requests that the sample lists.</summary>
    private async Task<Answer[]> Ask()
    {
        using var app = Sdk.Start(feed, Root, "run", "--no-build", "--no-launch-profile", "--project", "src/Storefront.Api", "--urls", "http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await Address(app), Timeout = TimeSpan.FromMinutes(1) };
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
        finally
        {
            app.Kill(entireProcessTree: true);
            await app.WaitForExitAsync();
        }
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

    /// <summary>What the compiler said, and what the app answered.</summary>
    internal sealed record Round(Finding[] Findings, Answer[] Answers);

    /// <param name="Expected">The status that the sample promises.</param>
    /// <param name="Body">Empty where the sample says that it differs from run to run.</param>
    internal sealed record Answer(string Request, int Expected, int Status, string Body);
}
