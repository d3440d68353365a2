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

    /// <summary>The name of the compiler server that these builds share, with nobody else.</summary>
    private static readonly string CompilerServer = $"architect-{Guid.NewGuid():N}";

    /// <summary>Ends the compiler server.</summary>
    internal static async Task StopCompiler(string folder, string packages)
    {
        var roslyn = (await Run(folder, packages, "msbuild", "-getProperty:RoslynTargetsPath")).Output.Split('\n')[^1].Trim();
        await Run(folder, packages, Path.Combine(roslyn, "bincore", "VBCSCompiler.dll"), "-shutdown", $"-pipename:{CompilerServer}");
    }

    internal static async Task<Result> Run(string folder, string packages, params string[] arguments)
    {
        using var process = Start(folder, packages, arguments);
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

    internal static Process Start(string folder, string packages, params string[] arguments)
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
        start.Environment["NUGET_PACKAGES"] = packages;

        // Nothing stays behind when a command ends.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["SharedCompilationId"] = CompilerServer;
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return Process.Start(start)!;
    }
}
