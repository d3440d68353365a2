using System.Reflection;

namespace ArchitectAnalyzers.Core;

/// <summary>
/// All options of the package, and the verdict on what a user wrote. An option is found by being a static field; nothing is registered
/// by hand.
/// </summary>
internal static class OptionCatalog
{
    private static readonly Lazy<ImmutableArray<Option>> s_all = new(Collect);

    /// <summary>Every option, shared ones first, then by rule and name. Reflection runs on the first call.</summary>
    internal static ImmutableArray<Option> All => s_all.Value;

    /// <summary>
    /// What is wrong with a key and its value, or null. Keys compare without case, as the compiler has it; keys of others are never wrong.
    /// </summary>
    internal static OptionComplaint? Judge(string key, string value)
    {
        if (key.Equals(Profile.Key, StringComparison.OrdinalIgnoreCase))
        {
            return value.Length == 0 || Contains(Profile.Names, value)
                ? null
                : new OptionComplaint(value, "a profile" + NearMiss.Hint(value, Profile.Names), string.Join(", ", Profile.Names));
        }

        if (!IsOurs(key)) return null;
        Option? found = null;
        foreach (var option in All)
            if (key.Equals(option.GeneralKey, StringComparison.OrdinalIgnoreCase) || key.Equals(option.SpecificKey, StringComparison.OrdinalIgnoreCase))
                found = option;
        if (found is null) return Unknown(key);
        return found.Accepts(value) ? null : new OptionComplaint(value, "a value of '" + key + "'", found.ValidValues);
    }

    internal static bool IsOurs(string key) => key.StartsWith(Option.Prefix, StringComparison.OrdinalIgnoreCase);

    // With a rule's id in it: the options of that rule, or the ids that have any. Without: the keys for all rules at once.
    private static OptionComplaint Unknown(string key)
    {
        var rest = key.Substring(Option.Prefix.Length);
        var dot = rest.IndexOf('.');
        var id = dot < 0 ? null : rest.Substring(0, dot).ToUpperInvariant();
        var keys = new List<string>();
        var ids = new List<string>();
        foreach (var option in All)
        {
            if (option.RuleId is { } rule && !ids.Contains(rule)) ids.Add(rule);
            if (id is null) Add(keys, option.GeneralKey);
            else if (option.RuleId == id) Add(keys, option.SpecificKey!);
        }

        return keys.Count > 0 || id is null
            ? new OptionComplaint(key, "an option" + NearMiss.Hint(key, keys), string.Join(", ", keys))
            : new OptionComplaint(id, "a rule with options" + NearMiss.Hint(id, ids), ids.Count == 0 ? "(none)" : string.Join(", ", ids));
    }

    private static void Add(List<string> keys, string key)
    {
        if (!keys.Contains(key)) keys.Add(key);
    }

    private static bool Contains(ImmutableArray<string> names, string name)
    {
        foreach (var candidate in names)
            if (candidate.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static ImmutableArray<Option> Collect()
    {
        var all = new List<Option>();
        foreach (var type in typeof(Option).Assembly.GetTypes())
        {
            if (type.ContainsGenericParameters) continue;
            foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (typeof(Option).IsAssignableFrom(field.FieldType) && field.GetValue(null) is Option option) all.Add(option);
        }

        all.Sort(static (x, y) => string.CompareOrdinal(x.RuleId, y.RuleId) is not 0 and var byRule ? byRule : string.CompareOrdinal(x.Name, y.Name));
        return ImmutableArray.CreateRange(all);
    }
}

/// <summary>What ARCH0001 says: "'<paramref name="Text"/>' is not <paramref name="What"/>; valid: <paramref name="Valid"/>".</summary>
internal sealed record OptionComplaint(string Text, string What, string Valid);
