namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Adding to a context is awaited, where nothing is asked of the database.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class NeedlessAddAsync : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2117",
        title: "Add entities without awaiting",
        messageFormat: "'{0}' asks the database for nothing here; '{1}' does the same without a task",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "AddAsync and AddRangeAsync are there for value generators that ask the database for keys, such as hi/lo. Without one they mark entities as added, as Add does, and what awaits them suggests that a row was written.");

    private static readonly string[] s_generators =
    {
        "UseHiLo", "ForSqlServerUseSequenceHiLo", "ForNpgsqlUseSequenceHiLo", "HasValueGenerator", "HasValueGeneratorFactory", "ValueGenerator",
    };

    private static readonly KnownMethod[] s_table =
    {
        new(KnownType.DbSet, "AddAsync"), new(KnownType.DbSet, "AddRangeAsync"), new(KnownType.DbContext, "AddAsync"), new(KnownType.DbContext, "AddRangeAsync"),
    };

    public NeedlessAddAsync() : base(Descriptor, s_table, KnownType.DbContext) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.IsQuoted(facts) || IsGenerated(Entity(call), facts.Compilation, context.CancellationToken)) return;
        context.Report(Descriptor, call.NameNode(), row.Name, row.Name.Substring(0, row.Name.Length - 5));
    }

    // Null: any, as in a generic repository.
    private static string? Entity(IInvocationOperation call)
    {
        var entity = (call.Instance?.Type as INamedTypeSymbol) is { Arity: 1 } set ? set.TypeArguments[0] : call.TargetMethod is { Arity: 1 } method ? method.TypeArguments[0] : null;
        return entity is null or ITypeParameterSymbol ? null : entity.Name;
    }

    // A generator is set for one entity, or for the whole model.
    private static bool IsGenerated(string? entity, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var generator in Mentions.Of(tree, s_generators, cancellationToken))
                if (entity is null || ConfiguredEntity.Of(generator) is not { } configured || configured == entity) return true;
        }

        return false;
    }
}
