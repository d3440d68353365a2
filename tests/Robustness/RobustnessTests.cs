using System.Collections.Immutable;
using ArchitectAnalyzers.Tests.Docs;
using ArchitectAnalyzers.Tests.Suite;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Robustness;

/// <summary>
/// No rule and no fix throws or hangs, whatever the code; rules say the same each time; and what a fix makes of compiling code compiles.
/// Each test runs as many cases as fit into its <see cref="Budget"/>. A failure names its case.
/// </summary>
public class RobustnessTests
{
    [Fact]
    public async Task Neither_rule_nor_fix_throws_or_hangs_on_broken_snippets()
    {
        var failures = new List<string>();
        foreach (var n in Budget.Cases())
        {
            var random = new Random(n);
            var sample = Sample.Snippets[random.Next(Sample.Snippets.Length)];
            var (text, how) = (sample.Files[0].Text, "");
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                (text, var one) = Mutation.Apply(text, random);
                how += ", " + one;
            }

            await Try(sample.With(0, text).Open(), $"case {n}, {sample.Name}{how}", failures);
        }

        None(failures);
    }

    [Fact]
    public async Task No_rule_throws_or_hangs_on_broken_projects()
    {
        var failures = new List<string>();
        var compilations = new List<Compilation>();
        foreach (var sample in Sample.Projects) compilations.Add((await sample.Open().GetCompilationAsync())!);
        foreach (var n in Budget.Cases())
        {
            var random = new Random(n);
            var compilation = compilations[random.Next(compilations.Count)];
            var trees = compilation.SyntaxTrees.ToList();
            var tree = trees[random.Next(trees.Count)];
            var (text, how) = Mutation.Apply((await tree.GetTextAsync()).ToString(), random);
            var broken = CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath);
            await Analysis.Run(compilation.ReplaceSyntaxTree(tree, broken), broken, $"case {n}, {tree.FilePath}, {how}", failures);
        }

        None(failures);
    }

    [Fact]
    public async Task Neither_rule_nor_fix_throws_where_a_reference_is_missing()
    {
        var failures = new List<string>();
        var references = ReferenceSet.Backend10.References;
        foreach (var n in Budget.Cases(references.Length))
        {
            // Spread over the list, so that a short run sees some of each library.
            var missing = references[(int)(n * 7919L % references.Length)];
            var random = new Random(n);
            ImmutableArray<Sample> samples = [Sample.Snippets[random.Next(Sample.Snippets.Length)], Sample.Snippets[random.Next(Sample.Snippets.Length)],
                Sample.Projects[n % Sample.Projects.Length]];
            foreach (var sample in samples)
                await Try(sample.Open(references.Remove(missing)), $"case {n}, {sample.Name} without {Path.GetFileName(missing.Display)}", failures);
        }

        None(failures);
    }

    [Fact]
    public async Task Neither_rule_nor_fix_throws_where_a_type_is_declared_twice()
    {
        var failures = new List<string>();
        // The names that rules know, declared once more: in a reference, or in the source.
        const string twice =
            """
            namespace System.Threading { public struct CancellationToken { public static CancellationToken None => default; } public class CancellationTokenSource { public CancellationToken Token => default; } }
            namespace System.Threading.Tasks { public class Task { public void Wait() { } } public class Task<T> : Task { public T Result => default!; } public struct ValueTask { } }
            namespace System.Data.Common { public abstract class DbCommand { public string? CommandText { get; set; } } public abstract class DbConnection { } }
            namespace Microsoft.EntityFrameworkCore { public class DbContext { } public class DbSet<T> { } }
            namespace Microsoft.AspNetCore.Builder { public class WebApplication { public static WebApplication Create() => new(); } public interface IApplicationBuilder { } }
            namespace Microsoft.AspNetCore.Routing { public interface IEndpointRouteBuilder { } }
            namespace Microsoft.AspNetCore.Mvc { public class ControllerBase { } public class HttpGetAttribute : System.Attribute { } }
            namespace Microsoft.Extensions.Hosting { public abstract class BackgroundService { protected abstract System.Threading.Tasks.Task ExecuteAsync(System.Threading.CancellationToken token); } }
            """;
        var image = new MemoryStream();
        var made = CSharpCompilation.Create("Twice", [CSharpSyntaxTree.ParseText(twice)], ReferenceSet.Console10.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(made.Success, string.Join('\n', made.Diagnostics.Take(3)));
        var library = MetadataReference.CreateFromImage(image.ToArray());
        foreach (var n in Budget.Cases())
        {
            var random = new Random(n);
            var sample = n % 5 == 0 ? Sample.Projects[n / 5 % Sample.Projects.Length] : Sample.Snippets[random.Next(Sample.Snippets.Length)];
            await Try(random.Next(2) == 0
                ? sample.Open(ReferenceSet.Backend10.References.Add(library))
                : (sample with { Files = sample.Files.Add(("Twice.cs", twice)) }).Open(), $"case {n}, {sample.Name}", failures);
        }

        None(failures);
    }

    [Fact]
    public async Task Rules_say_the_same_each_time_and_on_many_threads()
    {
        var failures = new List<string>();
        var said = 0;
        foreach (var n in Budget.Cases(Sample.Projects.Length + Sample.Snippets.Length))
        {
            var sample = n < Sample.Projects.Length
                ? Sample.Projects[n] : Sample.Snippets[(int)((n - Sample.Projects.Length) * 7919L % Sample.Snippets.Length)];
            var what = $"case {n}, {sample.Name}";
            var once = Texts(await Analysis.Run(sample.Open(), what, failures));
            said += once.Length;
            var again = Texts(await Analysis.Run(sample.Open(), what, failures));
            var concurrently = Texts(await Analysis.Run(sample.Open(), what, failures, concurrent: true));
            if (!once.SequenceEqual(again)) failures.Add(what + ": not the same the second time");
            if (!once.SequenceEqual(concurrently)) failures.Add(what + ": not the same on many threads");
        }

        None(failures);
        Assert.True(said > 0, "nothing was reported");
    }

    [Fact]
    public async Task What_is_kept_from_one_keystroke_to_the_next_changes_nothing()
    {
        // The files that set an app up are edited as often as all others together: most of what is kept is about them.
        var failures = new List<string>();
        var (said, differ) = (0, 0);
        foreach (var n in Budget.Cases())
        {
            var random = new Random(n);
            var sample = Sample.Projects[n % Sample.Projects.Length];
            var compilation = (await sample.Open().GetCompilationAsync())!;
            var before = Texts(await Analysis.Run(compilation, $"case {n}, {sample.Name}", failures));
            for (var keystroke = 0; keystroke < 2; keystroke++)
            {
                var trees = compilation.SyntaxTrees.ToList();
                var settingUp = trees.Where(t => t.ToString().Contains("app.") || t.ToString().Contains("services.") || t.ToString().Contains("routes.")).ToList();
                var tree = random.Next(2) == 0 && settingUp.Count > 0 ? settingUp[random.Next(settingUp.Count)] : trees[random.Next(trees.Count)];
                var (text, how) = Mutation.Apply((await tree.GetTextAsync()).ToString(), random);
                compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text)));
                var what = $"case {n}, {sample.Name}, keystroke {keystroke}, {tree.FilePath}, {how}";
                var kept = Texts(await Analysis.Run(compilation, what, failures));
                var fresh = Texts(await Analysis.Run(compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees
                    .Select(t => t.WithRootAndOptions(CSharpSyntaxTree.ParseText(t.GetText(), (CSharpParseOptions)t.Options).GetRoot(), t.Options))), what, failures));
                foreach (var lost in fresh.Except(kept).Take(3)) failures.Add($"{what}: kept silent about {lost}");
                foreach (var stale in kept.Except(fresh).Take(3)) failures.Add($"{what}: still said {stale}");
                said += fresh.Length;
                if (!fresh.SequenceEqual(before)) differ++;
                before = fresh;
            }
        }

        None(failures);
        Assert.True(said > 0 && differ > 0, $"{said} reports, {differ} edits that made a difference");
    }

    [Fact]
    public async Task What_a_fix_makes_of_compiling_code_compiles()
    {
        var failures = new List<string>();
        var applied = 0;
        foreach (var n in Budget.Cases(Sample.Projects.Length + Sample.Snippets.Length))
        {
            var sample = n < Sample.Projects.Length
                ? Sample.Projects[n] : Sample.Snippets[(int)((n - Sample.Projects.Length) * 7919L % Sample.Snippets.Length)];
            var project = sample.Open();
            if ((await AllRules.Errors(project)).Any()) continue;
            foreach (var report in await Analysis.Run(project, sample.Name, failures))
            {
                foreach (var offer in await Analysis.Offers(project, report))
                {
                    var changed = (await Fixes.Changed(offer)).GetProject(project.Id)!;
                    applied++;
                    if ((await AllRules.Errors(changed)).FirstOrDefault() is { } error)
                        failures.Add($"case {n}, {sample.Name}: {report.Id} '{offer.Title}' at {report.Location.GetLineSpan().StartLinePosition}: {error}");
                }
            }
        }

        None(failures);
        Assert.True(applied > 0, "no fix was applied");
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public async Task Neither_rule_nor_fix_throws_or_hangs_on_extreme_code(string name, string code)
    {
        var failures = new List<string>();
        await Try(AllRules.Project([("Code.cs", code)]), name, failures);
        None(failures);
    }

    public static TheoryData<string, string> Extremes() => new()
    {
        { "2,000 levels of a sum", "class C { string M(string s) => " + string.Join(" + ", Enumerable.Repeat("s", 2_000)) + "; }" },
        { "a sum of 2,000 in SQL",
            "class C { void M(System.Data.Common.DbCommand c, string s) { c.CommandText = " + string.Join(" + ", Enumerable.Repeat("s", 2_000)) + "; } }" },
        { "2,000 levels of or", "class C { bool M(Task t) => " + string.Join(" || ", Enumerable.Repeat("t.IsCompleted", 2_000)) + "; }" },
        { "2,000 levels of or around a wait",
            "class C { int M(Task<int> t) { if (" + string.Join(" || ", Enumerable.Repeat("t.IsCompleted", 2_000)) + ") return t.Result; return 0; } }" },
        { "a chain of 500 calls",
            "class C { C M(CancellationToken t = default) => this; C N(CancellationToken t) => this" + string.Concat(Enumerable.Repeat(".M()", 500)) + "; }" },
        { "a chain of 500 appends",
            "class C { void M(System.Data.Common.DbCommand c, string s) { c.CommandText = new System.Text.StringBuilder()"
                + string.Concat(Enumerable.Repeat(".Append(s)", 500)) + ".ToString(); } }" },
        { "500 conditions", "class C { async Task M(int x, Task t) { " + string.Concat(Enumerable.Range(0, 500).Select(i => $"if (x == {i}) await t; else "))
            + "t.Wait(); } }" },
        { "100 nested blocks", "class C { void M(Task t) { " + string.Concat(Enumerable.Repeat("if (t.IsCompleted) { ", 100)) + "t.Wait();"
            + new string('}', 100) + " } }" },
        { "60 nested lambdas", "class C { Func<object> F(Task t) => " + string.Concat(Enumerable.Repeat("() => (Func<object>)(", 30))
            + "() => { t.Wait(); return null!; }" + new string(')', 30) + "; }" },
        { "100 nested loops", "class C { async Task M(Task t, CancellationToken c) { " + string.Concat(Enumerable.Repeat("while (true) { ", 100))
            + "await Task.Delay(1); t.Wait();" + new string('}', 100) + " } }" },
        { "a literal of a megabyte",
            "class C { void M(System.Data.Common.DbCommand c, string s) { c.CommandText = \"" + new string('x', 1 << 20) + "\" + s; } }" },
        { "an interpolation of 2,000 holes",
            "class C { void M(System.Data.Common.DbCommand c, string s) { c.CommandText = $\"" + string.Concat(Enumerable.Repeat("a{s}", 2_000)) + "\"; } }" },
        { "an array of 20,000", "class C { int[] P = { " + string.Join(", ", Enumerable.Repeat("1", 20_000)) + " }; void M(Task t) => t.Wait(); }" },
        { "a method of 3,000 statements",
            "class C { async Task M(HttpClient h, CancellationToken c) { " + string.Concat(Enumerable.Repeat("await h.GetAsync(\"x\");\n", 3_000)) + " } }" },
        { "a switch of 500", "class C { void M(System.Data.Common.DbCommand c, string s) { c.CommandText = s switch { "
            + string.Concat(Enumerable.Range(0, 500).Select(i => $"\"{i}\" => \"{i}\", ")) + "_ => s }; } }" },
        { "a try in 60 tries", "class C { async Task M(Task t, CancellationToken c) { " + string.Concat(Enumerable.Repeat("try { ", 60))
            + "await Task.Delay(1);" + string.Concat(Enumerable.Repeat(" } catch (Exception) { t.Wait(); }", 60)) + " } }" },
        { "types that contain each other", "class A<T> where T : A<T> { public A<A<T>> N => null!; async Task M(A<A<A<T>>> a, Task<A<T>> t) { await a.N.N.M(null!, null!); _ = t.Result; } }" },
        { "a struct that contains itself", "struct S { S s; Task<S> t; int M() => t.Result.s.t.Result.M(); }" },
        { "nothing", "" },
        { "one brace", "{" },
        { "a null character", "class C { \0 void M(Task t) => t.Wait(); }" },
    };

    [Fact]
    public async Task A_rule_that_throws_is_noticed()
    {
        var failures = new List<string>();
        await Analysis.Run(AllRules.Project([("Code.cs", "class C { }")]), "case", failures, rules: [new Thrower()]);
        Assert.Contains("Thrower", Assert.Single(failures));
    }

    [Fact]
    public void A_mutation_changes_the_code()
    {
        const string code = "using System; class C { void M(int a) { M(1); Console.WriteLine(a); } }";
        Assert.True(Enumerable.Range(0, 100).Select(n => Mutation.Apply(code, new Random(n)).Text).Where(text => text != code).Distinct().Count() > 20);
    }

    // Analyses, asks every fix, and applies what it offers.
    private static async Task Try(Project project, string what, List<string> failures)
    {
        // A fix is asked for the first reports only: generated code has hundreds of the same.
        foreach (var report in (await Analysis.Run(project, what, failures)).Take(4))
        {
            try
            {
                foreach (var offer in await Analysis.Offers(project, report)) await Fixes.Changed(offer);
            }
            catch (Exception exception)
            {
                failures.Add($"{what}: the fix of {report.Id} at {report.Location.GetLineSpan()}: {exception}");
            }
        }
    }

    private static string[] Texts(ImmutableArray<Diagnostic> reports) => [.. reports.Select(report => report.ToString())];

    private static void None(List<string> failures) =>
        Assert.True(failures.Count == 0, $"{failures.Count} failures, such as\n{string.Join("\n\n", failures.Take(10))}");

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // not shipped
    [Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Thrower : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [ArchitectAnalyzers.Core.Describe.Rule("TEST0002", "T", "M", "C", DiagnosticSeverity.Warning, true, "D.")];

        public override void Initialize(Microsoft.CodeAnalysis.Diagnostics.AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(Microsoft.CodeAnalysis.Diagnostics.GeneratedCodeAnalysisFlags.None);
            context.RegisterSymbolAction(_ => throw new InvalidOperationException("Thrower"), SymbolKind.NamedType);
        }
    }
}
