namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Adds to comma-separated lists the way they are laid out.</summary>
internal static class SeparatedLists
{
    /// <summary>
    /// The list with one more item. One item a line stays one item a line, and a comment stays behind the item that it is about.
    /// </summary>
    /// <param name="open">The token that the list begins after.</param>
    /// <param name="list">The list, not empty.</param>
    /// <param name="item">What to add, without trivia around it.</param>
    internal static SeparatedSyntaxList<T> Append<T>(SyntaxToken open, SeparatedSyntaxList<T> list, T item) where T : SyntaxNode
    {
        var last = list.Last();
        if (list.SeparatorCount == list.Count) return AppendAfterComma(list, last, item);
        var trailing = last.GetTrailingTrivia();
        var ends = trailing.Any(SyntaxKind.EndOfLineTrivia);
        var comma = Token(SyntaxKind.CommaToken);
        var before = list.Count > 1 ? list.GetSeparators().Last().TrailingTrivia : open.TrailingTrivia;

        if (before.FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } newLine)
        {
            comma = comma.WithTrailingTrivia(ends ? trailing : TriviaList(newLine));
            item = item
                .WithLeadingTrivia(last.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
                .WithTrailingTrivia(ends ? TriviaList(newLine) : TriviaList());
        }
        else
        {
            comma = comma.WithTrailingTrivia(Space);
            if (ends || IsSpace(trailing)) item = item.WithTrailingTrivia(trailing);
        }

        var all = list.GetWithSeparators();
        return SeparatedList<T>(all
            .RemoveAt(all.Count - 1)
            .Add(ends || IsSpace(trailing) ? last.WithoutTrailingTrivia() : last)
            .Add(comma)
            .Add(item));
    }

    private static SeparatedSyntaxList<T> AppendAfterComma<T>(SeparatedSyntaxList<T> list, T last, T item) where T : SyntaxNode
    {
        var after = list.GetSeparators().Last().TrailingTrivia;
        var newLine = after.FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        if (newLine.RawKind != 0) item = item.WithLeadingTrivia(last.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        return SeparatedList<T>(list.GetWithSeparators()
            .Add(item)
            .Add(Token(SyntaxKind.CommaToken).WithTrailingTrivia(newLine.RawKind != 0 ? TriviaList(newLine) : after)));
    }

    private static bool IsSpace(SyntaxTriviaList trivia) => trivia.Count > 0 && trivia.All(t => t.IsKind(SyntaxKind.WhitespaceTrivia));
}
