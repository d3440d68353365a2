using System.Globalization;

namespace ArchitectAnalyzers.Core;

/// <summary>
/// Makes descriptors, and names the categories. The first parameter is called <c>id</c> so that release tracking (RS2000) and the id
/// ranges (RS1021) see it.
/// </summary>
internal static class Describe
{
    internal const string Configuration = "Architect.Configuration";
    internal const string Architecture = "Architect.Architecture";
    internal const string Database = "Architect.Database";
    internal const string Api = "Architect.Api";
    internal const string Cloud = "Architect.Cloud";
    internal const string Performance = "Architect.Performance";
    internal const string Security = "Architect.Security";
    internal const string Operations = "Architect.Operations";
    internal const string DataProcessing = "Architect.DataProcessing";

    /// <summary>
    /// A tag of a rule that reports once for a member, at a place in it that is a matter of convenience: a baseline does not look at the place.
    /// </summary>
    internal const string PerMember = "Architect.PerMember";

    /// <summary>A tag that names a weakness of the Common Weakness Enumeration, as code scanning services read it from a log.</summary>
    internal static string Cwe(int number) => "external/cwe/cwe-" + number.ToString("000", CultureInfo.InvariantCulture);

    /// <summary>Where a rule's page lives; the id and <c>.md</c> follow.</summary>
    internal const string Pages = "https://github.com/ArchitectAnalyzers/ArchitectAnalyzers/blob/main/docs/rules/";

    /// <summary>A rule's descriptor. One diagnostic message is one sentence without a full stop, or several with one each (RS1032).</summary>
    internal static DiagnosticDescriptor Rule(
        string id,
        string title,
        string messageFormat,
        string category,
        DiagnosticSeverity defaultSeverity,
        bool isEnabledByDefault,
        string description,
        params string[] customTags) =>
        new(id, title, messageFormat, category, defaultSeverity, isEnabledByDefault, description, Pages + id + ".md", customTags);
}
