using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Testing;

/// <summary>How much is run on the Roslyn of this process.</summary>
public static class Engine
{
    /// <summary>
    /// Whether each test is run again in generated code, under <c>#pragma warning disable</c> and with CRLF. On the newest Roslyn alone: what
    /// an older one does differently shows without.
    /// </summary>
    public static bool IsThorough { get; } = typeof(CSharpCompilation).Assembly.GetName().Version!.Major >= 5;
}

/// <summary>What tests of a rule without a fix, or of its reports alone, call.</summary>
public static class Verify<TRule>
    where TRule : DiagnosticAnalyzer, new()
{
    /// <summary>
    /// The rule reports exactly where the markup says: <c>[|…|]</c>, or <c>{|#0:…|}</c> with an expected result for its message. Also: nothing
    /// in generated code, nothing under <c>#pragma warning disable</c>.
    /// </summary>
    public static Task Reports(string markup, Setup? setup = null, params DiagnosticResult[] expected)
    {
        if (!markup.Contains("[|") && !markup.Contains("{|") && expected.Length == 0
            && setup?.Sources.Values.Any(s => s.Contains("[|") || s.Contains("{|")) != true)
            throw new InvalidOperationException("This code expects no report: call Silent.");
        return Verify<TRule, EmptyCodeFixProvider>.Run(markup, null, setup, expected);
    }

    /// <summary>The code compiles, and the rule has nothing to say about it.</summary>
    public static Task Silent(string code, Setup? setup = null) => Verify<TRule, EmptyCodeFixProvider>.Run(code, null, setup, []);

    /// <summary>An expected report, for <c>{|#0:…|}</c> in the markup: <c>Verify&lt;R&gt;.Report(0).WithArguments("x")</c>.</summary>
    public static DiagnosticResult Report(int location) => new DiagnosticResult(new TRule().SupportedDiagnostics.Single()).WithLocation(location);
}

/// <summary>
/// What tests of a rule and its fix call: the only type that names the engine (Microsoft.CodeAnalysis.Testing). Each fix runs once per
/// diagnostic and as Fix All in document, project and solution, all reaching the same text; the fixed code compiles and no longer reports;
/// and all that again with CRLF line endings.
/// </summary>
public static class Verify<TRule, TFix>
    where TRule : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>The fix turns the code into the other, and the reports are gone. What still reports afterwards is marked in the fixed code.</summary>
    public static async Task Fixes(string markup, string fixedCode, Setup? setup = null, params DiagnosticResult[] expected)
    {
        if (markup == fixedCode) throw new InvalidOperationException("This code expects no fix: call OffersNoFix.");
        await Run(markup, fixedCode, setup, expected);
        if (!Engine.IsThorough) return;
        await Run(ToCrlf(markup), ToCrlf(fixedCode), setup is null ? null : setup with
        {
            FixAllCode = setup.FixAllCode is null ? null : ToCrlf(setup.FixAllCode),
            Sources = setup.Sources.ToDictionary(s => s.Key, s => ToCrlf(s.Value)),
            FixedSources = setup.FixedSources.ToDictionary(s => s.Key, s => ToCrlf(s.Value)),
            ExtraRuns = false,
        }, expected);
    }

    /// <summary>The rule reports as marked, and the lightbulb stays dark.</summary>
    public static Task OffersNoFix(string markup, Setup? setup = null, params DiagnosticResult[] expected) =>
        Run(markup, markup, setup, expected);

    internal static async Task Run(string markup, string? fixedCode, Setup? setup, DiagnosticResult[] expected)
    {
        setup ??= new Setup();
        var test = new Test(setup)
        {
            TestCode = markup,
            ReferenceAssemblies = new ReferenceAssemblies(setup.References.Name),
            CompilerDiagnostics = setup.Compiler,
            CodeActionEquivalenceKey = setup.Key,
            TestBehaviors = setup.ExtraRuns && Engine.IsThorough
            ? TestBehaviors.None : TestBehaviors.SkipGeneratedCodeCheck | TestBehaviors.SkipSuppressionCheck,
            TestState = { OutputKind = setup.Output
                ?? (HasTopLevelStatements(markup, setup) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary) },
        };
        test.TestState.AdditionalReferences.AddRange(setup.References.References);
        foreach (var source in setup.Sources) test.TestState.Sources.Add((source.Key, source.Value));
        if (setup.ImplicitUsings) test.TestState.Sources.Add(("ImplicitUsings.cs", setup.References.ImplicitUsings));
        foreach (var file in setup.AdditionalFiles) test.TestState.AdditionalFiles.Add((file.Key, file.Value));
        if (setup.Options.Count > 0)
            test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\n" + Lines(setup.Options)));
        if (setup.GlobalOptions.Count > 0)
            test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\n" + Lines(setup.GlobalOptions)));
        test.ExpectedDiagnostics.AddRange(expected);

        if (fixedCode is not null)
        {
            test.FixedCode = fixedCode;

            // A report that stays is an expectation there too, though it has a fix elsewhere.
            if (fixedCode != markup) test.FixedState.MarkupHandling = test.BatchFixedState.MarkupHandling = MarkupMode.Allow;
            AddFixedSources(test.FixedState, setup);
            if (setup.FixAllCode is not null)
            {
                test.BatchFixedCode = setup.FixAllCode;
                AddFixedSources(test.BatchFixedState, setup);
            }

            if (setup.Iterations is { } iterations) test.NumberOfIncrementalIterations = iterations;
            if (!setup.FixAll) test.CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck;
        }

        await test.RunAsync();
    }

    private static void AddFixedSources(SolutionState state, Setup setup)
    {
        foreach (var source in setup.Sources) state.Sources.Add((source.Key, setup.FixedSources.GetValueOrDefault(source.Key, source.Value)));
        if (setup.ImplicitUsings) state.Sources.Add(("ImplicitUsings.cs", setup.References.ImplicitUsings));
    }

    private static string Lines(IReadOnlyDictionary<string, string> options) => string.Concat(options.Select(o => $"{o.Key} = {o.Value}\n"));

    private static string ToCrlf(string code) => code.Replace("\r\n", "\n").Replace("\n", "\r\n");

    private static bool HasTopLevelStatements(string markup, Setup setup) =>
        setup.Sources.Values.Prepend(markup).Any(code =>
        {
            TestFileMarkupParser.GetSpans(code, out var plain, out System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Text.TextSpan> _);
            return ((CompilationUnitSyntax)CSharpSyntaxTree.ParseText(plain).GetRoot()).Members.Any(m => m is GlobalStatementSyntax);
        });

    private sealed class Test(Setup setup) : CSharpCodeFixTest<TRule, TFix, DefaultVerifier>
    {
        protected override ParseOptions CreateParseOptions() =>
            ((CSharpParseOptions)base.CreateParseOptions()).WithLanguageVersion(LanguageVersion.Latest);

        protected override CompilationOptions CreateCompilationOptions() =>
            ((CSharpCompilationOptions)base.CreateCompilationOptions())
                .WithAllowUnsafe(true)
                .WithNullableContextOptions(NullableContextOptions.Enable);

        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [new TRule()];

        public override string ToString() => $"{typeof(TRule).Name} on {setup.References}";
    }
}
