using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Tests.Suite;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ArchitectAnalyzers.Tests.Core;

public class FingerprintTests
{
    /// <summary>Every construct of every language version, code that is half typed, and idiomatic code.</summary>
    public static TheoryData<string> Files =>
        [.. AllRules.Files("tests/Rules/Suite/Versions").Concat(AllRules.Files("tests/Rules/Suite/Clean")).Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Files))]
    public void No_layout_changes_it(string path)
    {
        var text = AllRules.Repository.Need(path);
        var (tree, other) = (Parse(text), Parse("\n\n" + text.Replace("\n", "\r\n \t ")));
        Assert.Equal(Tokens(tree).Select(token => Of(tree, token)), Tokens(other).Select(token => Of(other, token)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_two_tokens_of_statements_share_one(string path)
    {
        var tree = Parse(AllRules.Repository.Need(path));
        var tokens = Tokens(tree)
            .Where(token => token.Parent is ExpressionSyntax
                && token.Parent.FirstAncestorOrSelf<StatementSyntax>() is not (null or LocalFunctionStatementSyntax));
        Assert.All(tokens.GroupBy(token => Of(tree, token)), same => Assert.Single(same));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_made_of_half_a_file_too(string path)
    {
        var text = AllRules.Repository.Need(path);
        foreach (var length in Enumerable.Range(1, 20).Select(i => text.Length * i / 20))
        {
            var tree = Parse(text[..length]);
            Assert.All(Tokens(tree), token => Assert.NotEqual("", Of(tree, token).Hash));
        }
    }

    [Theory]
    [InlineData("class C<T> { void M<U>(List<int> a, ref (int x, string y) b) { |; } }", "C`1.M`1(List<int>, (int x,string y))")]
    [InlineData("namespace A.B { class C { class D { int P { get { |return 1; } } } } }", "A.B.C.D.P")]
    [InlineData("namespace A; struct S { static S() { |; } }", "A.S.static S()")]
    [InlineData("class C { int I.this[int i] => |i; }", "C.I.this(int)")]
    [InlineData("class C { public static C operator +(C a, C b) => |a; }", "C.operator +(C, C)")]
    [InlineData("class C { public static implicit operator int(C a) => |1; }", "C.operator int(C)")]
    [InlineData("class C { int a = 1, b = |2; }", "C.b")]
    [InlineData("class C { event Action E { add { |; } remove { } } }", "C.E")]
    [InlineData("class C { void M() { void L() { |; } } }", "C.M()")]
    [InlineData("enum E { A = |1 }", "E.A")]
    [InlineData("|System.Console.Write(1);", "<top-level>")]
    [InlineData("[assembly: |A] class C { }", "File.cs")]
    public void The_symbol_is_named_as_a_reader_would(string code, string symbol)
    {
        var tree = Parse(code.Replace("|", ""));
        Assert.Equal(symbol, Fingerprint.Of(tree, new(code.IndexOf('|'), 0), false, default).Symbol);
    }

    private static Fingerprint Of(SyntaxTree tree, SyntaxToken token) => Fingerprint.Of(tree, token.Span, false, default);

    private static IEnumerable<SyntaxToken> Tokens(SyntaxTree tree) => tree.GetRoot().DescendantTokens();

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), "src/File.cs");
}
