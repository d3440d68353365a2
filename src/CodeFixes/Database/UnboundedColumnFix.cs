using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Declares a length.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnboundedColumnFix))]
public sealed class UnboundedColumnFix() : RuleFix(UnboundedColumn.Descriptor, FixSafety.ChangesBehaviour)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (ColumnAttributes.Plan(site, "Allow 200 characters (changes the column; longer texts fail)", UnboundedColumn.Descriptor.Id,
            "MaxLength(200)", "MaxLengthAttribute", "System.ComponentModel.DataAnnotations") is { } plan) yield return plan;
    }
}
