namespace ArchitectAnalyzers.Rules.Database;

/// <summary>A database on the network is used without a retry.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.ChangesBehaviour)]
public sealed class NoConnectionResiliency : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2206",
        title: "Retry what fails for a moment",
        messageFormat: "'{0}' gives up at the first dropped connection; enable retries with 'EnableRetryOnFailure'",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A database on the network drops connections when it fails over, scales or is busy. The provider knows which failures pass, and " +
            "retries them if it is told to.");

    // Retries that are set up elsewhere: by Aspire, for all contexts, or by a strategy of one's own.
    private static readonly string[] s_elsewhere =
    {
        "EnrichNpgsqlDbContext", "EnrichSqlServerDbContext", "EnrichMySqlDbContext", "ConfigureSqlEngine", "ConfigureNpgsql", "IExecutionStrategyFactory",
    };

    public NoConnectionResiliency() : base(Descriptor, KnownType.DbContextOptionsBuilder) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
        start.RegisterOperationAction(context => Check(context, facts), OperationKind.Invocation);

    private static void Check(OperationAnalysisContext context, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        if (method.Name is not ("UseSqlServer" or "UseNpgsql" or "UseMySql" or "UseMySQL") || !method.IsExtensionMethod) return;
        if (!method.Parameters[0].Type.IsOrDerivesFrom(facts[KnownType.DbContextOptionsBuilder]) && method.ReducedFrom is null) return;
        if (!(HeldObjects.ReceiverOf(call)?.Type).IsOrDerivesFrom(facts[KnownType.DbContextOptionsBuilder]) || MayRetry(call)) return;
        if (context.ContainingSymbol.ContainingType.Implements(facts[KnownType.DesignTimeDbContextFactory])) return;
        if (Mentions.Any(facts.Compilation, s_elsewhere, context.CancellationToken)) return;
        context.Report(Descriptor, call.NameNode(), method.Name);
    }

    private static bool MayRetry(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter?.Type is not INamedTypeSymbol { TypeKind: TypeKind.Delegate })
                continue;
            var value = argument.Value.Unconverted();
            if (value.ConstantValue is { HasValue: true, Value: null }) continue;
            if (value is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } || Retries(lambda)) return true;
        }

        return false;
    }

    // Itself, or by a method that is handed the options.
    private static bool Retries(IAnonymousFunctionOperation lambda)
    {
        foreach (var part in lambda.Descendants())
        {
            if (part is not IInvocationOperation inner) continue;
            if (inner.TargetMethod.Name is "EnableRetryOnFailure" or "ExecutionStrategy") return true;
            foreach (var argument in inner.Arguments)
            {
                if (argument.Value.Unconverted() is IParameterReferenceOperation { Parameter: var handed }
                    && SymbolEqualityComparer.Default.Equals(handed.ContainingSymbol, lambda.Symbol)
                    && inner.TargetMethod.DeclaringSyntaxReferences.Length > 0
                    && inner.TargetMethod.Name is not ("UseNetTopologySuite" or "MigrationsAssembly")) return true;
            }
        }

        return false;
    }
}
