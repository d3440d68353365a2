namespace ArchitectAnalyzers.CodeFixes;

/// <summary>
/// A gap between the statements of a block or of top-level statements. What is inserted takes the indentation of its neighbours; comments
/// stay with the statement that they precede, and a closed <c>#if</c> stays closed.
/// </summary>
/// <param name="Owner">A <see cref="BlockSyntax"/> or a <see cref="CompilationUnitSyntax"/>.</param>
/// <param name="Index">The statement before which to insert, counted among statements (members, in a compilation unit); their number appends.</param>
internal sealed record StatementPlace(SyntaxNode Owner, int Index)
{
    /// <summary>The statements of an owner; in a compilation unit, its members.</summary>
    internal static IReadOnlyList<SyntaxNode>? Of(SyntaxNode owner) => owner switch
    {
        BlockSyntax block => block.Statements,
        CompilationUnitSyntax unit => unit.Members,
        _ => null,
    };

    /// <summary>Where a node is among others; -1 where it is not.</summary>
    internal static int IndexOf(IReadOnlyList<SyntaxNode> nodes, SyntaxNode node)
    {
        for (var i = 0; i < nodes.Count; i++)
            if (nodes[i] == node) return i;
        return -1;
    }

    /// <summary>Whether each side of the gap is on a line of its own: code squeezed into one line is not for us to lay out.</summary>
    internal bool IsBetweenLines
    {
        get
        {
            var after = After(Owner);
            var before = after.GetPreviousToken();
            return before.IsKind(SyntaxKind.None) || before.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        }
    }

    /// <summary>
    /// Inserts one statement, written from column one with indents of four spaces. One of several lines stands between blank lines. Where a
    /// fix inserts twice into one owner, the later place goes first.
    /// </summary>
    internal void Insert(SyntaxEditor editor, string statement) =>
        editor.ReplaceNode(Owner, (current, _) => Insert(current, statement, isJoined: false));

    /// <summary>
    /// The owner with one statement more, right below the one before it. For an edit that looks for its place in the current node, so that
    /// several in one owner compose.
    /// </summary>
    internal static SyntaxNode Inserted(SyntaxNode owner, int index, string statement) =>
        new StatementPlace(owner, index).Insert(owner, statement, isJoined: true);

    private SyntaxNode Insert(SyntaxNode owner, string statement, bool isJoined)
    {
        var after = After(owner);
        var (head, tail) = SplitBehindDirectives(after.LeadingTrivia);
        var indent = Indent(owner, after);
        var isBlock = statement.Contains('\n');
        var isBlank = tail.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        var isFirst = Index == 0;

        var leading = head;
        if (!isJoined && !isFirst && head.Count == 0 && (isBlock || (isBlank && !FollowsCallOf(owner, statement)))) leading = leading.Add(LineFeed);
        leading = leading.Add(Whitespace(indent));
        if (isBlock && !isBlank && Index < Of(owner)!.Count) tail = tail.Insert(0, LineFeed);

        var inserted = ParseStatement(Indented(statement, indent)).WithLeadingTrivia(leading).WithTrailingTrivia(LineFeed);
        owner = owner.ReplaceToken(after, after.WithLeadingTrivia(tail));
        return owner is BlockSyntax block
            ? block.WithStatements(block.Statements.Insert(Index, inserted))
            : ((CompilationUnitSyntax)owner).WithMembers(((CompilationUnitSyntax)owner).Members.Insert(Index, GlobalStatement(inserted)));
    }

    private SyntaxToken After(SyntaxNode owner)
    {
        var statements = Of(owner)!;
        return Index < statements.Count ? statements[Index].GetFirstToken()
            : owner is BlockSyntax block ? block.CloseBraceToken
            : ((CompilationUnitSyntax)owner).EndOfFileToken;
    }

    private static string Indent(SyntaxNode owner, SyntaxToken after)
    {
        var indent = after.LeadingTrivia.LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space ? space.ToString() : "";
        return owner is BlockSyntax block && after == block.CloseBraceToken ? indent + (indent.Contains('\t') ? "\t" : "    ") : indent;
    }

    private static string Indented(string statement, string indent)
    {
        var lines = statement.Split('\n');
        for (var i = 1; i < lines.Length; i++)
        {
            if (indent.Contains('\t')) lines[i] = Tabbed(lines[i]);
            if (lines[i].Length > 0) lines[i] = indent + lines[i];
        }

        return string.Join("\n", lines);
    }

    private static string Tabbed(string line)
    {
        var text = line.TrimStart(' ');
        return new string('\t', (line.Length - text.Length) / 4) + text;
    }

    // app.UseRateLimiter() right behind app.UseAuthorization(): one paragraph.
    private bool FollowsCallOf(SyntaxNode owner, string statement)
    {
        var receiver = statement.Substring(0, statement.IndexOf('.') + 1);
        return receiver.Length > 1 && Of(owner)![Index - 1].ToString().StartsWith(receiver + "Use", StringComparison.Ordinal);
    }

    private static (SyntaxTriviaList Head, SyntaxTriviaList Tail) SplitBehindDirectives(SyntaxTriviaList trivia)
    {
        var at = 0;
        for (var i = 0; i < trivia.Count; i++)
            if (trivia[i].IsDirective || trivia[i].IsKind(SyntaxKind.DisabledTextTrivia)) at = i + 1;
        return (TriviaList(trivia.Take(at)), TriviaList(trivia.Skip(at)));
    }
}
