namespace ArchitectAnalyzers.CodeFixes;

/// <summary>
/// Moves one statement in front of or behind another of the same list, with its comments. Blank lines stay where they part paragraphs.
/// </summary>
/// <param name="Owner">A <see cref="BlockSyntax"/> or a <see cref="CompilationUnitSyntax"/>.</param>
/// <param name="Moved">The statement (member, in a compilation unit) to move.</param>
/// <param name="Target">The one to move it to.</param>
/// <param name="IsInFront">Whether it goes in front of the target.</param>
internal sealed record StatementMove(SyntaxNode Owner, SyntaxNode Moved, SyntaxNode Target, bool IsInFront)
{
    /// <summary>
    /// The move of the statement that is nothing but a call; of the choice around it, where all that it chooses belongs there too. Null where
    /// the two are not in one list, or directives or squeezed lines are in the way.
    /// </summary>
    internal static StatementMove? Of(InvocationExpressionSyntax call, SyntaxNode target, bool isInFront, Func<string, bool> goesAlong)
    {
        if (call is not
            {
                Parent: ExpressionStatementSyntax statement,
                Expression: MemberAccessExpressionSyntax { Expression: not InvocationExpressionSyntax },
            }) return null;
        for (SyntaxNode node = statement; node.Parent is { } owner; node = owner)
        {
            if (StatementPlace.Of(owner) is { } statements)
            {
                if (statements.FirstOrDefault(other => other.Contains(target)) is { } to)
                {
                    var move = new StatementMove(owner, node, to, isInFront);
                    return to != node && move.IsLaidOut(statements) && (IsCall(node) || GoesAlong(node, goesAlong)) ? move : null;
                }
            }

            if (owner is ElseClauseSyntax or AnonymousFunctionExpressionSyntax) return null;
            if (owner is IfStatementSyntax { Else: not null } or not (IfStatementSyntax or BlockSyntax or GlobalStatementSyntax)) return null;
        }

        return null;
    }

    private static bool IsCall(SyntaxNode node) => node is ExpressionStatementSyntax or GlobalStatementSyntax { Statement: ExpressionStatementSyntax };

    private static bool GoesAlong(SyntaxNode choice, Func<string, bool> goesAlong)
    {
        if (choice is GlobalStatementSyntax { Statement: var inner }) choice = inner;
        if (choice is not IfStatementSyntax { Else: null, Statement: var chosen }) return false;
        return (chosen is BlockSyntax block ? block.Statements : SingletonList(chosen)).All(statement =>
            statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } }
            && goesAlong(member.Name.Identifier.ValueText));
    }

    internal void Apply(SyntaxEditor editor)
    {
        editor.TrackNode(Moved);
        editor.TrackNode(Target);
        editor.ReplaceNode(Owner, (current, _) => Applied(current));
    }

    private SyntaxNode Applied(SyntaxNode owner)
    {
        var statements = StatementPlace.Of(owner)!.ToList();
        var from = statements.IndexOf(owner.GetCurrentNode(Moved)!);
        var to = statements.IndexOf(owner.GetCurrentNode(Target)!);
        if (from < 0 || to < 0) return owner;

        var (blank, own) = SplitBlank(statements[from]);
        var startsParagraph = from + 1 < statements.Count && SplitBlank(statements[from + 1]).Blank.Count > 0;
        if (from == 0 && startsParagraph && owner is BlockSyntax)
            statements[1] = statements[1].WithLeadingTrivia(SplitBlank(statements[1]).Own);
        else if (blank.Count > 0 && from + 1 < statements.Count && !startsParagraph)
            statements[from + 1] = statements[from + 1].WithLeadingTrivia(blank.AddRange(statements[from + 1].GetLeadingTrivia()));
        var moved = statements[from].WithLeadingTrivia(own);
        if (IsInFront)
        {
            var (gap, rest) = SplitBlank(statements[to]);
            moved = moved.WithLeadingTrivia(gap.AddRange(own));
            statements[to] = statements[to].WithLeadingTrivia(rest);
        }

        statements.RemoveAt(from);
        if (from < to) to--;
        statements.Insert(IsInFront ? to : to + 1, moved);
        return owner is BlockSyntax block
            ? block.WithStatements(List(statements.Cast<StatementSyntax>()))
            : ((CompilationUnitSyntax)owner).WithMembers(List(statements.Cast<MemberDeclarationSyntax>()));
    }

    private bool IsLaidOut(IReadOnlyList<SyntaxNode> statements)
    {
        var at = StatementPlace.IndexOf(statements, Moved);
        foreach (var each in new[] { Moved, Target, at + 1 < statements.Count ? statements[at + 1] : null })
        {
            if (each is null) continue;
            if (each.GetLeadingTrivia().Any(trivia => trivia.IsDirective) || !each.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)) return false;
            var before = each.GetFirstToken().GetPreviousToken();
            if (!before.IsKind(SyntaxKind.None) && !before.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)) return false;
        }

        return !Moved.ContainsDirectives;
    }

    private static (SyntaxTriviaList Blank, SyntaxTriviaList Own) SplitBlank(SyntaxNode statement)
    {
        var trivia = statement.GetLeadingTrivia();
        var blank = 0;
        for (var i = 0; i < trivia.Count && trivia[i].Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia; i++)
            if (trivia[i].IsKind(SyntaxKind.EndOfLineTrivia)) blank = i + 1;
        return (TriviaList(trivia.Take(blank)), TriviaList(trivia.Skip(blank)));
    }
}
