namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports wide entities that are loaded whole, though one or two of their properties are read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "A projection changes the type of what is loaded, and its shape and names are the author's to choose.")]
public sealed class OverfetchedEntity : QueryRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2112",
        title: "Load the columns that are used",
        messageFormat: "'{0}' loads the {1} columns of '{2}', and {3} used; project with 'Select'",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "An entity is loaded with every column, made into an object, and by default tracked. A Select reads what is used, often from an index alone.");

    public OverfetchedEntity() : base(Descriptor, KnownType.IQueryable) { }

    private protected override void Check(OperationAnalysisContext context, IInvocationOperation call, Queries queries, Facts facts)
    {
        if (Overfetch.IsOneRow(Queries.NameOf(call.TargetMethod)) is null || queries.Executed(call) is not { } query) return;
        if (Overfetch.Of(query, facts, out var columns) is not { } read) return;

        string? names = null;
        foreach (var property in read) names = names is null ? "'" + property.Name + "'" : names + " and '" + property.Name + "'";
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, columns, query.Entity!.Name, read.Count == 1 ? "only " + names + " is" : "only " + names + " are");
    }
}
