using ArchitectAnalyzers.Models;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Puts both saves into one transaction: it begins before the first and is committed after the second.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SplitUnitOfWorkFix))]
public sealed class SplitUnitOfWorkFix : RuleFix
{
    /// <summary>The fix of <see cref="SplitUnitOfWork"/>.</summary>
    public SplitUnitOfWorkFix() : base(SplitUnitOfWork.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        // A retrying strategy refuses transactions that it has not begun itself.
        if (site.Facts.Queries().IsMentioned("EnableRetryOnFailure", site.CancellationToken)) yield break;
        if (site.Call() is not { } second || site.Diagnostic.AdditionalLocations.Count != 1) yield break;
        if (site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } first)
            yield break;
        if (StatementOf(first) is not { } from || StatementOf(second) is not { } to || from.Parent != to.Parent || OwnerOf(from) is not { } owner) yield break;
        if (to is ReturnStatementSyntax || first.Expression is not MemberAccessExpressionSyntax { Expression: var receiver }
            || Functions.FunctionNode(first) is not { } function) yield break;
        if (site.Semantics.GetTypeInfo(receiver, site.CancellationToken).Type is not { } context || !site.Facts.RoundTrips().IsContext(context)
            || context.TypeKind == TypeKind.Interface && context.GetMembers("Database").IsEmpty) yield break;

        var statements = StatementPlace.Of(owner)!;
        var (begin, end) = (IndexOf(statements, from), IndexOf(statements, to));
        if (begin < 0 || end < 0 || !new StatementPlace(owner, begin).IsBetweenLines || !new StatementPlace(owner, end + 1).IsBetweenLines) yield break;

        var isAsync = Functions.IsAsync(function) && second.FirstAncestorOrSelf<AwaitExpressionSyntax>() is not null;
        var token = isAsync && first.ArgumentList.Arguments.Count == 1 ? first.ArgumentList.Arguments[0].Expression.ToString() : "";
        var name = new[] { "transaction",
            "unitOfWork" }.FirstOrDefault(n => site.Semantics.LookupSymbols(from.SpanStart, name: n).All(s => s is not (ILocalSymbol or IParameterSymbol))
            && !function.DescendantTokens().Any(t => t.ValueText == n));
        if (name is null) yield break;
        var opening = isAsync ? $"await using var {name} = await {receiver}.Database.BeginTransactionAsync({token});"
            : $"using var {name} = {receiver}.Database.BeginTransaction();";
        var closing = isAsync ? $"await {name}.CommitAsync({token});" : $"{name}.Commit();";

        // The later first: places are counted.
        void Edit(DocumentEditor editor) => editor.ReplaceNode(owner, (current, _) =>
            StatementPlace.Inserted(StatementPlace.Inserted(current, end + 1, closing), begin, opening));
        void Try(SyntaxEditor editor) => editor.ReplaceNode(owner, (current, _) =>
            StatementPlace.Inserted(StatementPlace.Inserted(current, end + 1, closing), begin, opening));
        if (Check.Edited(site, Try, new[] { "Microsoft.EntityFrameworkCore" }, Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is null) yield break;
        yield return new FixPlan("Save both in one transaction", SplitUnitOfWork.Descriptor.Id, Edit, "Microsoft.EntityFrameworkCore");
    }

    private static StatementSyntax? StatementOf(SyntaxNode node) => node.FirstAncestorOrSelf<StatementSyntax>();

    private static SyntaxNode? OwnerOf(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit,
        _ => null,
    };

    private static int IndexOf(IReadOnlyList<SyntaxNode> statements, StatementSyntax statement)
    {
        for (var i = 0; i < statements.Count; i++)
            if (statements[i] == statement || statements[i] is GlobalStatementSyntax global && global.Statement == statement) return i;
        return -1;
    }
}
