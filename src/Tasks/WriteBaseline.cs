using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.Build.Framework;

namespace ArchitectAnalyzers.Tasks;

/// <summary>
/// Writes what the compiler logged of a project into a baseline, in the place of what it held of that project. Several builds may write one
/// file at a time.
/// </summary>
public sealed class WriteBaseline : ITask
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc/>
    public ITaskHost? HostObject { get; set; }

    /// <summary>The compiler's logs (SARIF 2.1), one for each framework, named in the metadata <c>Framework</c>.</summary>
    [Required]
    public ITaskItem[] Logs { get; set; } = [];

    /// <summary>The baseline, whether it is there or not.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>The project's file, as a path from the baseline's folder.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>Only drops entries whose finding is gone.</summary>
    public bool Prune { get; set; }

    /// <inheritdoc/>
    public bool Execute()
    {
        try
        {
            var found = Found();
            if (found is null) return false;
            using var file = Open();
            var text = new StreamReader(file).ReadToEnd();
            var before = text.Length == 0 ? [] : BaselineFile.Parse(text);
            var after = Merge(before, found);
            if (after.Count > 0 || text.Length > 0) Replace(file, text, BaselineFile.Write(after));
            var (old, now) = (before.Count(IsOurs), after.Count(IsOurs));
            Say($"{File}: {now} {(now == 1 ? "finding" : "findings")} of {Project} ({now - old:+0;-0;+0})");
            if (after.Count > 0 || text.Length > 0) return true;
            file.Dispose();
            System.IO.File.Delete(File);
            return true;
        }
        catch (JsonFormatException exception)
        {
            return Fail(File, exception.Position, $"the baseline cannot be read: {exception.Expected} is expected; nothing was written");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(File, 0, exception.Message);
        }
    }

    // Null after an error.
    private List<BaselineEntry>? Found()
    {
        var frameworks = new Dictionary<BaselineEntry, List<string>>();
        foreach (var log in Logs)
        {
            var path = log.GetMetadata("FullPath");
            if (!System.IO.File.Exists(path))
            {
                Fail(Project, 0, "the project was not compiled, so its findings are not known; nothing was written for it");
                return null;
            }

            foreach (var result in Results(path))
            {
                var id = result.Get<string>("ruleId") ?? "";
                if (id.StartsWith("CS", StringComparison.Ordinal) && result.Get<string>("level") == "error")
                {
                    Fail(Project, 0, "the project does not compile, so its findings are not known; nothing was written for it");
                    return null;
                }

                // What the source suppresses stays suppressed there.
                if (result.Get<List<object?>>("suppressions") is { Count: > 0 }) continue;
                if (result.Get<JsonObject>("properties")?.Get<JsonObject>("customProperties") is not { } properties) continue;
                if (properties.Get<string>("architect.symbol") is not { } symbol || properties.Get<string>("architect.hash") is not { } hash
                    || !int.TryParse(properties.Get<string>("architect.ordinal"), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)) continue;
                var entry = new BaselineEntry(id, Project, symbol, hash, ordinal);
                if (!frameworks.TryGetValue(entry, out var where)) frameworks.Add(entry, where = []);
                if (!where.Contains(log.GetMetadata("Framework"))) where.Add(log.GetMetadata("Framework"));
            }
        }

        return [.. frameworks.Select(found => found.Value.Count == Logs.Length ? found.Key : found.Key with { Frameworks = string.Join(";", found.Value) })];
    }

    private static IEnumerable<JsonObject> Results(string path) =>
        from run in (Json.Parse(System.IO.File.ReadAllText(path)) as JsonObject)?.Get<List<object?>>("runs") ?? []
        from result in (run as JsonObject)?.Get<List<object?>>("results") ?? []
        where result is JsonObject
        select (JsonObject)result;

    private List<BaselineEntry> Merge(List<BaselineEntry> before, List<BaselineEntry> found)
    {
        var after = before.Where(entry => !IsOurs(entry) && ProjectExists(entry)).ToList();
        var known = new HashSet<(string, string, string, string, int)>(before.Where(IsOurs).Select(entry => entry.Key));
        after.AddRange(found.Where(entry => !Prune || known.Contains(entry.Key)));
        return after;
    }

    private bool IsOurs(BaselineEntry entry) => entry.Project == Project;

    // '?' stands for a character that the compiler's configuration cannot hold.
    private bool ProjectExists(BaselineEntry entry) =>
        entry.Project.Contains('?') || System.IO.File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File))!, entry.Project));

    // Held until the new text is written: builds of other projects wait.
    private FileStream Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(File))!);
        var end = DateTime.UtcNow + s_patience;
        while (true)
        {
            try
            {
                return new FileStream(File, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                Thread.Sleep(50);
            }
        }
    }

    // A text that did not change keeps its time, so that nothing is built again for it. Line ends are as they were.
    private static void Replace(FileStream file, string before, string after)
    {
        if (before.Contains("\r\n")) after = after.Replace("\n", "\r\n");
        if (before == after) return;
        file.SetLength(0);
        var bytes = new UTF8Encoding(false).GetBytes(after);
        file.Write(bytes, 0, bytes.Length);
    }

    private void Say(string message) =>
        BuildEngine.LogMessageEvent(new BuildMessageEventArgs(message, null, nameof(WriteBaseline), MessageImportance.High));

    private bool Fail(string file, int position, string message)
    {
        var line = position == 0 ? 0 : System.IO.File.ReadAllText(file).Take(position).Count(c => c == '\n') + 1;
        BuildEngine.LogErrorEvent(new BuildErrorEventArgs(null, "ARCHITECT003", file, line, 0, 0, 0, "ArchitectAnalyzers: " + message + ".", null, nameof(WriteBaseline)));
        return false;
    }
}
