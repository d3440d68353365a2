using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Rules.Configuration;

/// <summary>
/// Options arrive per tree or globally, without a place of their own. Each wrong key and value is reported once: at its line where the
/// project hands the compiler its configuration as an additional file, else at the start of the first file that it holds for.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", InTests = true, NoFix = "The defect is in a configuration file, which a code fix cannot edit.")]
public sealed class InvalidOption : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH0001",
        title: "Correct the option, which has no effect as it is written",
        messageFormat: "'{0}' is not {1}; valid: {2}",
        category: Describe.Configuration,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An option of this package has a name or a value that does not exist, or a baseline cannot be read, so the default is in force. " +
            "The message lists what is valid.");

    public InvalidOption() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var compilation = (CSharpCompilation)start.Compilation;
        start.RegisterSyntaxTreeAction(context => CheckTree(context, compilation));
        start.RegisterAdditionalFileAction(CheckFile);
    }

    private static void CheckTree(SyntaxTreeAnalysisContext context, CSharpCompilation compilation)
    {
        var provider = context.Options.AnalyzerConfigOptionsProvider;
        var global = provider.GlobalOptions;
        var options = provider.GetOptions(context.Tree);
        foreach (var key in Keys(options))
        {
            // What holds globally holds for every tree, and is the first tree's.
            if (Judge(options, key, out var value) is { } complaint
                && !Holds(global, key, value)
                && IsFirst(context, compilation, tree => Holds(provider.GetOptions(tree), key, value)))
                Report(context, key, value, complaint);
        }

        if (!IsFirst(context, compilation, static _ => true)) return;
        foreach (var key in Keys(global))
            if (Judge(global, key, out var value) is { } complaint) Report(context, key, value, complaint);
    }

    private static void CheckFile(AdditionalFileAnalysisContext context)
    {
        if (Baseline.Wrong(context.AdditionalFile, context.Options) is var (place, found, expected))
            context.Report(Descriptor, place, found, "what a baseline has here, so nothing of the file is in force", expected);

        foreach (var list in ListFile.All)
        {
            if (!list.Is(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } lines) continue;
            foreach (var (line, entry) in list.Malformed(lines))
                context.Report(Descriptor, PlaceOf(line, lines, context.AdditionalFile), entry, "a line of " + list.Name, list.Format);
        }

        if (!IsConfiguration(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text) return;
        foreach (var line in text.Lines)
        {
            if (ParseLine(text.ToString(line.Span)) is not var (key, value) || OptionCatalog.Judge(key, value) is not { } complaint) continue;
            context.Report(Descriptor, PlaceOf(line, text, context.AdditionalFile), complaint.Text, complaint.What, complaint.Valid);
        }
    }

    private static Location PlaceOf(TextLine line, SourceText text, AdditionalText file) =>
        Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));

    // The keys that this rule judges. An options class of an unknown host may not list its keys.
    private static IEnumerable<string> Keys(AnalyzerConfigOptions options)
    {
        IEnumerable<string> keys;
        try { keys = options.Keys; }
        catch (NotImplementedException) { yield break; }
        foreach (var key in keys)
            if (OptionCatalog.IsOurs(key) || key.Equals(Profile.Key, StringComparison.OrdinalIgnoreCase)) yield return key;
    }

    private static OptionComplaint? Judge(AnalyzerConfigOptions options, string key, out string value) =>
        options.TryGetValue(key, out value!) ? OptionCatalog.Judge(key, value) : null;

    private static bool Holds(AnalyzerConfigOptions options, string key, string value) => options.TryGetValue(key, out var other) && other == value;

    // Whether no earlier file that a developer writes fulfils the condition. Mostly the very first one does, so this ends early.
    private static bool IsFirst(SyntaxTreeAnalysisContext context, CSharpCompilation compilation, Func<SyntaxTree, bool> condition)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (tree == context.Tree) return true;
            if (condition(tree) && !GeneratedCode.Is(tree, compilation.Options, context.CancellationToken)) return false;
        }

        return true;
    }

    private static void Report(SyntaxTreeAnalysisContext context, string key, string value, OptionComplaint complaint)
    {
        foreach (var file in context.Options.AdditionalFiles)
            if (IsConfiguration(file) && Has(file, key, value, context.CancellationToken)) return;
        var first = context.Tree.GetRoot(context.CancellationToken).GetFirstToken(includeZeroWidth: true);
        context.Report(Descriptor, first.GetLocation(), complaint.Text, complaint.What, complaint.Valid);
    }

    private static bool Has(AdditionalText file, string key, string value, CancellationToken cancellationToken)
    {
        if (file.GetText(cancellationToken) is not { } text) return false;
        foreach (var line in text.Lines)
            if (ParseLine(text.ToString(line.Span)) is var (k, v) && k.Equals(key, StringComparison.OrdinalIgnoreCase) && v == value) return true;
        return false;
    }

    private static bool IsConfiguration(AdditionalText file) =>
        file.Path.EndsWith(".editorconfig", StringComparison.OrdinalIgnoreCase) || file.Path.EndsWith(".globalconfig", StringComparison.OrdinalIgnoreCase);

    // As the compiler reads a line: key, '=' or ':', value, and a comment after '#' or ';'.
    private static (string Key, string Value)? ParseLine(string line)
    {
        var split = line.IndexOfAny(s_assignments);
        var comment = line.IndexOfAny(s_comments);
        if (split < 0 || (comment >= 0 && comment < split)) return null;
        var value = comment < 0 ? line.Substring(split + 1) : line.Substring(split + 1, comment - split - 1);
        return (line.Substring(0, split).Trim(), value.Trim());
    }

    private static readonly char[] s_assignments = { '=', ':' };
    private static readonly char[] s_comments = { '#', ';' };
}
