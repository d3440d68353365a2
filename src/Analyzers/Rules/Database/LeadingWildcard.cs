namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports conditions in SQL text that no index answers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "What is searched for, and how it should be indexed, is a decision about the data.")]
public sealed class LeadingWildcard : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2007",
        title: "Search so that an index can help",
        messageFormat: "No index helps with {0}: {1}",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A pattern that begins with a wildcard, and a function over a column, make the database read every row: an index is sorted by what the " +
            "column holds, from its beginning.");

    public LeadingWildcard() : base(Descriptor, SqlSinks.Texts) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        if (row.Type == KnownType.MigrationBuilder || SqlSinks.ReadableTextOf(context.Operation, row) is not { } sql) return;
        if (facts.SqlScripts().LooselyOf(sql, context.CancellationToken) is not { } script) return;
        var kind = Unindexed.In(script, out var text);
        if (kind == UnindexedKind.None) return;
        context.Report(Descriptor, CallShapes.NameNode(context.Operation.Syntax), "'" + Short(text) + "'", kind == UnindexedKind.Wildcard
            ? "search from the beginning, or by full text"
            : "compare the column itself, or index the expression");
    }

    private static string Short(string text)
    {
        text = text.Replace("\r", "").Replace('\n', ' ');
        return text.Length > 50 ? text.Substring(0, 50) + "…" : text;
    }
}
