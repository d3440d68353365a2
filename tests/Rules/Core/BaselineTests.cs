using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Rules.Architecture;
using ArchitectAnalyzers.Rules.Configuration;
using ArchitectAnalyzers.Tests.Suite;
using Microsoft.CodeAnalysis;

namespace ArchitectAnalyzers.Tests.Core;

/// <summary>What a baseline silences, what it does not, and what is said of its lines.</summary>
public class BaselineTests
{
    private const string Code = """
        namespace Shop;

        public class Orders(HttpClient client)
        {
            public string Find(int id)
            {
                var text = client.GetStringAsync("/orders/" + id).Result;
                return text;
            }
        }
        """;

    [Fact]
    public async Task What_it_lists_is_silent() => Assert.Empty(await Lines(Code, await BaselineOf(Code)));

    [Fact]
    public async Task Without_it_the_same_code_reports() => Assert.Equal(["ARCH1001:7"], await Lines(Code, null));

    public static TheoryData<string, string> Edits => new()
    {
        { "lines above", "using System.Text;\n\n// a comment\n\n" + Code },
        { "indentation", Code.Replace("        var text", "\t\t\t   var   text").Replace(".Result", "\n            .Result") },
        { "line endings", Code.Replace("\n", "\r\n") },
        { "a comment inside", Code.Replace(".Result", "/* soon */.Result") },
        { "a statement before", Code.Replace("        var text", "        Console.WriteLine(id);\n        var text") },
        { "a statement after", Code.Replace("return text;", "return text.Trim();") },
        { "a member before", Code.Replace("    public string Find", "    public string Name => \"orders\";\n\n    public string Find") },
        { "an overload before", Code.Replace("    public string Find", "    public string Find(string name) => name;\n\n    public string Find") },
        { "modifiers and attributes", Code.Replace("public string Find", "[Obsolete] internal virtual string Find") },
        { "a base type", Code.Replace("(HttpClient client)", "(HttpClient client) : IDisposable")
            .Replace("return text;\n    }", "return text;\n    }\n\n    public void Dispose() { }") },
        { "a namespace with braces", Code.Replace("namespace Shop;", "namespace Shop {") + "\n}" },
        { "a block around it", Code.Replace("var text", "if (id == 0) return \"\"; { var text").Replace("return text;", "return text; }") },
        { "the name of a parameter", Code.Replace("int id", "int id, CancellationToken token").Replace(", CancellationToken token", "") },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task An_edit_elsewhere_keeps_it_silent(string edit, string edited)
    {
        Assert.True(edited != Code || edit == "the name of a parameter");
        Assert.Empty(await Lines(edited, await BaselineOf(Code)));
    }

    [Fact]
    public async Task A_head_is_kept_when_its_body_is_edited()
    {
        const string Loop = """
            public class Orders(HttpClient client)
            {
                public void Print()
                {
                    foreach (var c in client.GetStringAsync("/").Result) { Console.Write(c); }
                    if (client.GetStringAsync("/a").Result is { Length: > 1 } text) Console.Write(text); else Console.Write(1);
                    switch (client.GetStringAsync("/b").Result) { case "x": Console.Write(2); break; }
                    Action<int> show = x => { Console.Write(client.GetStringAsync("/c").Result); };
                }
            }
            """;
        var edited = Loop.Replace("Console.Write(c);", "Console.Write(c); Console.Write('.');").Replace("Console.Write(text);", "return;")
            .Replace("Console.Write(1)", "Console.Write(3)").Replace("Console.Write(2)", "Console.Write(4)").Replace("x => {", "x => { Console.Write(x);");
        Assert.Empty(await Lines(edited, await BaselineOf(Loop)));
    }

    [Theory]
    [InlineData("        var again = client.GetStringAsync(\"/orders/\" + id).Result;\n        var text", 8)]
    [InlineData("        { var text = client.GetStringAsync(\"/orders/\" + id).Result; }\n        var text", 8)]
    public async Task A_second_defect_next_to_it_is_reported(string before, int line) =>
        Assert.Single(await Lines(Code.Replace("        var text", before), await BaselineOf(Code)),
            report => report == $"ARCH1001:{line}" || report == "ARCH1001:7");

    [Fact]
    public async Task The_same_defect_in_another_member_is_reported()
    {
        var other = Code.Replace("public string Find(int id)", "public string Look(int id)");
        Assert.Equal(["ARCH0002:4", "ARCH1001:7"], await Lines(other, await BaselineOf(Code)));
    }

    [Fact]
    public async Task Two_in_one_statement_are_two()
    {
        const string Two = """
            public class Orders(HttpClient client)
            {
                public string Find() => client.GetStringAsync("/a").Result + client.GetStringAsync("/a").Result;
            }
            """;
        var baseline = await BaselineOf(Two);
        Assert.Equal(2, BaselineFile.Parse(baseline).Count);
        Assert.Empty(await Lines(Two, baseline));
        var first = BaselineFile.Write(BaselineFile.Parse(baseline).Take(1));
        Assert.Single(await Lines(Two, first), "ARCH1001:3");
    }

    [Fact]
    public async Task A_rule_that_reports_once_for_a_member_keeps_silent_when_its_place_moves()
    {
        const string App = """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/a", () => "a");
            app.Run();
            """;
        var baseline = await BaselineOf(App);
        Assert.Contains("ARCH3001", BaselineFile.Parse(baseline).Select(entry => entry.Rule));
        Assert.All(BaselineFile.Parse(baseline), entry => Assert.Equal("<top-level>", entry.Symbol));
        Assert.Empty(await Lines(App.Replace("app.MapGet(", "app.MapGet(\"/z\", () => \"z\");\napp.MapGet("), baseline));
    }

    [Fact]
    public async Task It_is_not_read_while_it_is_written() => Assert.Equal(await BaselineOf(Code), await BaselineOf(Code, await BaselineOf(Code)));

    [Fact]
    public async Task The_place_of_a_stale_line_is_the_line()
    {
        var baseline = await BaselineOf(Code);
        var stale = Assert.Single(await Analyze(Code.Replace("Result", "ToString()"), baseline));
        Assert.Equal(("ARCH0002", "/code/architect.baseline.json", 3),
            (stale.Id, stale.Location.GetLineSpan().Path, stale.Location.GetLineSpan().StartLinePosition.Line));
        Assert.Contains("'Shop.Orders.Find(int)'", stale.GetMessage());
        Assert.StartsWith("{\"project\"", baseline.Substring(stale.Location.SourceSpan.Start, stale.Location.SourceSpan.Length));
    }

    [Fact]
    public async Task A_line_is_not_called_stale_by_a_build_without_its_rule() =>
        Assert.Empty(await AllRules.Analyze(AllRules.Project([("Code.cs", Code)], baseline: await BaselineOf(Code)),
            [new StaleBaseline(), new UncancellableEndpoint()]));

    [Theory]
    [InlineData("", "a value")]
    [InlineData("[]", "'{'")]
    [InlineData("{ \"version\": 2, \"findings\": [] }", "\"version\": 1")]
    [InlineData("{ \"version\": 1 }", "\"findings\": [")]
    [InlineData("{ \"version\": 1, \"findings\": [\n{ \"rule\": \"ARCH1001\" }] }", "\"project\": \"...\"")]
    [InlineData("{ \"version\": 1, \"findings\": [\n<<<<<<< HEAD\n", "a value")]
    [InlineData("{ \"version\": 1, \"findings\": [ \"end\" ", "']'")]
    public async Task A_malformed_one_is_reported_and_hides_nothing(string baseline, string expected)
    {
        var reports = await Analyze(Code, baseline);
        Assert.Equal(["ARCH0001", "ARCH1001"], reports.Select(report => report.Id).Order());
        Assert.EndsWith("valid: " + expected, reports.Single(report => report.Id == "ARCH0001").GetMessage());
    }

    [Fact]
    public async Task One_malformed_line_is_the_place_of_the_report_and_hides_nothing()
    {
        var malformed = (await BaselineOf(Code)).Replace("    \"end\"", "=======\n    \"end\"");
        var report = (await Analyze(Code, malformed)).Single(report => report.Id == "ARCH0001");
        Assert.Equal(4, report.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Contains("'======='", report.GetMessage());
        Assert.Contains(await Lines(Code, malformed), line => line == "ARCH1001:7");
    }

    [Fact]
    public async Task The_text_is_one_sorted_line_for_each_finding_and_reads_back()
    {
        BaselineEntry[] entries =
        [
            new("ARCH1001", "b.csproj", "B.M()", "2", 1), new("ARCH1001", "b.csproj", "B.M()", "2", 0),
                new("ARCH2001", "a.csproj", "\"\\\n\uD800", "", 0, "net8.0;net9.0"),
        ];
        var text = BaselineFile.Write(entries);
        Assert.Equal(text, BaselineFile.Write(entries.Reverse().Concat(entries)));
        Assert.Equal(["a.csproj", "b.csproj", "b.csproj"], BaselineFile.Parse(text).Select(entry => entry.Project));
        Assert.Equal(entries.Select(entry => entry.Key).Order(), BaselineFile.Parse(text).Select(entry => entry.Key).Order());
        Assert.Equal(3, text.Split('\n').Count(line => line.EndsWith("},", StringComparison.Ordinal)));
        await Task.CompletedTask;
    }

    /// <summary>What the build task writes: the findings with their properties, as the compiler logs them.</summary>
    private static async Task<string> BaselineOf(string code, string? baseline = null)
    {
        var project = AllRules.Project([("Code.cs", code)], baseline: baseline);
        project = project.AddAnalyzerConfigDocument(".globalconfig",
            Microsoft.CodeAnalysis.Text.SourceText.From("is_global = true\nbuild_property.ArchitectWritesBaseline = true"), filePath: "/.globalconfig").Project;
        return BaselineFile.Write((await AllRules.Analyze(project)).Where(report => report.Properties.ContainsKey(Fingerprint.SymbolKey))
            .Select(report => new BaselineEntry(
            report.Id, "Code.csproj", report.Properties[Fingerprint.SymbolKey]!, report.Properties[Fingerprint.HashKey]!,
                int.Parse(report.Properties[Fingerprint.OrdinalKey]!))));
    }

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Analyze(string code, string? baseline) =>
        AllRules.Analyze(AllRules.Project([("Code.cs", code)], baseline: baseline));

    private static async Task<string[]> Lines(string code, string? baseline) =>
        [.. (await Analyze(code, baseline)).Select(report => $"{report.Id}:{report.Location.GetLineSpan().StartLinePosition.Line + 1}")];
}
