using System.Globalization;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Moves the misplaced call, with its comments, to where it works.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MiddlewareOrderFix))]
public sealed class MiddlewareOrderFix() : RuleFix(MiddlewareOrder.Descriptor)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site[MiddlewareOrder.Target] is not { } at || site.Call() is not { } call) yield break;
        var target = site.Root.FindToken(int.Parse(at, CultureInfo.InvariantCulture)).Parent!;
        var isInFront = site[MiddlewareOrder.InFront] is not null;

        // if (!app.Environment.IsDevelopment()) { app.UseExceptionHandler("/error"); app.UseHsts(); } moves as one.
        if (StatementMove.Of(call, target, isInFront, static name => name is "UseExceptionHandler" or "UseHsts" or "UseHttpsRedirection") is not { } move)
            yield break;
        if (Check.Edited(site, move.Apply, Array.Empty<string>(), Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is null) yield break;
        yield return new($"Move it {(isInFront ? "in front of" : "behind")} '{target}'", "ARCH3006", move.Apply);
    }
}
