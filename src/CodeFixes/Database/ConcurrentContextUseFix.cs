using ArchitectAnalyzers.Models;
using ArchitectAnalyzers.Rules.Database;
using Microsoft.CodeAnalysis.Formatting;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Awaits one operation after the other: what runs already is awaited before the next begins, and a fan-out becomes a loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConcurrentContextUseFix))]
public sealed class ConcurrentContextUseFix : RuleFix
{
    /// <summary>The fix of <see cref="ConcurrentContextUse"/>.</summary>
    public ConcurrentContextUseFix() : base(ConcurrentContextUse.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } call || Functions.FunctionNode(call) is not { } function) yield break;
        var edit = site.Diagnostic.AdditionalLocations.Count == 0 ? Looped(site, call)
            : site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } first
                && Functions.IsAsync(function) && Functions.FunctionNode(first) == function ? Split(first, call) ?? Awaited(site, first, call) : null;
        if (edit is null || Check.Edited(site, edit, Array.Empty<string>(), Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is null) yield break;
        yield return new FixPlan("Await one after the other", ConcurrentContextUse.Descriptor.Id, edit);
    }

    // await Task.WhenAll(a(), b()); becomes await a(); await b();
    private static Action<SyntaxEditor>? Split(InvocationExpressionSyntax first, InvocationExpressionSyntax second)
    {
        if (first.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax all } list } || second.Parent?.Parent != list)
            return null;
        if (CallShapes.NameNode(all) is not IdentifierNameSyntax { Identifier.ValueText: "WhenAll" }
            || all.Parent is not AwaitExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax
                or GlobalStatementSyntax } statement }) return null;
        if (list.Arguments.Any(a => a.Expression is not InvocationExpressionSyntax) || list.DescendantTrivia().Any(Comments.IsKept)
            || statement.ContainsDirectives) return null;

        var indent = TriviaList(statement.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Take(1));
        var parts = list.Arguments.Select((argument, index) =>
            ExpressionStatement(AwaitExpression(Token(default, SyntaxKind.AwaitKeyword, TriviaList(Space)), argument.Expression.WithoutTrivia()))
            .WithLeadingTrivia(index == 0 ? statement.GetLeadingTrivia() : indent)
            .WithTrailingTrivia(index == list.Arguments.Count - 1 ? statement.GetTrailingTrivia() : TriviaList(LineFeed))).ToArray();
        return editor => Replace(editor, statement, parts);
    }

    // What runs already is awaited at once; so are those that run beside the second.
    private static Action<SyntaxEditor>? Awaited(FixSite site, InvocationExpressionSyntax first, InvocationExpressionSyntax second)
    {
        if (first.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || statement.ContainsDirectives) return null;
        if (statement is ExpressionStatementSyntax { Expression: var dropped } && (dropped == first
            || dropped is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard && discard.Right == first))
        {
            return editor => editor.ReplaceNode(dropped, (current, _) =>
                current is AwaitExpressionSyntax ? current
                : AwaitSyntax.Await(current is AssignmentExpressionSyntax { Right: var right } ? right : (ExpressionSyntax)current, dropped)
                    .WithTriviaFrom(current));
        }

        if (StartedIn(statement, site) is not { } || StatementPlace.Of(OwnerOf(statement)) is not { } statements) return null;
        if (site.Semantics.GetOperation(first, site.CancellationToken) is not IInvocationOperation call) return null;
        var (trips, containing) = (site.Facts.RoundTrips(), site.Semantics.GetEnclosingSymbol(first.SpanStart, site.CancellationToken)!);
        var context = Overlaps.ContextOf(call, trips, containing);

        // All that are begun one behind the other, but for the last.
        var begun = new List<(SyntaxNode Statement, string Name)>();
        foreach (var node in statements)
        {
            var candidate = node is GlobalStatementSyntax global ? global.Statement : node as StatementSyntax;
            if (candidate is null || candidate.SpanStart < statement.SpanStart || StartedIn(candidate, site) is not var (name, started)) continue;
            if (site.Semantics.GetOperation(started, site.CancellationToken) is IInvocationOperation other
                && SymbolEqualityComparer.Default.Equals(Overlaps.ContextOf(other, trips, containing), context)) begun.Add((node, name));
        }

        if (begun.Count > 1 && begun[begun.Count - 1].Statement.SpanStart >= second.FirstAncestorOrSelf<StatementSyntax>()!.SpanStart)
            begun.RemoveAt(begun.Count - 1);
        if (begun.Count == 0) return null;
        return editor =>
        {
            foreach (var (node, name) in begun)
            {
                var indent = TriviaList(node.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Take(1));
                StatementSyntax wait = ExpressionStatement(AwaitExpression(Token(default, SyntaxKind.AwaitKeyword, TriviaList(Space)), IdentifierName(name)))
                    .WithLeadingTrivia(indent).WithTrailingTrivia(LineFeed);
                editor.InsertAfter(node, node is GlobalStatementSyntax ? GlobalStatement(wait) : wait);
            }
        };
    }

    // var task = db.Orders.ToListAsync(); A value task must not be awaited twice.
    private static (string Name, InvocationExpressionSyntax Call)? StartedIn(StatementSyntax statement, FixSite site)
    {
        if (statement is not LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
            || variables[0].Initializer?.Value is not InvocationExpressionSyntax call) return null;
        return site.Semantics.GetTypeInfo(call, site.CancellationToken).Type is { Name: "Task" } ? (variables[0].Identifier.ValueText, call) : null;
    }

    // await Task.WhenAll(items.Select(async item => …)); becomes a loop.
    private static Action<SyntaxEditor>? Looped(FixSite site, InvocationExpressionSyntax call)
    {
        var lambda = call.Ancestors().OfType<LambdaExpressionSyntax>().FirstOrDefault();
        if (lambda?.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" } access } select }
            || select.ArgumentList.Arguments.Count != 1) return null;
        if (select.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 } all }
            || CallShapes.NameNode(all) is not IdentifierNameSyntax { Identifier.ValueText: "WhenAll" }
            || all.Parent is not AwaitExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax
                or GlobalStatementSyntax } statement }) return null;
        if (statement.ContainsDirectives || lambda is not SimpleLambdaExpressionSyntax { Parameter: var item }
            || lambda.Body.DescendantNodesAndSelf().OfType<ReturnStatementSyntax>().Any()) return null;
        if (statement.DescendantTrivia()
            .Any(t => Comments.IsKept(t) && !lambda.Body.Span.Contains(t.Span) && t.SpanStart > statement.SpanStart
                && t.Span.End < statement.Span.End)) return null;

        var isAsync = lambda.AsyncKeyword != default;
        if (lambda.Block is not null && !isAsync) return null;
        return editor => editor.ReplaceNode(statement, (current, _) =>
        {
            var body = ((ExpressionStatementSyntax)current).DescendantNodes().OfType<SimpleLambdaExpressionSyntax>()
                .First(l => l.Parameter.Identifier.ValueText == item.Identifier.ValueText);
            StatementSyntax round = body.Block is { } block ? block.WithTrailingTrivia(statement.GetTrailingTrivia())
                : Block(ExpressionStatement(isAsync ? body.ExpressionBody!.WithoutTrivia() : AwaitSyntax.Await(body.ExpressionBody!.WithoutTrivia(), body)));
            var loop = ForEachStatement(IdentifierName("var").WithTrailingTrivia(Space), item.Identifier.WithoutTrivia().WithTrailingTrivia(Space),
                access.Expression.WithoutTrivia(), round)
                .WithForEachKeyword(Token(default, SyntaxKind.ForEachKeyword, TriviaList(Space)))
                .WithInKeyword(Token(default, SyntaxKind.InKeyword, TriviaList(Space)))
                .WithCloseParenToken(Token(default, SyntaxKind.CloseParenToken, TriviaList(LineFeed)));
            return loop.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(statement.GetTrailingTrivia())
                .WithAdditionalAnnotations(Formatter.Annotation);
        });
    }

    private static SyntaxNode OwnerOf(StatementSyntax statement) => statement.Parent is GlobalStatementSyntax { Parent: { } unit } ? unit : statement.Parent!;

    private static void Replace(SyntaxEditor editor, StatementSyntax statement, IReadOnlyList<StatementSyntax> parts)
    {
        SyntaxNode anchor = statement.Parent is GlobalStatementSyntax global ? global : statement;
        editor.InsertAfter(anchor, parts.Skip(1).Select(part => anchor is GlobalStatementSyntax ? GlobalStatement(part) : (SyntaxNode)part));
        editor.ReplaceNode(statement, (_, _) => parts[0]);
    }
}
