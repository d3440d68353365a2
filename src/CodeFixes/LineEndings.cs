using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.CodeFixes;

/// <summary>
/// Gives inserted line breaks the document's own form. Formatters decide by options and platform, not by the file, and a file with mixed
/// line endings is a diff that nobody wants.
/// </summary>
internal static class LineEndings
{
    /// <summary>The line break of a text, by its first line.</summary>
    internal static string Of(SourceText text)
    {
        var line = text.Lines[0];
        return line.EndIncludingLineBreak - line.End == 2 ? "\r\n" : "\n";
    }

    /// <summary>The changed root with every line break in the original text's form; a text that mixes forms is left as it is.</summary>
    internal static SyntaxNode Match(SourceText original, SyntaxNode root)
    {
        var newLine = Of(original);
        foreach (var line in original.Lines)
            if (line.EndIncludingLineBreak > line.End && line.EndIncludingLineBreak - line.End != newLine.Length) return root;

        var wrong = root.DescendantTrivia(descendIntoTrivia: true)
            .Where(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia) && trivia.ToFullString() != newLine)
            .ToArray();
        return wrong.Length == 0 ? root : root.ReplaceTrivia(wrong, (_, _) => EndOfLine(newLine));
    }
}
