using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Formatting;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>
/// <c>if (await Task.WhenAny(task, Task.Delay(time)) != task) throw new TimeoutException(); … await task</c> becomes <c>await task.WaitAsync(time)</c>.
/// Where something else happens at the time-out, it becomes the handler of a <c>TimeoutException</c> that is not the task's own.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeakyTimeoutFix))]
public sealed class LeakyTimeoutFix : RuleFix
{
    /// <summary>The fix of <see cref="LeakyTimeout"/>.</summary>
    public LeakyTimeoutFix() : base(LeakyTimeout.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Facts[KnownType.Task]?.GetMembers("WaitAsync").IsEmpty != false) yield break;
        if (site.Call() is not { } call || TimeoutRace.Of(call, site) is not { } race || race.Rewritten() is not { } statement) yield break;

        void Edit(SyntaxEditor editor)
        {
            foreach (var removed in race.Removed) editor.RemoveNode(removed, SyntaxRemoveOptions.KeepNoTrivia);
            editor.ReplaceNode(race.Test, statement.WithAdditionalAnnotations(Formatter.Annotation));
        }

        if (Check.Edited(site, Edit, new[] { "System" }, Array.Empty<SyntaxNode>(), new SyntaxAnnotation()) is null) yield break;
        yield return new FixPlan("Use 'WaitAsync'", LeakyTimeout.Descriptor.Id, Edit, "System");
    }
}
