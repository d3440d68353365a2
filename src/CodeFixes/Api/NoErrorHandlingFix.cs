using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Registers problem details and puts the exception handler in front of everything else.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NoErrorHandlingFix))]
public sealed class NoErrorHandlingFix() : RuleFix(NoErrorHandling.Descriptor)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } at || RateLimiterPlaces.Of(at, site) is not { } places) yield break;
        if (PipelineStart.Of(places, "UseForwardedHeaders", "UseDeveloperExceptionPage") is not { } start) yield break;
        var usings = new[] { "Microsoft.AspNetCore.Builder", "Microsoft.Extensions.DependencyInjection" };
        if (Check.Edited(site, Edit, usings, Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is null) yield break;
        yield return new("Answer exceptions with problem details", "ARCH3007", Edit, usings);

        void Edit(SyntaxEditor editor)
        {
            start.Insert(editor, places.App + ".UseExceptionHandler();");
            editor.ReplaceNode(places.Registration.Owner, (current, _) =>
                StatementPlace.Inserted(current, places.Registration.Index, places.Services + ".AddProblemDetails();"));
        }
    }
}
