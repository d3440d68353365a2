using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace ArchitectAnalyzers.CodeFixes;

/// <summary>
/// The base of every fix. Plans are made before they are offered, so an offered fix always applies; Fix All runs the same plans of one
/// document on one editor.
/// </summary>
public abstract class RuleFix : CodeFixProvider
{
    private readonly FixSafety _safety;
    private readonly FixReach _reach;

    private protected RuleFix(DiagnosticDescriptor rule, FixSafety safety = FixSafety.Safe, FixReach reach = FixReach.Document)
    {
        FixableDiagnosticIds = ImmutableArray.Create(rule.Id);
        _safety = safety;
        _reach = reach;
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider? GetFixAllProvider() =>
        _safety == FixSafety.ChangesBehaviour ? null : _reach == FixReach.Solution ? new FixAllOfSolution(this) : new FixAll(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Open(context.Document, context.CancellationToken).ConfigureAwait(false) is not var (root, semantics)) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            var site = new FixSite(context.Document, root, semantics, diagnostic, context.CancellationToken);
            foreach (var plan in Trials.Passing(root, semantics, Plans(site).ToArray(), context.CancellationToken))
            {
                var (document, solution) = (context.Document, context.Document.Project.Solution);
                context.RegisterCodeFix(plan.Elsewhere.Count == 0
                    ? CodeAction.Create(plan.Title, token => Apply(document, new[] { plan }, token), plan.Key)
                    : CodeAction.Create(plan.Title, token => Apply(solution, Edits(document.Id, plan), token), plan.Key), diagnostic);
            }
        }
    }

    /// <summary>
    /// The sound answers to a finding; none where the fix would not compile or the project lacks what it needs. Recomputes nothing that the
    /// rule proved: that is in the site's properties.
    /// </summary>
    private protected abstract IEnumerable<FixPlan> Plans(FixSite site);

    private static async Task<(SyntaxNode Root, SemanticModel Semantics)?> Open(Document document, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var semantics = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return root is null || semantics is null ? null : (root, semantics);
    }

    private async Task<IReadOnlyList<FixPlan>> Plans(FixAllContext context, Document document, IEnumerable<Diagnostic> diagnostics)
    {
        var plans = new List<FixPlan>();
        if (await Open(document, context.CancellationToken).ConfigureAwait(false) is not var (root, semantics)) return plans;

        // Sites of one function may share its plan.
        foreach (var diagnostic in diagnostics.OrderBy(d => d.Location.SourceSpan.Start))
        {
            var site = new FixSite(document, root, semantics, diagnostic, context.CancellationToken);
            // dotnet format asks without a key where the first finding has no fix: then each finding gets its first answer.
            if (Plans(site).FirstOrDefault(plan => !plan.IsAlone
                && (context.CodeActionEquivalenceKey is null || plan.Key == context.CodeActionEquivalenceKey)) is { } plan)
                plans.Add(plan);
        }

        return Trials.Passing(root, semantics, plans.Distinct().ToArray(), context.CancellationToken);
    }

    private static IEnumerable<DocumentEdit> Edits(DocumentId document, FixPlan plan) =>
        plan.Elsewhere.Prepend(new DocumentEdit(document, plan.Edit, plan.Usings));

    private static async Task<Document> Apply(Document document, IReadOnlyCollection<FixPlan> plans, CancellationToken cancellationToken)
    {
        if (plans.All(plan => plan.Changes is not null) && await Open(document, cancellationToken).ConfigureAwait(false) is var (root, semantics))
        {
            var changed = Trials.Edited(root, plans.SelectMany(plan => plan.Changes!));
            return await Finish(document, Usings.Add(changed, plans.SelectMany(plan => plan.Usings), semantics), cancellationToken).ConfigureAwait(false);
        }

        var edits = plans.Select(plan => new DocumentEdit(document.Id, plan.Edit, plan.Usings)).ToArray();
        return await Apply(document, edits, cancellationToken).ConfigureAwait(false);
    }

    // Each document is edited as it stands in the solution, so that the nodes of the plans are its own.
    private static async Task<Solution> Apply(Solution solution, IEnumerable<DocumentEdit> edits, CancellationToken cancellationToken)
    {
        var changed = solution;
        foreach (var ofDocument in edits.GroupBy(edit => edit.Document))
        {
            var document = await Apply(solution.GetDocument(ofDocument.Key)!, ofDocument.ToArray(), cancellationToken).ConfigureAwait(false);
            var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            if (root is not null) changed = changed.WithDocumentSyntaxRoot(document.Id, root);
        }

        return changed;
    }

    private static async Task<Document> Apply(Document document, IReadOnlyCollection<DocumentEdit> edits, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        foreach (var edit in edits) edit.Edit(editor);
        var root = Usings.Add(editor.GetChangedRoot(), edits.SelectMany(edit => edit.Usings), editor.SemanticModel);
        return await Finish(document, root, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Document> Finish(Document document, SyntaxNode root, CancellationToken cancellationToken)
    {
        // Simplified and formatted here, not left to the host: hosts format new code with their platform's line ending.
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var options = (await document.GetOptionsAsync(cancellationToken).ConfigureAwait(false))
            .WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, LineEndings.Of(text));
        document = await Simplifier.ReduceAsync(document.WithSyntaxRoot(root), Simplifier.Annotation, options, cancellationToken).ConfigureAwait(false);
        document = await Formatter.FormatAsync(document, Formatter.Annotation, options, cancellationToken).ConfigureAwait(false);
        document = await Formatter.FormatAsync(document, SyntaxAnnotation.ElasticAnnotation, options, cancellationToken).ConfigureAwait(false);
        root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) ?? root;
        return document.WithSyntaxRoot(LineEndings.Match(text, root));
    }

    private sealed class FixAll(RuleFix fix) : DocumentBasedFixAllProvider
    {
        protected override async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
        {
            var plans = await fix.Plans(context, document, diagnostics).ConfigureAwait(false);
            return plans.Count == 0 ? null : await Apply(document, plans, context.CancellationToken).ConfigureAwait(false);
        }
    }

    // Collects the plans of all documents first: a document is edited once, by its own plans and by those of others.
    private sealed class FixAllOfSolution(RuleFix fix) : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            var edits = new List<DocumentEdit>();
            string? title = null;
            foreach (var (document, diagnostics) in await Findings(context).ConfigureAwait(false))
            {
                foreach (var plan in await fix.Plans(context, document, diagnostics).ConfigureAwait(false))
                {
                    title ??= plan.Title;
                    edits.AddRange(Edits(document.Id, plan));
                }
            }

            return title is null ? null : CodeAction.Create(title, token => Apply(context.Solution, edits, token), context.CodeActionEquivalenceKey);
        }

        private static async Task<IEnumerable<(Document Document, IEnumerable<Diagnostic> Diagnostics)>> Findings(FixAllContext context)
        {
            if (context.Scope == FixAllScope.Document && context.Document is { } only)
                return new[] { (only, (IEnumerable<Diagnostic>)await context.GetDocumentDiagnosticsAsync(only).ConfigureAwait(false)) };

            var found = new List<Diagnostic>();
            var projects = context.Scope == FixAllScope.Project
                ? new[] { context.Project }
                : context.Solution.Projects.Where(p => p.Language == LanguageNames.CSharp);
            foreach (var project in projects) found.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
            return found
                .GroupBy(diagnostic => context.Solution.GetDocument(diagnostic.Location.SourceTree))
                .Where(ofDocument => ofDocument.Key is not null)
                .OrderBy(ofDocument => ofDocument.Key!.FilePath ?? ofDocument.Key.Name, StringComparer.Ordinal)
                .Select(ofDocument => (ofDocument.Key!, ofDocument.AsEnumerable()));
        }
    }
}
