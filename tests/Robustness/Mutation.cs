using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Robustness;

/// <summary>A way in which code is broken while it is typed, merged or half built.</summary>
internal static class Mutation
{
    private static readonly (string Name, Func<SyntaxNode, string, Random, string> Break)[] s_all =
    [
        ("a token deleted", (root, text, random) => Token(root, random) is var token ? text.Remove(token.Span.Start, token.Span.Length) : text),
        ("a token doubled", (root, text, random) => Token(root, random) is var token ? text.Insert(token.Span.End, " " + token.Text) : text),
        ("two tokens swapped", Swap),
        ("a token replaced", (root, text, random) => Token(root, random) is var token && Token(root, random) is var other
            ? text.Remove(token.Span.Start, token.Span.Length).Insert(token.Span.Start, other.Text) : text),
        ("cut off after a statement", Truncate),
        ("a statement doubled", (root, text, random) => Pick(Nodes<StatementSyntax>(root), random) is { } s ? text.Insert(s.Span.End, "\n" + s) : text),
        ("a statement moved", Move),
        ("usings missing", (root, text, random) => Remove(text, Nodes<UsingDirectiveSyntax>(root).Where(_ => random.Next(2) == 0))),
        ("an argument missing", (root, text, random) => Pick(Nodes<ArgumentSyntax>(root), random) is { } a ? Remove(text, [a]) : text),
        ("a type twice", (root, text, random) => Pick(Nodes<TypeDeclarationSyntax>(root), random) is { } t ? text + "\n" + t : text),
        ("a member twice", (root, text, random) => Pick(Nodes<MemberDeclarationSyntax>(root), random) is { } m ? text.Insert(m.Span.End, "\n" + m) : text),
        ("async gone or come", (root, text, random) => Toggle(root, text, random)),
    ];

    /// <summary>The text, broken in a way that the random numbers pick; and in which.</summary>
    internal static (string Text, string How) Apply(string text, Random random)
    {
        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        var (name, change) = s_all[random.Next(s_all.Length)];
        return (change(root, text, random), name);
    }

    private static SyntaxToken Token(SyntaxNode root, Random random)
    {
        var tokens = root.DescendantTokens().Where(token => token.Span.Length > 0).ToList();
        return tokens.Count == 0 ? default : tokens[random.Next(tokens.Count)];
    }

    private static string Swap(SyntaxNode root, string text, Random random)
    {
        var (first, second) = (Token(root, random), Token(root, random));
        if (first.SpanStart > second.SpanStart) (first, second) = (second, first);
        return first.Span.OverlapsWith(second.Span) || first.Span == second.Span
            ? text
            : SourceText.From(text).WithChanges(new TextChange(first.Span, second.Text), new TextChange(second.Span, first.Text)).ToString();
    }

    private static string Truncate(SyntaxNode root, string text, Random random) =>
        Pick(Nodes<StatementSyntax>(root), random) is { } statement ? text[..statement.Span.End] : text[..random.Next(text.Length + 1)];

    private static string Move(SyntaxNode root, string text, Random random)
    {
        if (Pick(Nodes<StatementSyntax>(root), random) is not { } from || Pick(Nodes<StatementSyntax>(root), random) is not { } to) return text;
        return from.Span.IntersectsWith(to.Span)
            ? text
            : SourceText.From(text).WithChanges(
                new[] { new TextChange(from.Span, ""), new TextChange(new TextSpan(to.Span.End, 0), "\n" + from) }.OrderBy(c => c.Span.Start)).ToString();
    }

    private static string Toggle(SyntaxNode root, string text, Random random)
    {
        var keywords = root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.AsyncKeyword) || token.IsKind(SyntaxKind.AwaitKeyword)).ToList();
        if (keywords.Count > 0) return text.Remove(keywords[random.Next(keywords.Count)].SpanStart, 5);
        return Pick(Nodes<MethodDeclarationSyntax>(root), random) is { } method ? text.Insert(method.ReturnType.SpanStart, "async ") : text;
    }

    private static List<T> Nodes<T>(SyntaxNode root) where T : SyntaxNode => [.. root.DescendantNodes().OfType<T>()];

    private static T? Pick<T>(List<T> nodes, Random random) where T : class => nodes.Count == 0 ? null : nodes[random.Next(nodes.Count)];

    private static string Remove(string text, IEnumerable<SyntaxNode> nodes) =>
        SourceText.From(text).WithChanges(nodes.Select(node => new TextChange(node.Span, ""))).ToString();
}
