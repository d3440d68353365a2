using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Declares the precision that SQL Server's provider would take.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DecimalWithoutPrecisionFix))]
public sealed class DecimalWithoutPrecisionFix() : RuleFix(DecimalWithoutPrecision.Descriptor, FixSafety.ChangesBehaviour)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (ColumnAttributes.Plan(site, "Declare 18 digits, 2 of them decimals (may change the column)", DecimalWithoutPrecision.Descriptor.Id,
            "Precision(18, 2)", "PrecisionAttribute", "Microsoft.EntityFrameworkCore") is { } plan) yield return plan;
    }
}
