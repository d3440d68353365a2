namespace ArchitectAnalyzers.Rules.Database;

/// <summary>A context that takes the options of whichever context was registered last.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class NonGenericContextOptions : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2207",
        title: "Take the options of your own context",
        messageFormat: "'{0}' takes the options of any context, and several are declared here; take 'DbContextOptions<{0}>'",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "AddDbContext registers options for its context, and the plain DbContextOptions too. With several contexts, the plain type means the options registered last: those of another database.");

    public NonGenericContextOptions() : base(Descriptor, KnownType.DbContext, KnownType.DbContextOptions, KnownType.DbContextOptionsOfT) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
        start.RegisterSymbolAction(context => Check(context, facts), SymbolKind.NamedType);

    private static void Check(SymbolAnalysisContext context, Facts facts)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        // One with type parameters is what contexts are derived from, as those of ASP.NET Core Identity.
        if (type is not { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false, IsGenericType: false } || !type.BaseType.IsOrDerivesFrom(facts[KnownType.DbContext])) return;
        IParameterSymbol? plain = null;
        foreach (var constructor in type.InstanceConstructors)
        {
            foreach (var parameter in constructor.Parameters)
            {
                // Two ways to be made: the container picks, and the other is for derived contexts.
                if (facts.Is(parameter.Type, KnownType.DbContextOptionsOfT)) return;
                if (constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal && facts.Is(parameter.Type, KnownType.DbContextOptions)) plain = parameter;
            }
        }

        if (plain is not { DeclaringSyntaxReferences: { Length: 1 } declared } || declared[0].GetSyntax(context.CancellationToken) is not ParameterSyntax { Type: { } written }) return;
        if (!facts.EfContexts().AreSeveral || facts.EfContexts().IsBase(type)) return;
        context.Report(Descriptor, written.GetLocation(), ImmutableDictionary<string, string?>.Empty, type.Name);
    }
}
