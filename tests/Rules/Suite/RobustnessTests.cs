using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>No rule throws on recursive code nor on that of any language version. tests/Robustness has the rest.</summary>
public class RobustnessTests
{
    public static TheoryData<string> VersionFiles => [.. AllRules.Files("tests/Rules/Suite/Versions").Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(VersionFiles))]
    public async Task No_rule_throws_on_the_features_of_a_version_of_the_language(string path)
    {
        // A version that this Roslyn does not know is half-typed code to it.
        var known = LanguageVersionFacts.TryParse(Path.GetFileNameWithoutExtension(path), out var version);
        var project = AllRules.Project([(path, AllRules.Repository.Need(path))], implicitUsings: false, version: known ? version : LanguageVersion.Preview);
        if (known)
        {
            var errors = await AllRules.Errors(project);
            Assert.True(!errors.Any(), AllRules.Show(errors));
        }

        await AllRules.Analyze(project);
    }

    [Theory]
    [MemberData(nameof(Recursive))]
    public async Task No_rule_hangs_or_throws_on_code_that_turns_in_circles(string code) =>
        await AllRules.Analyze(AllRules.Project([("Code.cs", code)])).WaitAsync(TimeSpan.FromSeconds(60));

    public static TheoryData<string> Recursive() =>
    [
        // Types.
        "class A : B { } class B : A { void M(B b) => b.ToString(); }",
        "interface I : J { } interface J : I { System.Threading.Tasks.Task M(System.Threading.CancellationToken t); } class C : I { async Task N(J j) => await j.M(default); }",
        "class C<T> where T : C<C<T>> { Task M(C<C<C<T>>> c) => c.M(null!); }",
        "class Outer<T> { class Inner : Outer<Inner> { void M(Inner.Inner i) => i.ToString(); } }",
        "struct S { S s; Task<S> M() => M(); }",
        "class Node : Microsoft.AspNetCore.Mvc.ControllerBase { public Node Next { get; set; } public async Task<Node> Get(Node n) => await n.Next.Next.Get(n); }",
        // Methods, with what the models follow: text, tasks and tokens.
        """
        using Microsoft.Data.SqlClient;
        class C
        {
            string A(int n) => n == 0 ? "" : B(n - 1) + n;
            string B(int n) => A(n) + n;
            string P => Q; string Q => P;
            static readonly string s_a = s_b + "x", s_b = s_a + "y";
            const string K = L + "a", L = K;
            async Task M(SqlConnection c, string s, CancellationToken t)
            {
                string Local(string x) => Other(x) + x;
                string Other(string x) => Local(x);
                var text = "SELECT ";
                for (var i = 0; i < 3; i++) text = text + text + s_a + A(i) + P + K + Local(s);
                while (true) { text += text; var c2 = new SqlCommand(text, c); await c2.ExecuteNonQueryAsync(); await M(c, text, default); }
            }
        }
        """,
        """
        class C
        {
            Task<int> A() => B(); async Task<int> B() => await A() + A().Result + B().GetAwaiter().GetResult();
            int D() { Func<int> f = null!; f = () => f() + B().Result; return f() + D(); }
            Task T => T; Task this[int i] => this[this[i].Id];
            async Task M(Task t) { t = t.ContinueWith(x => t = M(t)); t.Wait(); await t; await M(M(M(t))); }
        }
        """,
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapA(); app.Run();
        static class E
        {
            public static IEndpointRouteBuilder MapA(this IEndpointRouteBuilder r) => r.MapB().MapA();
            public static IEndpointRouteBuilder MapB(this IEndpointRouteBuilder r) { var g = r.MapGroup("/x"); g = g.MapGroup("/y"); g.MapGet("/", H); return g.MapA(); }
            static async Task H(CancellationToken t) { await H(default); await H(t); }
        }
        """,
        // Depth. Deeper than people write, and as deep as generators do.
        "class C { string M(string s) => " + string.Join(" + ", Enumerable.Repeat("s", 600)) + "; }",
        "class C { void M(System.Data.Common.DbCommand c, string s) { c.CommandText = " + string.Join(" + ", Enumerable.Repeat("s + \"x\"", 300)) + "; } }",
        "class C { C M(CancellationToken t = default) => this; C N(CancellationToken t) => this" + string.Concat(Enumerable.Repeat(".M()", 300)) + "; }",
        "class C { int M(int x, CancellationToken t = default) => 0; int N(CancellationToken t) => " + string.Concat(Enumerable.Repeat("M(", 60)) + "1" + new string(')', 60) + "; }",
        "class C { Func<object> F() => " + string.Concat(Enumerable.Repeat("() => (Func<object>)(", 25)) + "() => null" + new string(')', 25) + "; }",
    ];

    [Fact]
    public async Task A_rule_that_throws_is_noticed() => Assert.Contains("Thrower", (await Assert.ThrowsAsync<AnalyzerThrewException>(
        () => AllRules.Analyze(AllRules.Project([("Code.cs", "class C { }")]), [new Thrower()]))).Message);

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // not shipped
    [Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Thrower : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer
    {
        public override System.Collections.Immutable.ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [ArchitectAnalyzers.Core.Describe.Rule("TEST0002", "T", "M", "C", DiagnosticSeverity.Warning, true, "D.")];

        public override void Initialize(Microsoft.CodeAnalysis.Diagnostics.AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(Microsoft.CodeAnalysis.Diagnostics.GeneratedCodeAnalysisFlags.None);
            context.RegisterSymbolAction(_ => throw new InvalidOperationException("Thrower"), SymbolKind.NamedType);
        }
    }
}
