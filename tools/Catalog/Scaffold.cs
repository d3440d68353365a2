using System.Text.RegularExpressions;
using ArchitectAnalyzers.Tools.Outputs;

namespace ArchitectAnalyzers.Tools;

/// <summary>Writes the files of a new rule. They compile, and the rule fails its own tests until someone has written it.</summary>
internal static class Scaffold
{
    private const string Usage = "catalog new ARCH1012 BlockingWait --competency Architecture [--fix]";

    internal static int Run(string[] args, Repository repository, IReadOnlyList<RuleEntry> rules, TextWriter output)
    {
        var (id, name, competency, fix) = Parse(args);
        if (rules.FirstOrDefault(rule => rule.Id == id) is { } taken)
            throw new CatalogException($"{id} is the id of {taken.Name}. Free next: {Next(rules, competency, id)}");
        if (rules.Any(rule => rule.Name == name)) throw new CatalogException($"there is a rule named {name}");

        var files = Files(id, name, competency, fix, Version(repository)).ToList();
        if (files.FirstOrDefault(file => repository.Read(file.Path) is not null) is { Path: { } existing })
            throw new CatalogException($"{existing} exists: nothing is written");
        foreach (var (path, text) in files) repository.Write(path, text);

        // By hand, as it were: the row must be there before the rule can be built, and write reads the built rule.
        repository.Write(Releases.Unshipped, Releases.WithNew(repository.Need(Releases.Unshipped), id, competency.Category, name));

        foreach (var (path, _) in files) output.WriteLine("wrote " + path);
        output.WriteLine("Fill them in the order test, rule, fix, page; then run: " + Catalog.WriteCommand);
        return 0;
    }

    internal static IEnumerable<(string Path, string Text)> Files(string id, string name, Competency competency, bool fix, string since)
    {
        var c = competency.Folder;
        yield return ($"src/Analyzers/Rules/{c}/{name}.cs", $$"""
            namespace ArchitectAnalyzers.Rules.{{c}};

            [DiagnosticAnalyzer(LanguageNames.CSharp)]
            [RuleFacts(Since = "{{since}}", {{(fix ? "Fix = FixSafety.Safe" : "NoFix = \"TODO: why no edit is safe.\"")}})]
            public sealed class {{name}} : Rule
            {
                internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
                    id: "{{id}}",
                    title: "TODO: say what to do",
                    messageFormat: "TODO: '{0}' does what is wrong; do what is right",
                    category: Describe.{{c}},
                    defaultSeverity: DiagnosticSeverity.Warning,
                    isEnabledByDefault: true,
                    description: "TODO: the defect, and what it costs.");

                // The types without which the rule has nothing to say follow the descriptor. A rule on calls of known methods is a CallRule.
                public {{name}}() : base(Descriptor) { }

                private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
                    start.RegisterOperationAction(static context => Check(context), OperationKind.Invocation);

                private static void Check(OperationAnalysisContext context)
                {
                    // The cheapest question first: a name before a symbol, a symbol before a flow. What a model cannot tell is not reported.
                    // Then: context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name);
                }
            }

            """);

        if (fix)
        {
            yield return ($"src/CodeFixes/{c}/{name}Fix.cs", $$"""
                using ArchitectAnalyzers.Rules.{{c}};

                namespace ArchitectAnalyzers.CodeFixes.{{c}};

                [ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof({{name}}Fix))]
                public sealed class {{name}}Fix : RuleFix
                {
                    public {{name}}Fix() : base({{name}}.Descriptor) { }

                    private protected override IEnumerable<FixPlan> Plans(FixSite site)
                    {
                        // A plan that is offered applies, compiles, keeps trivia, and removes the report. Where that is not sure, there is none.
                        yield break;
                    }
                }

                """);
        }

        yield return ($"tests/Rules/{c}/{name}Tests.cs", $$""""
            using ArchitectAnalyzers.Rules.{{c}};{{(fix ? $"\nusing ArchitectAnalyzers.CodeFixes.{c};" : "")}}

            namespace ArchitectAnalyzers.Tests.{{c}};

            public class {{name}}Tests
            {
                [Fact]
                public Task Reports_the_defect() => Verify<{{name}}>.Reports("""
                    class C
                    {
                        void Defect() => [|Defect|]();
                    }
                    """);
            {{(fix ? $$""""

                [Fact]
                public Task Fixes_the_defect() => Verify<{{name}}, {{name}}Fix>.Fixes("""
                    class C
                    {
                        void Defect() => [|Defect|]();
                        void Right() { }
                    }
                    """, """
                    class C
                    {
                        void Defect() => Right();
                        void Right() { }
                    }
                    """);

            """" : "")}}
                [Fact]
                public Task Stays_silent_on_the_code_most_likely_to_fool_it() => throw new NotImplementedException("Write that code.");
            }

            """");

        yield return (RulePage.Path(id), $"""
            # {id}: TODO

            <!-- header -->
            <!-- /header -->

            TODO: what goes wrong in production, as a story of two to four short paragraphs.

            ## Reported

            ```csharp report
            // TODO: self-contained code that compiles and is reported
            ```
            {(fix ? """

            ```csharp fixed
            // TODO: exactly what the first fix makes of the code above
            ```

            """ : "")}
            ## Not reported

            ```csharp silent
            // TODO: code that resembles it and is right
            ```

            ## Options and trade-offs

            TODO: the choices, what each costs (scale, security, money, upkeep, what you can see), and when which is right.

            ## How to fix, step by step

            1. TODO

            ## Configuration

            TODO: the rule's options, or that it has none.

            ## When to turn it off

            TODO

            ## Sources

            - TODO: real authorities only

            """);
    }

    private static (string Id, string Name, Competency Competency, bool Fix) Parse(string[] args)
    {
        string? competency = null;
        var fix = false;
        var words = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--fix") fix = true;
            else if (args[i] == "--competency" && i + 1 < args.Length) competency = args[++i];
            else if (args[i].StartsWith('-')) throw new CatalogException($"unknown or incomplete switch '{args[i]}'. Usage: {Usage}");
            else words.Add(args[i]);
        }

        if (words is not [var id, var name]) throw new CatalogException("new wants an id and a name. Usage: " + Usage);
        if (competency is null) throw new CatalogException($"new wants --competency, one of: {string.Join(", ", Competency.All.Select(c => c.Folder))}");
        var owner = Competency.Named(competency);
        RuleEntry.ValidateId(id, owner);
        if (!Regex.IsMatch(name, "^[A-Z][A-Za-z0-9]+$"))
            throw new CatalogException($"'{name}' is not a name: it is a class name that says the problem, such as BlockingWait");
        if (Regex.IsMatch(name, "(Analyzer|Rule|Fix|Tests)$"))
            throw new CatalogException($"'{name}' ends in what files of a rule add themselves: name the problem alone, such as BlockingWait");
        return (id, name, owner, fix);
    }

    private static string Next(IReadOnlyList<RuleEntry> rules, Competency competency, string after) =>
        Enumerable.Range(int.Parse(after.AsSpan(4), provider: null), 999).Select(n => $"ARCH{n:D4}")
            .First(id => competency.Owns(id) && !rules.Any(rule => rule.Id == id));

    // A new rule is in the version being built, which a page has without its patch number.
    private static string Version(Repository repository) =>
        Regex.Match(repository.Need("Directory.Build.props"), @"<VersionPrefix>(\d+\.\d+)") is { Success: true } match
            ? match.Groups[1].Value
            : throw new CatalogException("Directory.Build.props has no <VersionPrefix>");
}
