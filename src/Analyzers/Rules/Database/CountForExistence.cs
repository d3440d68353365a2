namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports rows of a query counted to see whether there are any.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class CountForExistence : QueryRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2108",
        title: "Ask whether there is a row, not how many",
        messageFormat: "'{0}' counts every row to see whether there is one; use '{1}'",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "COUNT reads all rows that match. EXISTS, which Any becomes, stops at the first.");

    public CountForExistence() : base(Descriptor, KnownType.IQueryable) { }

    private protected override void Check(OperationAnalysisContext context, IInvocationOperation call, Queries queries, Facts facts)
    {
        var name = call.TargetMethod.Name;
        if (name is not ("Count" or "LongCount" or "CountAsync" or "LongCountAsync") || !call.TargetMethod.IsExtensionMethod) return;
        if (queries.Executed(call) is not { IsDatabase: true } && !IsInQuery(call, queries, facts) || Existence.Of(call) is null) return;
        context.Report(Descriptor, call.NameNode(), name, name.EndsWith("Async", StringComparison.Ordinal) ? "AnyAsync" : "Any");
    }

    // Where(o => o.Lines.Count() > 0): a subquery, if the query around it goes to a database.
    private static bool IsInQuery(IInvocationOperation count, Queries queries, Facts facts)
    {
        if (!QueryNames.IsLinq(count.TargetMethod.ContainingType)) return false;
        for (var parent = count.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation { Parent: IConversionOperation conversion }
                && conversion.Type.IsOrDerivesFrom(facts[KnownType.Expression]))
                return conversion.Parent is IArgumentOperation { Parent: IInvocationOperation call } && Queries.SourceOf(call) is { } source
                    && queries.Of(source) is { IsDatabase: true } || IsInOuter(conversion, queries, facts);
        }

        return false;
    }

    // A lambda in a lambda of a query.
    private static bool IsInOuter(IOperation inner, Queries queries, Facts facts)
    {
        for (var parent = inner.Parent; parent is not null; parent = parent.Parent)
            if (parent is IArgumentOperation { Parent: IInvocationOperation call } && !call.IsQuoted(facts) && Queries.SourceOf(call) is { } source
                && queries.Of(source) is { IsDatabase: true }) return true;
        return false;
    }
}
