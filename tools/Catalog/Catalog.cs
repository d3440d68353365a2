using ArchitectAnalyzers.Tools.Outputs;

namespace ArchitectAnalyzers.Tools;

/// <summary>Reads the built rules and derives everything else that names a rule. Nothing of that is kept by hand.</summary>
public static class Catalog
{
    /// <summary>How to bring the derived files up to date; the words of every failure that this would cure.</summary>
    public const string WriteCommand = "dotnet run --project tools/Catalog -p:RunAnalyzers=false -- write";

    private const string Usage = """
        catalog list                                        the rules, one a line
        catalog write                                       derive all files from the built rules
        catalog check                                       the same, writing nothing: 1 if a file differs
        catalog new <ID> <Name> --competency <C> [--fix]    scaffold a rule, its fix, test and page
        catalog release <version>                           move AnalyzerReleases.Unshipped.md to Shipped
        """;

    /// <summary>Runs a command in the repository around the working directory.</summary>
    /// <returns>0; 1 where <c>check</c> found a difference; 2 for an error, which is on <paramref name="output"/>.</returns>
    public static int Run(string[] args, TextWriter output) => Run(args, output, null);

    internal static int Run(string[] args, TextWriter output, Repository? repository)
    {
        try
        {
            repository ??= Repository.Around(Directory.GetCurrentDirectory());
            return args switch
            {
                ["list"] => List(output),
                ["write"] => Write(repository, output),
                ["check"] => Check(repository, output),
                ["new", .. var rest] => Scaffold.Run(rest, repository, RuleEntry.All, output),
                ["release", var version] => Releases.Release(version, repository, output),
                ["release", ..] => throw new CatalogException("release wants one version: catalog release 0.2.0"),
                [] => throw new CatalogException("no command. The commands:\n" + Usage),
                _ => throw new CatalogException($"unknown command '{args[0]}'{(args.Length > 1 ? " or too many arguments" : "")}. The commands:\n{Usage}"),
            };
        }
        catch (CatalogException exception)
        {
            output.WriteLine("error: " + exception.Message);
            return 2;
        }
    }

    private static int List(TextWriter output)
    {
        foreach (var rule in RuleEntry.All)
            output.WriteLine($"{rule.Id}  {rule.SeverityText,-8}  {(rule.HasFix ? "fix" : "   ")}  {rule.Name,-32}  {rule.Title}");
        return 0;
    }

    private static int Write(Repository repository, TextWriter output)
    {
        foreach (var (path, text) in Differences(repository))
        {
            repository.Write(path, text);
            output.WriteLine((text is null ? "deleted " : "wrote ") + path);
        }

        return 0;
    }

    private static int Check(Repository repository, TextWriter output)
    {
        var differences = Differences(repository);
        foreach (var (path, text) in differences) output.WriteLine(text is null ? $"{path} belongs to nothing" : $"{path} differs");
        if (differences.Count == 0) return 0;
        output.WriteLine("Run: " + WriteCommand);
        return 1;
    }

    // What write writes and check reports: the derived files that are not on disk as they should be; null text for one that should not be there.
    private static List<(string Path, string? Text)> Differences(Repository repository) =>
        [.. Derive(repository, RuleEntry.All).Where(file => repository.Read(file.Path) != file.Text)];

    internal static IEnumerable<(string Path, string? Text)> Derive(Repository repository, IReadOnlyList<RuleEntry> rules)
    {
        var pages = rules.Select(rule => (rule, path: RulePage.Path(rule.Id))).ToList();
        var missing = pages.Where(page => repository.Read(page.path) is null).Select(page => page.path).ToList();
        if (missing.Count > 0)
            throw new CatalogException($"missing {string.Join(", ", missing)}: write the page by the layout in CONTRIBUTING.md");

        yield return Readme.Derive(repository, rules);
        yield return DocsIndex.Derive(repository, rules);
        yield return ConfigurationPage.Derive(rules);
        yield return RulesJson.Derive(rules);
        yield return Releases.Derive(repository, rules);
        yield return ApprovedRules.Derive(rules);
        foreach (var (rule, _) in pages) yield return RulePage.Derive(repository, rule);
        foreach (var competency in Competency.All)
            if (competency.Page is { } page && repository.Read(page) is not null) yield return CompetencyPage.Derive(repository, competency, rules);
        foreach (var profile in Profiles.All) yield return Profiles.Derive(profile, rules);
        var overlaps = Overlaps.Read(repository, rules);
        yield return OverlapPage.Derive(repository, overlaps, rules);
        foreach (var profile in Profiles.All) yield return Overlaps.Derive(profile, overlaps, rules);

        foreach (var path in repository.Files(Profiles.Folder, "*" + Profiles.Extension).Concat(repository.Files(Overlaps.Folder, "*" + Profiles.Extension)))
            if (!Profiles.All.Any(profile => path == Profiles.Path(profile) || path == Overlaps.Path(profile))) yield return (path, null);
        foreach (var path in repository.Files(RulePage.Folder, "*.md"))
            if (!pages.Any(page => page.path == path))
                throw new CatalogException($"{path} is the page of no rule. The rules: {string.Join(", ", rules.Select(rule => rule.Id))}");
    }
}

/// <summary>A mistake of the caller or in the repository; the message says what is valid.</summary>
internal sealed class CatalogException(string message) : Exception(message);
