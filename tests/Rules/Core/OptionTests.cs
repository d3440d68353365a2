using ArchitectAnalyzers.Core;

namespace ArchitectAnalyzers.Tests.Core;

public class OptionTests
{
    private static readonly string[] s_words = ["internal", "external"];

    private static readonly Option<bool> s_bool = Option.Bool(null, "b", true, "A switch.");
    private static readonly Option<int> s_number = Option.Number(null, "n", 8, 2, "A number.");
    private static readonly Option<string> s_choice = Option.Choice(null, "c", "internal", s_words, "A word.");
    private static readonly Option<System.Collections.Immutable.ImmutableArray<string>> s_names = Option.Names(null, "l", "A list.");

    /// <summary>Texts that users and editors produce, none of which may throw in any parser.</summary>
    public static TheoryData<string> Malformed() =>
        ["", " ", "\0", "\uD800", "é", "-1", "+3", "1e3", "0x10", "99999999999999999999999", "NaN", "tru", "null", ",,,", "a\tb", "{0}",
            new string('x', 100_000)];

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_text_leaves_the_default_in_force(string text)
    {
        Assert.False(s_bool.Accepts(text));
        Assert.False(s_number.Accepts(text));
        Assert.False(s_choice.Accepts(text));
        Assert.True(s_bool.Read(Options(("architect.b", text))));
        Assert.Equal(8, s_number.Read(Options(("architect.n", text))));
        Assert.Equal("internal", s_choice.Read(Options(("architect.c", text))));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Any_text_is_a_list_of_trimmed_names(string text)
    {
        Assert.True(s_names.Accepts(text));
        Assert.All(s_names.Read(Options(("architect.l", text))), name => Assert.Equal(name.Trim(), name));
        Assert.DoesNotContain("", s_names.Read(Options(("architect.l", text))));
    }

    [Fact]
    public void Valid_texts_are_read()
    {
        Assert.False(s_bool.Read(Options(("architect.b", "False"))));
        Assert.Equal(2, s_number.Read(Options(("architect.n", "2"))));
        Assert.Equal("external", s_choice.Read(Options(("architect.c", "EXTERNAL"))));
        Assert.Equal(["a", "b"], s_names.Read(Options(("architect.l", " a, b ,"))));
    }

    [Fact]
    public void An_absent_key_is_the_default() => Assert.Equal(8, s_number.Read(Options()));

    [Fact]
    public void A_number_below_the_least_is_not_valid() => Assert.Equal(8, s_number.Read(Options(("architect.n", "1"))));

    [Fact]
    public void The_key_with_the_id_wins_unless_its_value_is_not_valid()
    {
        var rule = Describe.Rule("ARCH9999", "T", "M", "C", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning, true, "D.");
        var option = Option.Number(rule, "n", 8, 2, "A number.");
        Assert.Equal(4, option.Read(Options(("architect.arch9999.n", "4"), ("architect.n", "5"))));
        Assert.Equal(5, option.Read(Options(("architect.arch9999.n", "four"), ("architect.n", "5"))));
        Assert.Equal(8, option.Read(Options(("architect.arch9999.n", "four"), ("architect.n", "five"))));
    }

    private static Microsoft.CodeAnalysis.Diagnostics.AnalyzerConfigOptions Options(params (string Key, string Value)[] values) => new Fixed(values);

#pragma warning disable CS8765 // the attribute that the override wants is internal to both assemblies
    private sealed class Fixed((string Key, string Value)[] values) : Microsoft.CodeAnalysis.Diagnostics.AnalyzerConfigOptions
    {
        private readonly Dictionary<string, string> _values = values.ToDictionary(v => v.Key, v => v.Value, KeyComparer);

        public override bool TryGetValue(string key, out string value) => _values.TryGetValue(key, out value!);
    }
}
