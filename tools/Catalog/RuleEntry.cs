using System.Reflection;
using System.Text.RegularExpressions;
using ArchitectAnalyzers.CodeFixes;
using ArchitectAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace ArchitectAnalyzers.Tools;

/// <summary>A built rule: what its class, descriptor, facts, options and fix say.</summary>
internal sealed record RuleEntry(Type Type, DiagnosticDescriptor Descriptor, RuleFactsAttribute Facts, IReadOnlyList<string> Needs,
    IReadOnlyList<Option> Options, Type? Fix)
{
    private static readonly Lazy<IReadOnlyList<RuleEntry>> s_all = new(() => Of(
        typeof(Rule).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Rule))),
        typeof(RuleFix).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(RuleFix)))));

    /// <summary>All rules of the package, by id.</summary>
    internal static IReadOnlyList<RuleEntry> All => s_all.Value;

    internal string Id => Descriptor.Id;
    internal string Name => Type.Name;
    internal string Title => Descriptor.Title.ToString();
    internal string Description => Descriptor.Description.ToString();
    internal bool HasFix => Facts.Fix != FixSafety.None;
    internal Competency Competency => Competency.All.Single(c => c.Category == Descriptor.Category);

    /// <summary>The hundreds of the id, which group rules on one subject: 11 for cancellation, 30 for API protection.</summary>
    internal int Family => int.Parse(Id.AsSpan(4, 2), provider: null);

    /// <summary>As release notes and the approved list have it.</summary>
    internal string SeverityText => Descriptor.IsEnabledByDefault ? Descriptor.DefaultSeverity.ToString() : "Disabled";

    /// <summary>As pages have it.</summary>
    internal string SeverityInWords => Descriptor.IsEnabledByDefault ? Descriptor.DefaultSeverity.ToString() : "off";

    internal static IReadOnlyList<RuleEntry> Of(IEnumerable<Type> rules, IEnumerable<Type> fixes)
    {
        var fixOf = fixes.ToLookup(fix => ((RuleFix)Activator.CreateInstance(fix)!).FixableDiagnosticIds.Single());
        var entries = new List<RuleEntry>();
        foreach (var type in rules)
        {
            var rule = (Rule)Activator.CreateInstance(type)!;
            var descriptor = rule.SupportedDiagnostics.Single();
            Validate(type, descriptor);
            if (fixOf[descriptor.Id].Count() > 1)
                throw new CatalogException($"{descriptor.Id} has several fixes: {string.Join(", ", fixOf[descriptor.Id].Select(f => f.Name))}. One class may offer several plans");
            entries.Add(new RuleEntry(
                type,
                descriptor,
                type.GetCustomAttribute<RuleFactsAttribute>() ?? throw new CatalogException($"{type.Name} lacks [RuleFacts]"),
                [.. rule.Needs.Select(need => need.MetadataName)],
                [.. OptionCatalog.All.Where(option => option.RuleId == descriptor.Id)],
                fixOf[descriptor.Id].SingleOrDefault()));
        }

        var twice = entries.GroupBy(entry => entry.Id).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new CatalogException($"{twice.Key} is the id of {string.Join(" and ", twice.Select(entry => entry.Name).Order(StringComparer.Ordinal))}: every rule has its own");
        return [.. entries.OrderBy(entry => entry.Id, StringComparer.Ordinal)];
    }

    private static void Validate(Type type, DiagnosticDescriptor descriptor)
    {
        var competency = Competency.All.FirstOrDefault(c => c.Category == descriptor.Category)
            ?? throw new CatalogException($"{type.Name} has the category '{descriptor.Category}'. Valid: {string.Join(", ", Competency.All.Select(c => c.Category))}");
        ValidateId(descriptor.Id, competency);
    }

    internal static void ValidateId(string id, Competency competency)
    {
        if (!Regex.IsMatch(id, "^ARCH[0-9]{4}$")) throw new CatalogException($"'{id}' is not an id: it is ARCH and four digits");
        if (!competency.Owns(id))
        {
            throw new CatalogException($"{id} is not an id of {competency.Folder}, which has {competency.Ids}. All ranges: "
                + string.Join(", ", Competency.All.Select(c => $"{c.Folder} {c.Ids}")));
        }
    }
}
