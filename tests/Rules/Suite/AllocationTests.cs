using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>
/// On code that has nothing to report, a rule's actions allocate nothing. What a rule allocates once per compilation cancels out (measured is
/// what each further method costs), and so does what it remembers of a syntax tree: the tree was seen before, as in an editor.
/// </summary>
public class AllocationTests
{
    private const int Few = 50, Many = 250;

    /// <summary>
    /// Bytes per method of some ten calls. The least object has 24: one for each sixth method is seen. Below that it is the compiler's own, made anew
    /// after a collection.
    /// </summary>
    private const double Tolerance = 4;

    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public async Task It_allocates_nothing_on_clean_code(string id)
    {
        Assert.SkipUnless(Engine.IsThorough, "measured on the newest Roslyn");
        var perMethod = await PerMethod(() => AllRules.Create(AllRules.Rule(id)));
        Assert.True(perMethod < Tolerance, $"{id} allocates {perMethod:F1} bytes a method");
    }

    [Fact]
    public async Task An_object_a_call_is_seen() => Assert.True(await PerMethod(() => new Wasteful()) > 10 * 24);

    // The least of some, where the first is too much: what the runtime or a pool of the compiler's makes anew may fall into one, not into all.
    private static async Task<double> PerMethod(Func<DiagnosticAnalyzer> rule)
    {
        var least = await Measure();
        for (var again = 0; least >= Tolerance && again < 4; again++) least = Math.Min(least, await Measure());
        return least;

        async Task<double> Measure() => (double)(await Allocated(rule, Many) - await Allocated(rule, Few)) / (Many - Few);
    }

    private static async Task<long> Allocated(Func<DiagnosticAnalyzer> rule, int methods)
    {
        var compilation = Compile(methods);
        await Analyze(new MeteredRule(rule()), compilation);

        // Trees hold the statements of a method weakly: made anew after a collection, they would be charged to whoever walks them.
        var nodes = compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes()).ToList();
        var metered = new MeteredRule(rule());
        await Analyze(metered, compilation.WithAssemblyName("Again"));
        GC.KeepAlive(nodes);
        return metered.Bytes;
    }

    private static async Task Analyze(DiagnosticAnalyzer rule, Compilation compilation)
    {
        var analysis = new CompilationWithAnalyzers(compilation, [rule], new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => throw exception, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        Assert.Empty(await analysis.GetAnalyzerDiagnosticsAsync());
    }

    private static CSharpCompilation Compile(int methods)
    {
        var code = new StringBuilder("public class Prices(Dictionary<string, decimal> rates, List<string> names)\n{\n");
        for (var i = 0; i < methods; i++)
        {
            code.Append($$"""
                    public async Task<decimal> Of{{i}}(string name, int count, CancellationToken token)
                    {
                        if (string.IsNullOrEmpty(name)) throw new ArgumentException(nameof(name));
                        await Task.Yield();
                        var rate = rates.TryGetValue(name.Trim(), out var found) ? found : Math.Max(1m, count);
                        names.Add(name.ToUpperInvariant());
                        var text = string.Join(",", names.Where(n => n.Length > {{i}}).Select(n => n + rate));
                        await Task.Delay(count, token);
                        return Math.Round(rate * text.Length, 2);
                    }

                """);
        }

        return CSharpCompilation.Create("Clean",
            [CSharpSyntaxTree.ParseText(code.Append('}').ToString()), CSharpSyntaxTree.ParseText(ReferenceSet.Backend10.ImplicitUsings)],
            ReferenceSet.Backend10.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

#pragma warning disable RS1036, RS1038, RS1041, RS2008, RS1001 // not shipped
    private sealed class Wasteful : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_descriptor = new("TEST0101", "T", "M", "Test", DiagnosticSeverity.Warning, true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_descriptor];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterCompilationStartAction(start => start.RegisterOperationAction(c => GC.KeepAlive(new object()), OperationKind.Invocation));
        }
    }
}
