using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Sets a limit: a few times the default.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnlimitedMessageFix))]
public sealed class UnlimitedMessageFix() : RuleFix(UnlimitedMessage.Descriptor, FixSafety.ChangesBehaviour)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Enclosing<AssignmentExpressionSyntax>() is not { Right: { ContainsDirectives: false } value } assignment
            || !assignment.Left.Span.Contains(site.Node.Span)) yield break;
        var (limit, size) = site.Node.ToString() == "MaximumReceiveMessageSize" ? ("1024 * 1024", "1 MB") : ("16 * 1024 * 1024", "16 MB");
        yield return FixPlan.Replace($"Receive at most {size} (larger messages fail)", UnlimitedMessage.Descriptor.Id, value,
            current => ParseExpression(limit).WithTriviaFrom(current));
    }
}
