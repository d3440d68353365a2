using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ArchitectAnalyzers.Tools.Outputs;

/// <summary>The rules for tools: dashboards, editors, other documentation.</summary>
internal static class RulesJson
{
    internal static (string, string?) Derive(IReadOnlyList<RuleEntry> rules)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var rule in rules)
            {
                json.WriteStartObject();
                json.WriteString("id", rule.Id);
                json.WriteString("name", rule.Name);
                json.WriteString("title", rule.Title);
                json.WriteString("description", rule.Description);
                json.WriteString("message", rule.Descriptor.MessageFormat.ToString());
                json.WriteString("category", rule.Descriptor.Category);
                json.WriteString("severity", rule.Descriptor.DefaultSeverity.ToString().ToLowerInvariant());
                json.WriteBoolean("enabled", rule.Descriptor.IsEnabledByDefault);
                json.WriteString("fix", rule.Facts.Fix.ToString());
                if (rule.Facts.NoFix is { } noFix) json.WriteString("noFix", noFix);
                if (rule.Facts.Cwe != 0) json.WriteNumber("cwe", rule.Facts.Cwe);
                json.WriteBoolean("inTests", rule.Facts.InTests);
                json.WriteString("since", rule.Facts.Since);
                json.WriteString("helpUri", rule.Descriptor.HelpLinkUri);
                json.WriteStartArray("needs");
                foreach (var need in rule.Needs) json.WriteStringValue(need);
                json.WriteEndArray();
                json.WriteStartArray("options");
                foreach (var option in rule.Options)
                {
                    json.WriteStartObject();
                    json.WriteString("key", option.SpecificKey);
                    json.WriteString("generalKey", option.GeneralKey);
                    json.WriteString("valid", option.ValidValues);
                    json.WriteString("default", option.DefaultText);
                    json.WriteString("description", option.Doc);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartObject("profiles");
                foreach (var profile in Profiles.All) json.WriteString(profile.Name, Profiles.LevelIn(profile, rule).ToString().ToLowerInvariant());
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return ("docs/rules.json", Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }
}
