namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports wide entities that are loaded whole, though one or two of their properties are read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "A projection changes the type of what is loaded, and its shape and names are the author's to choose.")]
public sealed class OverfetchedEntity : Rule
{
    private const int Wide = 7, Few = 2;

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2112",
        title: "Load the columns that are used",
        messageFormat: "'{0}' loads the {1} columns of '{2}', and {3} used; project with 'Select'",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "An entity is loaded with every column, made into an object, and by default tracked. A Select reads what is used, often from an index alone.");

    public OverfetchedEntity() : base(Descriptor, KnownType.IQueryable) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var queries = facts.Queries();
        if (queries.IsThere) start.RegisterOperationAction(context => Check(context, queries, facts), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, Queries queries, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (IsOneRow(Queries.NameOf(call.TargetMethod)) is not { } isOneRow || queries.Executed(call) is not { Root: QueryRoot.Table, YieldsEntities: true } query) return;
        if (query.IsPartlyHidden || query.MayHave(QueryStep.Include) || query.MayHave(QueryStep.Combination) || Columns(query.Entity!) is var columns && columns < Wide) return;

        // A whole table, or rows filtered and projected in memory: other rules speak of that.
        if (!isOneRow && WholeSets.IsWhole(query) || Materialized.Of(query, facts) is not null) return;
        if (RowUses.Of(call, isOneRow) is not { Count: > 0 and <= Few } read) return;

        string? names = null;
        foreach (var property in read) names = names is null ? "'" + property.Name + "'" : names + " and '" + property.Name + "'";
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, columns, query.Entity!.Name, read.Count == 1 ? "only " + names + " is" : "only " + names + " are");
    }

    private static bool? IsOneRow(string name) => name switch
    {
        "ToList" or "ToArray" => false,
        "First" or "FirstOrDefault" or "Single" or "SingleOrDefault" or "Last" or "LastOrDefault" => true,
        _ => null,
    };

    private static int Columns(ITypeSymbol entity)
    {
        var count = 0;
        for (var type = entity; type is { SpecialType: SpecialType.None }; type = type.BaseType)
            foreach (var member in type.GetMembers())
                if (member is IPropertySymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public } property && RowUses.IsScalar(property)) count++;
        return count;
    }
}
