namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports SQL whose parameters are not those that the code supplies.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class MismatchedSqlParameters : CallRule
{
    /// <summary>Names, with commas between: what the text needs and nobody supplies, and what is supplied and the text lacks.</summary>
    internal const string Missing = nameof(Missing), Unused = nameof(Unused);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2005",
        title: "Supply the parameters that the SQL uses",
        messageFormat: "The SQL and its parameters do not match: {0}",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A parameter that nobody supplies fails at run time, on the first call of this statement. One that the SQL never uses is a filter or a " +
            "value that was forgotten.");

    private static readonly KnownMethod[] s_table = Rows();

    public MismatchedSqlParameters() : base(Descriptor, s_table) { }

    private static KnownMethod[] Rows()
    {
        var rows = new List<KnownMethod>();
        foreach (var row in SqlSinks.Table)
            if (row.Note == SqlSinks.CommandTexts || (row.Use == MemberUse.Set && row.Type != KnownType.DbBatchCommand) || row.Type == KnownType.DbDataSource
                || row.Type == KnownType.NpgsqlDataSource
                || row.Type == KnownType.DapperSqlMapper || row.Type == KnownType.DapperCommandDefinition) rows.Add(row);
        return rows.ToArray();
    }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        if (SqlSinks.TextOf(context.Operation, row) is not { } sql) return;
        if (facts.SqlScripts().Of(sql, context.CancellationToken) is not { } script || SqlNames.Of(script) is not { } names) return;
        if (SqlArguments.Of(context.Operation, facts) is not { } arguments) return;

        string? missing = null, unused = null;
        foreach (var name in names.Used)
            if (names.Needs(name) && !arguments.Supplies(name)) missing = missing is null ? name : missing + "," + name;

        var places = new List<Location>();
        if (!arguments.AreShared)
        {
            foreach (var supplied in arguments.Names)
            {
                if (!supplied.MustBeUsed || names.Uses(supplied.Name)) continue;
                unused = unused is null ? supplied.Name : unused + "," + supplied.Name;
                places.Add(supplied.Place.GetLocation());
            }
        }

        if (missing is null && unused is null) return;
        var text = missing is not null
            ? "'@" + missing.Replace(",", "', '@") + "' gets no value"
                + (unused is null ? "" : ", and '" + unused.Replace(",", "', '") + "' is not in the text")
            : "'" + unused!.Replace(",", "', '") + "' is not in the text";
        context.Report(Descriptor, sql.Syntax, places,
            ImmutableDictionary<string, string?>.Empty.Add(Missing, missing).Add(Unused, unused), text);
    }
}
