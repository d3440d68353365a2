using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Rules.Configuration;
using ArchitectAnalyzers.Tools;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>What holds for every option that exists.</summary>
public class OptionSuiteTests
{
    public static TheoryData<string> Keys => [.. OptionCatalog.All.SelectMany(KeysOf).Distinct()];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Every_valid_value_is_taken_and_any_other_is_reported(string key)
    {
        var option = OptionCatalog.All.First(o => KeysOf(o).Contains(key));
        var valid = ValidValues(option);
        Assert.NotEmpty(valid);
        foreach (var value in valid)
        {
            Assert.True(option.Accepts(value), $"{key} does not take '{value}', which it lists");
            Assert.Empty(await Report(key, value));
        }

        if (option.DefaultText != "(none)") Assert.True(option.Accepts(option.DefaultText), $"{key} does not take its default, '{option.DefaultText}'");
        if (option is Option<System.Collections.Immutable.ImmutableArray<string>>) return;
        Assert.Equal(["ARCH0001"], await Report(key, "no such value"));
        Assert.Equal(["ARCH0001"], await Report(key + "s", valid[0]));
    }

    [Fact]
    public void Every_option_is_documented_and_named_in_words()
    {
        Assert.All(OptionCatalog.All, option =>
        {
            Assert.Matches("^[a-z]+(_[a-z]+)*$", option.Name);
            Assert.Matches(@"^[A-Z].*\.$", option.Doc);
            if (option.RuleId is { } id) Assert.Contains(RuleEntry.All, rule => rule.Id == id);
        });
    }

    /// <summary>A key for all rules has one meaning.</summary>
    [Fact]
    public void Options_of_one_name_take_the_same_values() =>
        Assert.All(OptionCatalog.All.GroupBy(option => option.Name), same => Assert.Single(same.Select(option => option.ValidValues).Distinct()));

    [Fact]
    public void Options_without_a_rule_are_found_too() => Assert.Contains(OptionCatalog.All, option => option.GeneralKey == "architect.include_tests");

    private static IEnumerable<string> KeysOf(Option option) => new[] { option.SpecificKey, option.GeneralKey }.OfType<string>();

    private static string[] ValidValues(Option option) => option switch
    {
        Option<int> => [option.DefaultText, "1000000"],
        Option<System.Collections.Immutable.ImmutableArray<string>> => ["", "a", "a, b"],
        _ => option.ValidValues.Split(", "),
    };

    private static async Task<IEnumerable<string>> Report(string key, string value) =>
        (await AllRules.Analyze(
            AllRules.Project([("Code.cs", "class C { }")], ReferenceSet.Console10, editorConfig: $"root = true\n[*.cs]\n{key} = {value}\n"),
            [new InvalidOption()]))
        .Select(report => report.Id);
}
