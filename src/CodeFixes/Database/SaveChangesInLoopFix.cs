using ArchitectAnalyzers.Models;
using ArchitectAnalyzers.Rules.Database;
using Microsoft.CodeAnalysis.Formatting;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Moves the save behind the loop, where nothing in the loop depends on what is saved already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SaveChangesInLoopFix))]
public sealed class SaveChangesInLoopFix : RuleFix
{
    /// <summary>The fix of <see cref="SaveChangesInLoop"/>.</summary>
    public SaveChangesInLoopFix() : base(SaveChangesInLoop.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } call || site.Semantics.GetOperation(call, site.CancellationToken) is not IInvocationOperation save
            || save.TargetMethod.Name is not ("SaveChanges" or "SaveChangesAsync")) yield break;
        if (StatementOf(call) is not { } statement || statement.ContainsDirectives || LoopAround(statement, site) is not { } loop) yield break;
        if (!DependsOnNothingInside(statement, loop, site) || !IsIndependent(loop, statement, site)) yield break;

        SyntaxNode anchor = loop.Parent is GlobalStatementSyntax global ? global : loop;
        yield return new FixPlan("Save once after the loop", SaveChangesInLoop.Descriptor.Id, editor =>
        {
            editor.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia);
            StatementSyntax moved = Moved(statement, loop);
            editor.InsertAfter(anchor, anchor is GlobalStatementSyntax ? GlobalStatement(moved) : moved);
        });
    }

    // The whole statement is the call, awaited perhaps.
    private static ExpressionStatementSyntax? StatementOf(InvocationExpressionSyntax call)
    {
        SyntaxNode whole = call;
        while (whole.Parent is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
               or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } }) whole = whole.Parent;
        return whole.Parent as ExpressionStatementSyntax;
    }

    // The outermost loop that repeats the save, where the save is the last thing that each round does.
    private static StatementSyntax? LoopAround(StatementSyntax statement, FixSite site)
    {
        StatementSyntax? loop = null;
        SyntaxNode last = statement;
        while (last.Parent is BlockSyntax block)
        {
            if (block.Statements.Last() != last) return null;
            if (block.Statements.Count == 1 && last == statement) return null;
            switch (block.Parent)
            {
                case IfStatementSyntax { Parent: BlockSyntax } choice: last = choice; continue;
                case ElseClauseSyntax { Parent: IfStatementSyntax { Parent: BlockSyntax } choice }: last = choice; continue;
                case ForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or ForEachVariableStatementSyntax: break;
                default: return null;
            }

            loop = (StatementSyntax)block.Parent;
            if (loop.Parent is not (BlockSyntax or GlobalStatementSyntax)) return null;
            if (site.Semantics.GetOperation(loop, site.CancellationToken) is not { } operation || Repetitions.Of(operation) is null) return loop;
            last = loop;
        }

        return null;
    }

    private static bool DependsOnNothingInside(StatementSyntax statement, StatementSyntax loop, FixSite site) =>
        statement.DescendantNodes().OfType<IdentifierNameSyntax>().All(name =>
            site.Semantics.GetSymbolInfo(name, site.CancellationToken).Symbol is not { } symbol
            || symbol is not (ILocalSymbol or IParameterSymbol or IRangeVariableSymbol)
            || symbol.DeclaringSyntaxReferences.All(declared => declared.SyntaxTree != loop.SyntaxTree || !loop.Span.Contains(declared.Span)));

    // Nothing leaves the loop early, and nothing reads back what a round has saved: a look-up by key finds what is tracked.
    private static bool IsIndependent(StatementSyntax loop, StatementSyntax save, FixSite site)
    {
        var trips = site.Facts.RoundTrips();
        var rounds = loop is CommonForEachStatementSyntax { Statement: var body } ? body : loop;
        foreach (var node in rounds.DescendantNodes(n => n != save && n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            switch (node)
            {
                case ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax: return false;
                case BreakStatementSyntax
                    when node.Ancestors().First(n => n is SwitchSectionSyntax or ForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax
                    or DoStatementSyntax or ForEachVariableStatementSyntax) is not SwitchSectionSyntax: return false;
                case InvocationExpressionSyntax called when !save.Span.Contains(called.Span):
                    if (site.Semantics.GetOperation(called, site.CancellationToken) is not IInvocationOperation operation) return false;
                    if (operation.TargetMethod.Name is "Find" or "FindAsync" or "AddAsync" or "AddRangeAsync"
                        && trips.IsPartOfContext(operation.TargetMethod.ContainingType)) continue;
                    if (trips.Of(operation) is not null || trips.BodyOf(operation) is { IsAsking: true } or { IsSaving: true }) return false;
                    if (operation.DirectAwait() is not null && operation.TargetMethod.Name != "ConfigureAwait") return false;
                    break;
            }
        }

        return true;
    }

    private static ExpressionStatementSyntax Moved(ExpressionStatementSyntax statement, StatementSyntax loop)
    {
        var indent = loop.GetLeadingTrivia().LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space ? TriviaList(space) : TriviaList();
        var leading = TriviaList(LineFeed);
        foreach (var trivia in statement.GetLeadingTrivia())
            if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
                leading = leading.AddRange(indent).Add(trivia).Add(LineFeed);
        var trailing = statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? statement.GetTrailingTrivia() : statement.GetTrailingTrivia().Add(LineFeed);
        return statement.WithLeadingTrivia(leading.AddRange(indent)).WithTrailingTrivia(trailing);
    }
}
