using System.Reflection;
using System.Text.RegularExpressions;
using ArchitectAnalyzers.CodeFixes;
using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Tools;
using ArchitectAnalyzers.Tools.Outputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>What holds for every rule as it is declared: id, facts, words, page, fix, options.</summary>
public class RuleTests
{
    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public void Its_id_is_its_own_and_in_the_range_of_its_category(string id)
    {
        var rule = AllRules.Rule(id);
        Assert.Single(RuleEntry.All, other => other.Id == id);
        Assert.Single(RuleEntry.All, other => other.Name == rule.Name);
        RuleEntry.ValidateId(id, rule.Competency);
        Assert.Equal("ArchitectAnalyzers.Rules." + rule.Competency.Folder, rule.Type.Namespace);
    }

    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public void It_is_an_exported_sealed_rule_with_one_descriptor_in_a_field(string id)
    {
        var type = AllRules.Rule(id).Type;
        Assert.True(type.IsSealed && type.IsPublic);
        Assert.Equal([LanguageNames.CSharp], type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()!.Languages);
        var field = Assert.Single(type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public),
            f => f.FieldType == typeof(DiagnosticDescriptor));
        Assert.True(field.IsInitOnly);
        Assert.Same(field.GetValue(null), Assert.Single(AllRules.Create(AllRules.Rule(id)).SupportedDiagnostics));
        Assert.DoesNotMatch("(Analyzer|Rule)$", type.Name);
    }

    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public void It_has_a_fix_or_says_why_not(string id)
    {
        var rule = AllRules.Rule(id);
        Assert.Matches(@"^\d+\.\d+$", rule.Facts.Since);
        Assert.Equal(rule.Facts.Fix == FixSafety.None, rule.Facts.NoFix is not null);
        Assert.Equal(rule.Facts.Fix == FixSafety.None, rule.Fix is null);
        if (rule.Facts.NoFix is { } reason) Assert.Matches(@"^[A-Z].{15,}\.$", reason);
    }

    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public void Its_fix_has_its_name_and_keeps_its_promise_on_fix_all(string id)
    {
        var rule = AllRules.Rule(id);
        if (rule.Fix is null) return;
        Assert.Equal(rule.Name + "Fix", rule.Fix.Name);
        Assert.Equal("ArchitectAnalyzers.CodeFixes." + rule.Competency.Folder, rule.Fix.Namespace);
        Assert.True(rule.Fix.IsSealed && rule.Fix.IsPublic);
        var export = rule.Fix.GetCustomAttribute<ExportCodeFixProviderAttribute>()!;
        Assert.Equal((rule.Fix.Name, LanguageNames.CSharp), (export.Name, Assert.Single(export.Languages)));
        Assert.Equal(rule.Facts.Fix == FixSafety.Safe, AllRules.CreateFix(rule)!.GetFixAllProvider() is not null);
    }

    [Fact]
    public void Every_fix_belongs_to_a_rule()
    {
        var known = RuleEntry.All.Select(rule => rule.Id).ToHashSet();
        foreach (var fix in typeof(RuleFix).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider))))
            Assert.All(((CodeFixProvider)Activator.CreateInstance(fix)!).FixableDiagnosticIds, id => Assert.Contains(id, known));
    }

    /// <summary>Keys that are written as constants; keys that are made are seen where fixes run (docs, <c>Verify</c>).</summary>
    [Fact]
    public void Every_constant_key_of_a_plan_begins_with_the_id_of_its_rule()
    {
        foreach (var tree in OwnSource.CodeFixes.SyntaxTrees)
        {
            var semantics = OwnSource.CodeFixes.GetSemanticModel(tree);
            foreach (var creation in tree.GetRoot().DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
            {
                if (semantics.GetTypeInfo(creation).Type?.Name != "FixPlan" || creation.ArgumentList is not { Arguments.Count: > 1 } arguments) continue;
                if (semantics.GetConstantValue(arguments.Arguments[1].Expression) is not { HasValue: true, Value: string key }) continue;
                var rule = Path.GetFileNameWithoutExtension(tree.FilePath).Split('.')[0];
                var id = RuleEntry.All.FirstOrDefault(entry => entry.Name + "Fix" == rule)?.Id;
                Assert.True(id is null || key == id || key.StartsWith(id + ":", StringComparison.Ordinal),
                    $"{tree.FilePath}: '{key}' is not {id}, nor {id}:variant");
            }
        }
    }

    /// <summary>A log of the compiler has the tags of the descriptor, and nothing of the facts.</summary>
    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public void Its_weakness_is_a_tag_of_its_descriptor(string id)
    {
        var rule = AllRules.Rule(id);
        string[] expected = rule.Facts.Cwe == 0 ? [] : [Describe.Cwe(rule.Facts.Cwe)];
        Assert.Equal(expected, rule.Descriptor.CustomTags.Where(tag => tag.StartsWith("external/cwe/", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public void Its_words_are_words(string id)
    {
        var rule = AllRules.Rule(id);
        var message = rule.Descriptor.MessageFormat.ToString();
        Assert.Null(WrongTitle(rule.Title));
        Assert.Null(WrongMessage(message));
        Assert.Matches(@"^[A-Z'].*\.$", rule.Description);
        Assert.NotEqual(rule.Title, rule.Description);
        Assert.Equal($"{Describe.Pages}{id}.md", rule.Descriptor.HelpLinkUri);
    }

    [Theory]
    [InlineData("Await the task.", "ends")]
    [InlineData("await the task", "capital")]
    [InlineData("Await '{0}'", "hole")]
    [InlineData("", "capital")]
    public void A_wrong_title_is_seen(string title, string why) => Assert.Contains(why, WrongTitle(title));

    [Theory]
    [InlineData("'{0}' blocks.", "one sentence")]
    [InlineData("'{0}' blocks. Await it", "several sentences")]
    [InlineData("", "empty")]
    [InlineData("'{0}' blocks ", "space")]
    [InlineData("'{0}' blocks\nthe thread", "line")]
    public void A_wrong_message_is_seen(string message, string why) => Assert.Contains(why, WrongMessage(message));

    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public void Its_page_has_the_title_the_headings_in_order_and_words_under_each(string id)
    {
        var text = AllRules.Repository.Need(RulePage.Path(id));
        Assert.StartsWith($"# {id}: {AllRules.Rule(id).Title}\n", text);
        var prose = Regex.Replace(text, "^```.*?^```", "(code)", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.Equal(RulePage.Headings, Regex.Matches(prose, "^## (.*)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value));
        Assert.All(Regex.Split(prose, "^## .*$", RegexOptions.Multiline), part => Assert.NotEmpty(part.Trim()));
        Assert.Contains("<!-- /header -->", prose[..prose.IndexOf("## ", StringComparison.Ordinal)]);
        Assert.Matches(@"https://", prose[prose.IndexOf("## Sources", StringComparison.Ordinal)..]);
        Assert.DoesNotContain("TODO", text);
    }

    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public void Its_page_tells_of_its_options(string id) =>
        Assert.All(AllRules.Rule(id).Options, option => Assert.Contains(option.Name, AllRules.Repository.Need(RulePage.Path(id)).Split("## Configuration")[1]));

    private static string? WrongTitle(string title) =>
        title.Length == 0 || !char.IsUpper(title[0]) ? "does not begin with a capital"
        : title.EndsWith('.') ? "ends with a full stop"
        : title.Contains('{') ? "has a hole"
        : null;

    private static string? WrongMessage(string message) =>
        message.Length == 0 ? "empty"
        : message.Trim() != message ? "space at an end"
        : message.Contains('\n') ? "line break"
        : message.Contains(". ") ? (message.EndsWith('.') ? null : "several sentences end with a full stop each")
        : message.EndsWith('.') ? "one sentence ends without a full stop"
        : null;
}
