using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Redirects plain requests, in front of all that answers them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NoHttpsFix))]
public sealed class NoHttpsFix() : RuleFix(NoHttps.Descriptor, FixSafety.ChangesBehaviour)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } at || RateLimiterPlaces.Of(at, site) is not { } places) yield break;
        if (PipelineStart.Of(places, "UseExceptionHandler", "UseDeveloperExceptionPage", "UseHttpLogging") is not { } start) yield break;
        var usings = new[] { "Microsoft.AspNetCore.Builder" };
        if (Check.Edited(site, Edit, usings, Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is null) yield break;
        yield return new("Redirect to HTTPS (plain requests get 307)", "ARCH3013", Edit, usings);

        void Edit(SyntaxEditor editor) => start.Insert(editor, places.App + ".UseHttpsRedirection();");
    }
}
