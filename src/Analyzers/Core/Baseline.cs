using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Core;

/// <summary>
/// The findings that a project lives with, which are not reported again. Everything that rules report about code passes here; without a
/// baseline that is one look into a table.
/// </summary>
internal sealed class Baseline
{
    // The package's targets hand over the file with the project's name in it as metadata.
    private const string ProjectKey = "build_metadata.AdditionalFiles.ArchitectBaseline";
    private const string WritesKey = "build_property.ArchitectWritesBaseline";

    // Editors make new options with every edit, but keep the file that did not change.
    private static readonly ConditionalWeakTable<AnalyzerOptions, Baseline> s_all = new();
    private static readonly ConditionalWeakTable<AdditionalText, Content> s_contents = new();
    private static readonly Baseline s_none = new(null, writes: false);

    private readonly Slice? _known;
    private readonly bool _writes;
    private readonly ConditionalWeakTable<Compilation, Use> _uses = new();

    private Baseline(Slice? known, bool writes) => (_known, _writes) = (known, writes);

    internal static Baseline Of(AnalyzerOptions options) => s_all.GetValue(options, Find);

    internal bool IsThere => _known is not null;

    /// <summary>
    /// Judges a finding: false where the baseline has it, so that it is not reported. While a baseline is written, the properties get what
    /// the finding is recognised by.
    /// </summary>
    internal bool Admits(DiagnosticDescriptor rule, Location at, ref ImmutableDictionary<string, string?>? properties,
        Compilation compilation, CancellationToken cancellationToken)
    {
        if (at.SourceTree is null || rule.Category == Describe.Configuration) return true;
        if (!_writes && (_known is null || !_known.Rules.Contains(rule.Id))) return true;
        var mark = Fingerprint.Of(at.SourceTree, at.SourceSpan, IsPerMember(rule), cancellationToken);
        if (_writes)
        {
            properties = mark.AddTo(properties);
            return true;
        }

        if (!_known!.Findings.Contains((rule.Id, mark))) return true;
        UseIn(compilation).Findings.TryAdd((rule.Id, mark), true);
        return false;
    }

    /// <summary>Notes that a rule looks at a compilation: what it does not find there is gone.</summary>
    internal void Runs(DiagnosticDescriptor rule, Compilation compilation)
    {
        if (_known is not null && _known.Rules.Contains(rule.Id)) UseIn(compilation).Rules.TryAdd(rule.Id, true);
    }

    /// <summary>The entries that nothing in this compilation used, of rules that looked at it. To be asked when all rules are done.</summary>
    internal IEnumerable<(BaselineEntry Entry, Location Place)> Stale(Compilation compilation, string? framework)
    {
        if (_known is null) yield break;
        var use = UseIn(compilation);
        foreach (var entry in _known.Entries)
            if (use.Rules.ContainsKey(entry.Rule) && entry.IsIn(framework) && !use.Findings.ContainsKey(Recognised(entry)))
                yield return (entry, _known.Content.At(entry.Place.Start, entry.Place.End));
    }

    /// <summary>What is wrong with the text of a file that is a baseline; null for others. Such a baseline silences nothing.</summary>
    internal static (Location Place, string Found, string Expected)? Wrong(AdditionalText file, AnalyzerOptions options) =>
        Is(file, options, out _) ? Read(file).Wrong : null;

    private static Baseline Find(AnalyzerOptions options)
    {
        if (options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(WritesKey, out var value) && value == "true") return new(null, writes: true);
        foreach (var file in options.AdditionalFiles)
            if (Is(file, options, out var project) && Read(file) is { Wrong: null } content) return new(content.Of(project), writes: false);
        return s_none;
    }

    // By what the targets say; in hosts without them by its name, and then it is taken to be of this project alone.
    private static bool Is(AdditionalText file, AnalyzerOptions options, out string? project)
    {
        if (options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue(ProjectKey, out project) && project.Length > 0) return true;
        project = null;
        var folder = file.Path.Length - BaselineFile.Name.Length;
        return file.Path.EndsWith(BaselineFile.Name, StringComparison.OrdinalIgnoreCase) && (folder == 0 || file.Path[folder - 1] is '/' or '\\');
    }

    private static Content Read(AdditionalText file) => s_contents.GetValue(file, static f => new Content(f));

    private static (string, Fingerprint) Recognised(BaselineEntry entry) => (entry.Rule, new(entry.Symbol, entry.Hash, entry.Ordinal));

    private static bool IsPerMember(DiagnosticDescriptor rule)
    {
        foreach (var tag in rule.CustomTags)
            if (tag == Describe.PerMember) return true;
        return false;
    }

    private Use UseIn(Compilation compilation) => _uses.GetValue(compilation, static _ => new Use());

    /// <summary>A file, parsed once.</summary>
    private sealed class Content
    {
        private readonly string _path;
        private readonly SourceText? _text;
        private readonly List<BaselineEntry> _entries = new();
        private readonly ConcurrentDictionary<string, Slice> _slices = new();

        internal Content(AdditionalText file)
        {
            _path = file.Path;
            _text = file.GetText();
            try
            {
                if (_text is not null) _entries = BaselineFile.Parse(_text.ToString());
            }
            catch (JsonFormatException exception)
            {
                var line = _text!.Lines.GetLineFromPosition(exception.Position);
                Wrong = (At(line.Start, line.End), _text.ToString(line.Span).Trim(), exception.Expected);
            }
        }

        internal (Location Place, string Found, string Expected)? Wrong { get; }

        internal Slice Of(string? project) => _slices.GetOrAdd(project ?? "", _ =>
            new(this, project is null ? _entries : _entries.FindAll(entry => entry.Project == project)));

        internal Location At(int start, int end)
        {
            var span = TextSpan.FromBounds(start, end);
            return Location.Create(_path, span, _text!.Lines.GetLinePositionSpan(span));
        }
    }

    /// <summary>What a file says of one project.</summary>
    private sealed class Slice
    {
        internal Slice(Content content, List<BaselineEntry> entries)
        {
            (Content, Entries) = (content, entries);
            foreach (var entry in entries)
            {
                Rules.Add(entry.Rule);
                Findings.Add(Recognised(entry));
            }
        }

        internal Content Content { get; }

        internal List<BaselineEntry> Entries { get; }

        internal HashSet<string> Rules { get; } = new();

        internal HashSet<(string, Fingerprint)> Findings { get; } = new();
    }

    /// <summary>What of it was found in one compilation, and by whom it was looked for.</summary>
    private sealed class Use
    {
        internal ConcurrentDictionary<(string, Fingerprint), bool> Findings { get; } = new();

        internal ConcurrentDictionary<string, bool> Rules { get; } = new();
    }
}
