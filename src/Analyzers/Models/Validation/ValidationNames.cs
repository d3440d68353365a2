using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Models;

/// <summary>Whether a file may have to do with validating requests in general: filters, pipeline behaviours, libraries. Each tree is searched once in its
/// life.</summary>
internal static class ValidationNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<(bool Minimal, bool Mvc, bool Suppressed)>> s_byTree = new();

    // For any endpoint; comments count too, since it only makes a rule silent.
    private static readonly string[] s_any = { "IPipelineBehavior", "ValidationBehavior", "AddFluentValidation", "FluentValidationAutoValidation",
        "SharpGrip", "ValidationMiddleware" };
    private static readonly string[] s_minimal = { "AddValidation(", "AddEndpointFilter", "WithParameterValidation", "WithValidation",
        "WithRequestValidation", "MiniValidat" };
    private static readonly string[] s_mvc = { "ValidateModel", "ValidationFilter", "ModelValidat", "ValidationActionFilter", "InvalidModelStateResponse" };
    private static readonly string[] s_filters = { "ActionFilter", "IResourceFilter", "IAsyncResourceFilter", "IPageFilter", "IAsyncPageFilter",
        "OnActionExecuting" };

    internal static (bool Minimal, bool Mvc, bool Suppressed) Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_byTree.TryGetValue(tree, out var known) ? known.Value : s_byTree.GetValue(tree, t => new(Search(t, cancellationToken))).Value;

    private static (bool, bool, bool) Search(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var text = tree.GetText(cancellationToken).ToString();
        var isSuppressed = text.IndexOf("SuppressModelStateInvalidFilter = true", StringComparison.Ordinal) >= 0;
        if (Words.Has(text, s_any)) return (true, true, isSuppressed);
        return (Words.Has(text, s_minimal), Words.Has(text, s_mvc) || Words.Has(text, s_filters) && text.IndexOf("ModelState", StringComparison.Ordinal) >= 0,
            isSuppressed);
    }
}
