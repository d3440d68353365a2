namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports SQL that updates or deletes without a condition.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "Only its author knows which rows the statement is for.")]
public sealed class UnfilteredWrite : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2004",
        title: "Say which rows a statement changes",
        messageFormat: "This {0} has no WHERE, so it changes every row of '{1}'; add the condition, or write 'WHERE 1 = 1' if all are meant",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An UPDATE or DELETE without a condition changes the whole table. Where that is meant, the statement should say so; where it is not, " +
            "nothing brings the rows back but a backup.");

    public UnfilteredWrite() : base(Descriptor, SqlSinks.Texts) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        // A migration fills a new column of every row.
        if (row.Type == KnownType.MigrationBuilder || SqlSinks.ReadableTextOf(context.Operation, row) is not { } sql) return;
        if (facts.SqlScripts().Of(sql, context.CancellationToken) is not { } script || UnfilteredWrites.In(script) is not { } write) return;
        if (IsForAll(context.ContainingSymbol, write.Verb) || IsFilledAgain(context.Operation, write.Table)) return;
        context.Report(Descriptor, CallShapes.NameNode(context.Operation.Syntax), write.Verb, write.Table);
    }

    private static readonly string[] s_all = { "Clear", "Reset", "Wipe", "Truncate", "Empty", "Recreate", "Rebuild", "Seed" };
    private static readonly string[] s_types = { "Seeder", "Seed", "Migration", "Migrator", "Initializer", "Fixture" };

    // ClearAsync(), DeleteAll(token): it says that all go, and takes nothing that could narrow it. An update may still have lost its condition.
    private static bool IsForAll(ISymbol symbol, string verb)
    {
        if (symbol.ContainingType is { Name: var type })
            foreach (var word in s_types)
                if (type.EndsWith(word, StringComparison.Ordinal)) return true;
        if (verb != "DELETE" || symbol is not IMethodSymbol method) return false;
        var name = method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - 5) : method.Name;
        var isAll = name.EndsWith("All", StringComparison.Ordinal) || name.EndsWith("Everything", StringComparison.Ordinal);
        foreach (var word in s_all) isAll |= name == word;
        if (!isAll) return false;
        foreach (var parameter in method.Parameters)
            if (parameter.Type.IsValueType ? parameter.Type.Name != nameof(CancellationToken) : parameter.Type.SpecialType == SpecialType.System_String)
                return false;
        return true;
    }

    // The member inserts into the same table, or copies in bulk to it: the table is made anew.
    private static bool IsFilledAgain(IOperation sink, string table)
    {
        foreach (var part in sink.Root().Descendants())
        {
            if (part is not ({ ConstantValue: { HasValue: true, Value: string } } or IInterpolatedStringTextOperation)) continue;
            var text = part.ConstantValue.Value as string ?? (part as IInterpolatedStringTextOperation)?.Text.ConstantValue.Value as string ?? "";
            var at = text.IndexOf(table, StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            if (text.Length == table.Length || text.LastIndexOf("INTO", at, StringComparison.OrdinalIgnoreCase) is var into && into >= 0 && at - into < 10)
                return true;
        }

        return false;
    }
}
