using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>
/// Moves what comes too late: before the write, or into a callback that runs when the response begins. Where it cannot be moved, it is done only if the
/// response has not begun.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HeaderAfterStartFix))]
public sealed class HeaderAfterStartFix : RuleFix
{
    private const string Id = "ARCH3110";

    /// <summary>The fix of <see cref="HeaderAfterStart"/>.</summary>
    public HeaderAfterStartFix() : base(HeaderAfterStart.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Enclosing<ExpressionStatementSyntax>() is not { Parent: BlockSyntax or IfStatementSyntax or ElseClauseSyntax or SwitchSectionSyntax } late
            || late.ContainsDirectives
            || Functions.FunctionNode(late) is not { } function || site.Diagnostic.AdditionalLocations.Count != 1) yield break;
        var call = site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true);
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { } first || first.ContainsDirectives) yield break;

        // next() itself stays where it is.
        var isNext = site[HeaderAfterStart.After] == HeaderAfterStart.Next;
        var callsNext = late.Expression is AwaitExpressionSyntax;
        var whole = isNext && !callsNext ? WithCondition(late) : late;
        if (!callsNext && whole.Parent is BlockSyntax block && first.Parent == block && first is ExpressionStatementSyntax && CanMove(block, first, whole))
        {
            var text = Text(whole);
            var (title, moved) = isNext && Response(site, late) is { } response
                ? ("Set it when the response begins",
                    $"{response}.OnStarting(() =>\n{{\n    {text.Replace("\n", "\n    ")}\n    return Task.CompletedTask;\n}});")
                : ("Set it before the response begins", text);
            if (!isNext || moved != text)
            {
                yield return new FixPlan(title, Id, new[] { new NodeEdit(block, current => Moved(current, first.ToString(), whole.ToString(), moved)) },
                    isNext ? new[] { "System.Threading.Tasks" } : Array.Empty<string>())
                {
                    Trial = new Trial(new[] { function }, static (_, _, _) => true),
                };
                yield break;
            }
        }

        if ((Response(site, late) ?? Response(site, call)) is not { } owner || late.Parent is SwitchSectionSyntax) yield break;
        yield return new FixPlan(callsNext ? "Hand on only what has not been answered" : "Set it only if the response has not begun", Id + ":ask", new[]
        {
            new NodeEdit(late, current => Guarded((StatementSyntax)current, owner)),
        })
        {
            Trial = new Trial(new[] { function }, static (_, _, _) => true),
        };
    }

    // if (!context.Response.Headers.ContainsKey("X")) { … }: asked when the response begins, it is the same question.
    private static StatementSyntax WithCondition(ExpressionStatementSyntax late) => late.Parent switch
    {
        IfStatementSyntax { Else: null, Parent: BlockSyntax } test when !test.ContainsDirectives => test,
        BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax { Else: null, Parent: BlockSyntax } test } when !test.ContainsDirectives => test,
        _ => late,
    };

    // Its lines, as far in as they are beyond its first.
    private static string Text(StatementSyntax statement)
    {
        var indent = statement.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        return statement.WithoutTrivia().ToString().Replace("\r\n", "\n").Replace("\n" + indent, "\n");
    }

    // Nothing that it uses is declared in between, and it stands on a line of its own.
    private static bool CanMove(BlockSyntax block, StatementSyntax first, StatementSyntax late)
    {
        var (from, to) = (block.Statements.IndexOf(first), block.Statements.IndexOf(late));
        if (from < 0 || to <= from || late.DescendantNodes().OfType<AwaitExpressionSyntax>().Any()) return false;
        if (!new StatementPlace(block, from).IsBetweenLines || late.GetTrailingTrivia().All(t => !t.IsKind(SyntaxKind.EndOfLineTrivia))) return false;
        var between = block.Statements.Skip(from).Take(to - from).ToArray();
        var declared = new HashSet<string>(between.SelectMany(s => s.DescendantNodesAndSelf()).Select(n => n switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } => name.Identifier.ValueText,
            _ => "",
        }));
        return !late.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => declared.Contains(name.Identifier.ValueText));
    }

    private static SyntaxNode Moved(SyntaxNode current, string first, string late, string text)
    {
        if (current is not BlockSyntax block) return current;
        var to = block.Statements.LastIndexOf(statement => statement.ToString() == late);
        if (to < 0) return current;

        // Comments go with the statement; the blank line before it goes with neither.
        var comments = block.Statements[to].GetLeadingTrivia()
            .Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia)).Select(t => t.ToString()).ToArray();
        block = block.WithStatements(block.Statements.RemoveAt(to));
        var at = block.Statements.IndexOf(statement => statement.ToString() == first);
        if (at < 0) return current;
        var inserted = (BlockSyntax)StatementPlace.Inserted(block, at, text);
        if (comments.Length == 0) return inserted;
        var moved = inserted.Statements[at];
        var indent = moved.GetLeadingTrivia().LastOrDefault();
        var leading = moved.GetLeadingTrivia().Take(Math.Max(0, moved.GetLeadingTrivia().Count - 1))
            .Concat(comments.SelectMany(c => new[] { indent, Comment(c), LineFeed })).Append(indent);
        return inserted.WithStatements(inserted.Statements.Replace(moved, moved.WithLeadingTrivia(leading)));
    }

    private static SyntaxNode Guarded(StatementSyntax late, string response) =>
        IfStatement(ParseExpression($"!{response}.HasStarted"), late.WithoutLeadingTrivia())
            .WithIfKeyword(Token(default, SyntaxKind.IfKeyword, TriviaList(Space)))
            .WithCloseParenToken(Token(default, SyntaxKind.CloseParenToken, TriviaList(Space)))
            .WithLeadingTrivia(late.GetLeadingTrivia());

    // The response as the code names it: context.Response.
    private static string? Response(FixSite site, SyntaxNode code)
    {
        foreach (var node in code.DescendantNodesAndSelf().OfType<ExpressionSyntax>())
        {
            if (node is not (IdentifierNameSyntax or MemberAccessExpressionSyntax) || node.Parent is MemberAccessExpressionSyntax access && access.Name == node)
                continue;
            if (site.Facts.Is(site.Semantics.GetTypeInfo(node, site.CancellationToken).Type, KnownType.HttpResponse)) return node.WithoutTrivia().ToString();
            if (site.Facts.Is(site.Semantics.GetTypeInfo(node, site.CancellationToken).Type, KnownType.HttpContext)) return node.WithoutTrivia() + ".Response";
        }

        return null;
    }
}
