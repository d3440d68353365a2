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

    private protected RuleFix(DiagnosticDescriptor rule, FixSafety safety = FixSafety.Safe)
    {
        FixableDiagnosticIds = ImmutableArray.Create(rule.Id);
        _safety = safety;
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider? GetFixAllProvider() => _safety == FixSafety.ChangesBehaviour ? null : new FixAll(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Open(context.Document, context.CancellationToken).ConfigureAwait(false) is not var (root, semantics)) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            var site = new FixSite(context.Document, root, semantics, diagnostic, context.CancellationToken);
            foreach (var plan in Plans(site))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(plan.Title, token => Apply(context.Document, new[] { plan }, token), plan.Key), diagnostic);
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

    private static async Task<Document> Apply(Document document, IReadOnlyCollection<FixPlan> plans, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        var root = Usings.Add(Changed(editor, plans), plans.SelectMany(plan => plan.Usings), editor.SemanticModel);

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

    private static SyntaxNode Changed(DocumentEditor editor, IReadOnlyCollection<FixPlan> plans)
    {
        if (plans.All(plan => plan.Edits is not null)) return NodeEdit.Apply(editor.OriginalRoot, plans.SelectMany(plan => plan.Edits!));
        foreach (var plan in plans) plan.Edit(editor);
        return editor.GetChangedRoot();
    }

    private sealed class FixAll(RuleFix fix) : DocumentBasedFixAllProvider
    {
        protected override async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
        {
            if (await Open(document, context.CancellationToken).ConfigureAwait(false) is not var (root, semantics)) return null;
            var plans = new List<FixPlan>();
            foreach (var diagnostic in diagnostics.OrderBy(d => d.Location.SourceSpan.Start))
            {
                var site = new FixSite(document, root, semantics, diagnostic, context.CancellationToken);
                // dotnet format asks without a key where the first finding has no fix: then each finding gets its first answer.
                if (fix.Plans(site).FirstOrDefault(plan => context.CodeActionEquivalenceKey is null || plan.Key == context.CodeActionEquivalenceKey) is { } plan)
                    plans.Add(plan);
            }

            return plans.Count == 0 ? null : await Apply(document, plans, context.CancellationToken).ConfigureAwait(false);
        }
    }
}
