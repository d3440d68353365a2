using System.Globalization;
using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Core;

/// <summary>
/// A setting that users write in <c>.editorconfig</c> or a global config, as <c>architect.&lt;ID&gt;.&lt;name&gt;</c> or, for all rules at once,
/// <c>architect.&lt;name&gt;</c>. It is a static field of the rule that reads it; ARCH0001 finds all of them by reflection.
/// </summary>
internal abstract class Option
{
    internal const string Prefix = "architect.";

    private protected Option(DiagnosticDescriptor? rule, string name, string validValues, string defaultText, string doc)
    {
        RuleId = rule?.Id;
        Name = name;
        ValidValues = validValues;
        DefaultText = defaultText;
        Doc = doc;
        GeneralKey = Prefix + name;
        SpecificKey = RuleId is null ? null : Prefix + RuleId + "." + name;
    }

    /// <summary>The rule it belongs to; null for one that several rules share.</summary>
    internal string? RuleId { get; }

    internal string Name { get; }

    /// <summary>What ARCH0001 and the configuration page print: <c>true, false</c>.</summary>
    internal string ValidValues { get; }

    internal string DefaultText { get; }

    /// <summary>One line for the configuration page.</summary>
    internal string Doc { get; }

    internal string GeneralKey { get; }

    internal string? SpecificKey { get; }

    /// <summary>Whether a user's text is one of the valid values.</summary>
    internal abstract bool Accepts(string text);

    internal static Option<bool> Bool(DiagnosticDescriptor? rule, string name, bool fallback, string doc) =>
        new(rule, name, ParseBool, fallback, "true, false", fallback ? "true" : "false", doc);

    /// <summary>An integer of at least <paramref name="least"/>.</summary>
    internal static Option<int> Number(DiagnosticDescriptor? rule, string name, int fallback, int least, string doc) =>
        new(rule, name,
            (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least,
            fallback, "a whole number of at least " + least.ToString(CultureInfo.InvariantCulture), fallback.ToString(CultureInfo.InvariantCulture), doc);

    /// <summary>One of some words, compared without case; the value is the word as declared here.</summary>
    internal static Option<string> Choice(DiagnosticDescriptor? rule, string name, string fallback, string[] words, string doc) =>
        new(rule, name,
            (string text, out string value) =>
            {
                foreach (var word in words)
                    if (word.Equals(text, StringComparison.OrdinalIgnoreCase)) { value = word; return true; }
                value = fallback;
                return false;
            },
            fallback, string.Join(", ", words), fallback, doc);

    /// <summary>A comma-separated list of names; any text is valid.</summary>
    internal static Option<ImmutableArray<string>> Names(DiagnosticDescriptor? rule, string name, string doc) =>
        new(rule, name,
            (string text, out ImmutableArray<string> value) =>
            {
                var names = ImmutableArray.CreateBuilder<string>();
                foreach (var part in text.Split(','))
                    if (part.Trim() is { Length: > 0 } trimmed) names.Add(trimmed);
                value = names.ToImmutable();
                return true;
            },
            ImmutableArray<string>.Empty, "names, separated by commas", "(none)", doc);

    private static bool ParseBool(string text, out bool value) => bool.TryParse(text, out value);
}

/// <summary>Parses a user's text; false leaves the default in force.</summary>
internal delegate bool OptionParser<T>(string text, out T value);

/// <inheritdoc cref="Option"/>
internal sealed class Option<T> : Option
{
    private readonly OptionParser<T> _parse;
    private readonly T _fallback;

    // Parsed once per options instance: the compiler hands the same instance for all files of a folder.
    private readonly ConditionalWeakTable<AnalyzerConfigOptions, Parsed> _cache = new();

    internal Option(DiagnosticDescriptor? rule, string name, OptionParser<T> parse, T fallback, string validValues, string defaultText, string doc)
        : base(rule, name, validValues, defaultText, doc)
    {
        _parse = parse;
        _fallback = fallback;
    }

    internal override bool Accepts(string text) => _parse(text, out _);

    /// <summary>The value for a file. Ask after the code has matched, not before.</summary>
    internal T Read(AnalyzerOptions options, SyntaxTree tree) => Read(options.AnalyzerConfigOptionsProvider.GetOptions(tree));

    /// <summary>The value in these options; the default where the key is absent or its text is not valid (ARCH0001 reports that).</summary>
    internal T Read(AnalyzerConfigOptions options) => _cache.GetValue(options, o => new Parsed(Parse(o))).Value;

    private T Parse(AnalyzerConfigOptions options) =>
        SpecificKey is not null && options.TryGetValue(SpecificKey, out var text) && _parse(text, out var value) ? value
        : options.TryGetValue(GeneralKey, out text) && _parse(text, out value) ? value
        : _fallback;

    private sealed class Parsed(T value)
    {
        internal T Value { get; } = value;
    }
}
