using System.Text;
using ArchitectAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace ArchitectAnalyzers.Tools;

/// <summary>How loud a rule is, in order.</summary>
internal enum Level { Off, Suggestion, Warning }

/// <summary>A set of severities that <c>&lt;ArchitectProfile&gt;</c> picks: a formula over descriptors, never a list of rules.</summary>
/// <param name="Name">The value of the property, and the file's name.</param>
/// <param name="For">Whom it is for.</param>
/// <param name="Formula">The formula in words, for the configuration page.</param>
/// <param name="LevelOf">The formula.</param>
internal sealed record ProfileFormula(string Name, string For, string Formula, Func<RuleEntry, Level> LevelOf);

internal static class Profiles
{
    internal const string Folder = "src/Package/configuration";
    internal const string Extension = ".globalconfig";

    internal static readonly IReadOnlyList<ProfileFormula> All =
    [
        new("Recommended", "any backend; the default",
            "every rule as it comes",
            rule => Default(rule)),
        new("PublicApi", "an API that strangers can reach",
            "API and security rules one step louder, opt-in ones included; the rest as they come",
            rule => In(rule, "Api", "Security") ? Louder(rule) : Default(rule)),
        new("InternalService", "a service behind a gateway or a mesh, called by your own services",
            "protection against anonymous callers (ARCH30xx) is a suggestion at most, but for rules about who may do what; the rest as they come",
            rule => rule.Family == 30 && !IsAccessControl(rule) ? AtMostSuggestion(rule) : Default(rule)),
        new("Worker", "a process that consumes queues or runs on a timer, with no endpoints of its own",
            "API rules off; architecture and data-processing rules one step louder; the rest as they come",
            rule => In(rule, "Api") ? Level.Off : In(rule, "Architecture", "DataProcessing") ? Louder(rule) : Default(rule)),
        new("Security", "a security review, or a gate beside the team's own choice of rules",
            "security rules and rules with a CWE at least a warning; all others off",
            rule => In(rule, "Security") || rule.Facts.Cwe != 0 ? Level.Warning : Level.Off),
        new("Adopt", "an existing code base, on the first day",
            "warnings that an attacker can use (a CWE) or that Fix All repairs safely stay warnings; other warnings are suggestions; the rest is off",
            rule => Default(rule) != Level.Warning ? Level.Off : rule.Facts.Cwe != 0 || rule.Facts.Fix == FixSafety.Safe ? Level.Warning : Level.Suggestion),
        new("Strict", "a new code base whose team wants every opinion",
            "every rule a warning, opt-in ones included",
            _ => Level.Warning),
        new("None", "a project that has the package through a parent and wants none of it",
            "every rule off",
            _ => Level.Off),
    ];

    internal static Level Default(RuleEntry rule) =>
        !rule.Descriptor.IsEnabledByDefault ? Level.Off : rule.Descriptor.DefaultSeverity >= DiagnosticSeverity.Warning ? Level.Warning : Level.Suggestion;

    internal static string Path(ProfileFormula profile) => $"{Folder}/{profile.Name}{Extension}";

    /// <summary>
    /// The level of a rule in a profile. Rules on the package's own options are as they come everywhere but in None: a mistake in a
    /// configuration matters in each.
    /// </summary>
    internal static Level LevelIn(ProfileFormula profile, RuleEntry rule) =>
        profile.Name != "None" && In(rule, "Configuration") ? Default(rule) : profile.LevelOf(rule);

    /// <summary>
    /// The profile as a global config. It names the rules that it changes and no others: an entry for an id beats the user's own entry
    /// for a category, so an entry that changes nothing would still get in the way.
    /// </summary>
    internal static (string, string?) Derive(ProfileFormula profile, IReadOnlyList<RuleEntry> rules)
    {
        var text = new StringBuilder();
        text.Append("# Written by tools/Catalog.\n");
        text.Append($"# {profile.Name}: for {profile.For}.\n");
        text.Append($"# Formula: {profile.Formula}.\n");
        text.Append("# A level below zero: whatever you write in .editorconfig or a global config of your own wins.\n");
        text.Append("is_global = true\nglobal_level = -100\n");
        foreach (var rule in rules)
        {
            if (LevelIn(profile, rule) == Default(rule)) continue;
            text.Append($"\n# {rule.Name}\ndotnet_diagnostic.{rule.Id}.severity = {LevelIn(profile, rule) switch
            {
                Level.Warning => "warning",
                Level.Suggestion => "suggestion",
                _ => "none",
            }}\n");
        }

        return (Path(profile), text.ToString());
    }

    private static bool In(RuleEntry rule, params string[] competencies) => competencies.Contains(rule.Competency.Folder);

    private static Level Louder(RuleEntry rule) => Default(rule) == Level.Off ? Level.Suggestion : Level.Warning;

    private static Level AtMostSuggestion(RuleEntry rule) => Default(rule) == Level.Off ? Level.Off : Level.Suggestion;

    // Improper access control, authorization and authentication, and what the CWE files under them.
    private static bool IsAccessControl(RuleEntry rule) => rule.Facts.Cwe is 284 or 285 or 287 or 306 or 352 or 639 or 862 or 863;
}
