namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports <c>SELECT *</c> from a table.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "The columns that the caller needs are not in the code around the text.")]
public sealed class SelectStar : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2003",
        title: "Name the columns that you read",
        messageFormat: "'SELECT *' reads every column of '{0}', those of tomorrow too; name the columns",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "SELECT * reads columns that nobody uses, keeps the database from answering out of an index, and changes its result when somebody adds " +
            "a column.");

    public SelectStar() : base(Descriptor, SqlSinks.Table) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        if (NeedsAllColumns(row) || SqlSinks.TextOf(context.Operation, row) is not { } sql) return;
        if (facts.SqlScripts().LooselyOf(sql, context.CancellationToken) is not { } script || SelectStars.In(script) is not { } table) return;
        context.Report(Descriptor, CallShapes.NameNode(context.Operation.Syntax), table);
    }

    // Entity Framework maps every column of the type, and wants them all.
    private static bool NeedsAllColumns(KnownMethod row) =>
        row.Type == KnownType.RelationalQueryableExtensions || row.Type == KnownType.RelationalDatabaseFacadeExtensions
        || row.Type == KnownType.CosmosQueryableExtensions
        || row.Type == KnownType.MigrationBuilder || row.Type == KnownType.Ef6Database || row.Type == KnownType.Ef6DbSet || row.Type == KnownType.Ef6DbSetOfT
        || row.Type == KnownType.Ef6ObjectContext;
}
