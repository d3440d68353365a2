using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Core;

/// <summary>
/// A text file by which users extend a table of ours: one entry a line, comments after <c>#</c>. It reaches the compiler as an additional file
/// of that name. It is a static field of the model that reads it; ARCH0001 finds all of them by reflection and reports lines that are none.
/// </summary>
internal sealed class ListFile
{
    private static readonly Lazy<ImmutableArray<ListFile>> s_all = new(Collect);

    private readonly Func<string, bool> _accepts;

    // An edit of the file is a new text, and only then is it parsed again.
    private readonly ConditionalWeakTable<SourceText, StrongBox<ImmutableArray<string>>> _parsed = new();

    internal ListFile(string name, string format, Func<string, bool> accepts)
    {
        Name = name;
        Format = format;
        _accepts = accepts;
    }

    /// <summary>Every such file. Reflection runs on the first call.</summary>
    internal static ImmutableArray<ListFile> All => s_all.Value;

    internal string Name { get; }

    /// <summary>What a line looks like, for ARCH0001 and the pages.</summary>
    internal string Format { get; }

    /// <summary>The well-formed entries of the project's files of that name, trimmed.</summary>
    internal ImmutableArray<string> Read(AnalyzerOptions options, CancellationToken cancellationToken = default)
    {
        var all = ImmutableArray<string>.Empty;
        foreach (var file in options.AdditionalFiles)
        {
            if (!Is(file) || file.GetText(cancellationToken) is not { } text) continue;
            var entries = _parsed.GetValue(text, t => new(Parse(t))).Value;
            all = all.IsEmpty ? entries : all.AddRange(entries);
        }

        return all;
    }

    internal bool Is(AdditionalText file)
    {
        var start = file.Path.Length - Name.Length;
        return start >= 0 && file.Path.EndsWith(Name, StringComparison.OrdinalIgnoreCase) && (start == 0 || file.Path[start - 1] is '/' or '\\');
    }

    /// <summary>The lines that are neither an entry, nor a comment, nor blank.</summary>
    internal IEnumerable<(TextLine Line, string Text)> Malformed(SourceText text)
    {
        foreach (var line in text.Lines)
            if (Entry(text, line) is { Length: > 0 } entry && !_accepts(entry)) yield return (line, entry);
    }

    private ImmutableArray<string> Parse(SourceText text)
    {
        var entries = ImmutableArray.CreateBuilder<string>();
        foreach (var line in text.Lines)
            if (Entry(text, line) is { Length: > 0 } entry && _accepts(entry)) entries.Add(entry);
        return entries.ToImmutable();
    }

    private static string Entry(SourceText text, TextLine line)
    {
        var entry = text.ToString(line.Span);
        var comment = entry.IndexOf('#');
        return (comment < 0 ? entry : entry.Substring(0, comment)).Trim();
    }

    private static ImmutableArray<ListFile> Collect()
    {
        var all = ImmutableArray.CreateBuilder<ListFile>();
        foreach (var type in typeof(ListFile).Assembly.GetTypes())
        {
            if (type.ContainsGenericParameters) continue;
            foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (field.FieldType == typeof(ListFile) && field.GetValue(null) is ListFile file) all.Add(file);
        }

        return all.ToImmutable();
    }
}
