using System.Collections.Concurrent;
using System.Diagnostics;

namespace ArchitectAnalyzers.Package.Tests;

/// <summary>The machine's own <c>dotnet</c>, run as a user runs it.</summary>
internal static class Sdk
{
    internal readonly record struct Result(int ExitCode, string Output)
    {
        /// <summary>The result, if the command did what it should; its output is the failure's text otherwise.</summary>
        internal Result Succeeded()
        {
            Assert.True(ExitCode == 0, Output);
            return this;
        }
    }

    internal static async Task<Result> Run(Feed feed, string folder, params string[] arguments)
    {
        using var process = Start(feed, folder, arguments);
        var lines = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) => { if (line.Data is not null) lines.Enqueue(line.Data); };
        process.ErrorDataReceived += (_, line) => { if (line.Data is not null) lines.Enqueue(line.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            lines.Enqueue("Stopped after ten minutes.");
            return new(-1, string.Join('\n', lines));
        }

        return new(process.ExitCode, $"dotnet {string.Join(' ', arguments)}\n{string.Join('\n', lines)}");
    }

    internal static Process Start(Feed feed, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A test host started by MSBuild inherits its variables; they would send this one to the wrong tasks.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["NUGET_PACKAGES"] = feed.Packages;
        start.Environment["ArchitectVersion"] = start.Environment["UseArchitectPackage"] = feed.Version;

        // Builds share one compiler, which the feed stops; nothing else stays behind when a command ends.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["SharedCompilationId"] = feed.CompilerServer;
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return Process.Start(start)!;
    }
}
