using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ArchitectAnalyzers.Testing;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Benchmarks;

/// <summary>
/// Each rule by itself on two programs: the suite's clean project, and the code blocks that its page says are reported. Compare with the row
/// "none", an analyzer that registers nothing: the rest is the driver's and the compiler's.
/// </summary>
[MemoryDiagnoser]
public class RuleBenchmarks
{
    private static readonly Dictionary<string, CSharpCompilation> s_clean = [], s_violating = [];
    private ImmutableArray<DiagnosticAnalyzer> _rule;

    /// <summary>The rules' ids.</summary>
    public static IEnumerable<string> Ids => Meter.Suite.Select(r => r.SupportedDiagnostics[0].Id).Prepend("none").Distinct();

    /// <summary>The rule that is measured.</summary>
    [ParamsSource(nameof(Ids))]
    public string Rule { get; set; } = "none";

    internal static int Run(string[] args)
    {
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance));
        return BenchmarkSwitcher.FromTypes([typeof(RuleBenchmarks)]).Run(args.Length == 0 ? ["--filter", "*"] : args, config)
            .Any(s => s.HasCriticalValidationErrors) ? 1 : 0;
    }

    /// <summary>Makes the rule and parses both programs.</summary>
    [GlobalSetup]
    public void Setup() => _rule = [Rule == "none" ? new None() : Meter.Suite.First(r => r.SupportedDiagnostics[0].Id == Rule)];

    /// <summary>The suite's clean project.</summary>
    [Benchmark]
    public int Clean() => Analyse(s_clean,
        () => Compile(Directory.GetFiles(Path.Combine(Backend.Root(), "tests", "Rules", "Suite", "Clean"), "*.cs").Select(File.ReadAllText), true));

    /// <summary>What the rule's page says is reported.</summary>
    [Benchmark]
    public int Violating() => Analyse(s_violating, () => Compile(Fences(), false));

    private int Analyse(Dictionary<string, CSharpCompilation> programs, Func<CSharpCompilation> compile)
    {
        if (!programs.TryGetValue(Rule, out var program)) programs[Rule] = program = compile();
        // A clone shares the trees, not what was bound.
        return Meter.Analyse(program.Clone(), _rule).GetAllDiagnostics().Length;
    }

    private static CSharpCompilation Compile(IEnumerable<string> texts, bool isProgram) => CSharpCompilation.Create("Code",
        texts.Append(ReferenceSet.Backend10.ImplicitUsings).Select(text => CSharpSyntaxTree.ParseText(text)),
        ReferenceSet.Backend10.References,
        new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable)
            .WithSpecificDiagnosticOptions(Meter.AllOn));

    // One block, so that names do not clash.
    private IEnumerable<string> Fences()
    {
        var page = Path.Combine(Backend.Root(), "docs", "rules", Rule + ".md");
        if (!File.Exists(page)) return [];
        return Regex.Matches(File.ReadAllText(page).Replace("\r\n", "\n"), "```csharp report\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)
            .Take(1);
    }

#pragma warning disable RS1001 // measured, not shipped: no host is to find it
    private sealed class None : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Meter.Suite[0].SupportedDiagnostics;

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        }
    }
}
