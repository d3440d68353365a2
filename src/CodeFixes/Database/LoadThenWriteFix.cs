using ArchitectAnalyzers.Models;
using ArchitectAnalyzers.Rules.Database;
using Microsoft.CodeAnalysis.Formatting;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Load, change or remove, save become one statement of the database: three neighbours in one block, in a function that saves nothing else.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LoadThenWriteFix))]
public sealed class LoadThenWriteFix : RuleFix
{
    private static readonly string[] s_tracked = { "Add", "AddAsync", "AddRange", "AddRangeAsync", "Update", "UpdateRange", "Attach", "AttachRange", "Entry",
        "Remove", "RemoveRange" };

    /// <summary>The fix of <see cref="LoadThenWrite"/>.</summary>
    public LoadThenWriteFix() : base(LoadThenWrite.Descriptor, FixSafety.ChangesBehaviour) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } at || site.Semantics.GetOperation(at, site.CancellationToken) is not IInvocationOperation call) yield break;
        var trips = site.Facts.RoundTrips();
        if (LoadThenWrite.At(call, site.Facts.Queries(), trips) is not { } write || !write.Query.MayHave(QueryStep.Filter)) yield break;
        if (Statement(write.Write.Syntax) is not { Parent: BlockSyntax block } writing || Statement(write.Save.Syntax) is not ExpressionStatementSyntax saving
            || saving.Parent != block) yield break;
        if (block.Statements.IndexOf(saving) != block.Statements.IndexOf(writing) + 1 || !SavesNothingElse(write, trips, site)) yield break;

        // The load stands right before, or in the statement itself.
        StatementSyntax? loading = null;
        if (write.Local is { } local)
        {
            loading = block.Statements.ElementAtOrDefault(block.Statements.IndexOf(writing) - 1);
            if (loading is not LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
                || variables[0].Identifier.ValueText != local.Name || IsCounted(local, write)) yield break;
        }

        if (QueryOf(write.Query) is not { } query || query.SyntaxTree != site.Root.SyntaxTree || query.FirstAncestorOrSelf<BlockSyntax>() != block) yield break;
        if (new[] { loading, writing, saving }.Any(s => s is not null && (s.ContainsDirectives || HasInnerComment(s)))) yield break;

        var isAsync = write.Save.TargetMethod.Name == "SaveChangesAsync";
        var arguments = new List<string>();
        if (write.Changes.Count > 0)
        {
            if (Setters(write, site) is not { } setters) yield break;
            arguments.Add(setters);
        }

        if (isAsync && write.Save.Syntax is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } tokens }) arguments.Add(tokens[0].ToString());
        var name = (write.Changes.Count > 0 ? "ExecuteUpdate" : "ExecuteDelete") + (isAsync ? "Async" : "");
        var text = $"{(isAsync ? "await " : "")}{Parenthesized(query)}.{name}({string.Join(", ", arguments)});";
        var first = loading ?? writing;
        var statement = ParseStatement(text).WithLeadingTrivia(first.GetLeadingTrivia()).WithTrailingTrivia(saving.GetTrailingTrivia());

        void Edit(SyntaxEditor editor)
        {
            if (first != writing) editor.RemoveNode(writing, SyntaxRemoveOptions.KeepNoTrivia);
            editor.RemoveNode(saving, SyntaxRemoveOptions.KeepNoTrivia);
            editor.ReplaceNode(first, statement);
        }

        var usings = new[] { "Microsoft.EntityFrameworkCore" };
        if (Check.Edited(site, Edit, usings, Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is null) yield break;
        yield return new FixPlan($"Use '{name}', past the change tracker", LoadThenWrite.Descriptor.Id, Edit, usings);
    }

    // s => s.SetProperty(o => o.Paid, true).SetProperty(o => o.Total, o => o.Total * 2)
    private static string? Setters(BulkWrite write, FixSite site)
    {
        var element = ((IForEachLoopOperation)write.Write).Locals[0].Name;
        var name = new[] { "setters", "s", "set" }.FirstOrDefault(n => n != element
            && site.Semantics.LookupSymbols(write.Write.Syntax.SpanStart, name: n).All(s => s is not (ILocalSymbol or IParameterSymbol)));
        if (name is null) return null;
        var text = $"{name} => {name}";
        var written = new HashSet<string>();
        foreach (var change in write.Changes)
        {
            var target = ((IPropertyReferenceOperation)change.Target).Property.Name;

            // The second assignment would see what the first has made of the row.
            if (!written.Add(target) || change.Value.DescendantsAndSelf().OfType<IPropertyReferenceOperation>()
                .Any(p => p.Property.Name != target && written.Contains(p.Property.Name)
                && p.Instance is ILocalReferenceOperation)) return null;
            var value = change.Value.Syntax.ToString();

            // A bare null may be the value or a lambda.
            if (change.Value.ConstantValue is { HasValue: true, Value: null } && change.Value.Syntax is LiteralExpressionSyntax)
                value = $"({change.Target.Type!.ToMinimalDisplayString(site.Semantics, change.Syntax.SpanStart)})null";
            var usesRow = change.Value.Syntax.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == element);
            if (change is ICompoundAssignmentOperation && change.Syntax is AssignmentExpressionSyntax compound)
            {
                var operation = compound.OperatorToken.ValueText.TrimEnd('=');
                if (operation is "??") return null;
                value = change.Value.Syntax is BinaryExpressionSyntax or ConditionalExpressionSyntax
                    ? $"{element}.{target} {operation} ({value})" : $"{element}.{target} {operation} {value}";
                usesRow = true;
            }

            text += usesRow ? $".SetProperty({element} => {element}.{target}, {element} => {value})"
                : $".SetProperty({element} => {element}.{target}, {value})";
        }

        return text;
    }

    // The query as written, without what executes it.
    private static ExpressionSyntax? QueryOf(Query query)
    {
        var syntax = query.Execution switch
        {
            IInvocationOperation { Arguments: { IsEmpty: false } arguments } execution when query.ExecutedBy != "" =>
                execution.Arguments[0].Value.Unconverted().Syntax,
            IForEachLoopOperation loop => loop.Collection.Unconverted().Syntax,
            var itself => itself.Unconverted().Syntax,
        };
        return syntax as ExpressionSyntax;
    }

    private static string Parenthesized(ExpressionSyntax query) =>
        query is QueryExpressionSyntax ? $"({query.WithoutTrivia().ToFullString()})" : query.WithoutTrivia().ToFullString();

    private static bool IsCounted(ILocalSymbol local, BulkWrite write) =>
        write.Write.Root().Descendants().OfType<ILocalReferenceOperation>().Count(l => SymbolEqualityComparer.Default.Equals(l.Local, local)) > 1;

    // Nothing else waits to be saved, as far as the function shows.
    private static bool SavesNothingElse(BulkWrite write, RoundTrips trips, FixSite site)
    {
        foreach (var part in write.Save.Root().Descendants())
        {
            if (write.Write.Syntax.Span.Contains(part.Syntax.Span) || part == write.Save) continue;
            if (part is IInvocationOperation call
                && (trips.Of(call) is { Kind: TripKind.Save }
                    || s_tracked.Contains(call.TargetMethod.Name) && trips.IsPartOfContext(call.Instance?.Type))) return false;
            if (part is IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: ILocalReferenceOperation or IParameterReferenceOperation } })
                return false;
        }

        return true;
    }

    private static bool HasInnerComment(StatementSyntax statement) => statement.DescendantTrivia().Any(t =>
        t.SpanStart >= statement.SpanStart && t.Span.End <= statement.Span.End && !t.IsKind(SyntaxKind.WhitespaceTrivia)
        && !t.IsKind(SyntaxKind.EndOfLineTrivia));

    private static StatementSyntax? Statement(SyntaxNode node) => node as StatementSyntax ?? node.FirstAncestorOrSelf<StatementSyntax>();
}
