namespace ArchitectAnalyzers.Rules.Database;

/// <summary>
/// A static field or property that holds a context or a connection, one of an object of which there is only one, or one registered as a singleton.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 362, NoFix = "Where the context is to come from instead is a decision: a scope, a factory, or a parameter.")]
public sealed class LongLivedContext : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2201",
        title: "Make a context or connection for each unit of work",
        messageFormat: "'{0}' keeps a '{1}' for as long as the process lives; make one for each unit of work",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A DbContext or DbConnection serves one unit of work on one thread. Shared by a whole process it is used by several requests at once, " +
            "tracks everything it has ever loaded, answers with stale data, and stays broken after its first failure.",
        Describe.Cwe(362));

    // What holds one as a field would.
    private static readonly ImmutableArray<string> s_holders = ImmutableArray.Create(
        "Lazy", "Dictionary", "ConcurrentDictionary", "List", "ConcurrentBag", "IDictionary", "Task", "Tuple", "KeyValuePair");

    private static readonly string[] s_registering = { "AddSingleton", "TryAddSingleton", "AddHostedService" };

    public LongLivedContext() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.DbContext) && !facts.Has(KnownType.Ef6DbContext) && !facts.Has(KnownType.DbConnection)) return;
        var trips = facts.RoundTrips();
        start.RegisterSymbolAction(context => Check(context, trips, facts), SymbolKind.Field, SymbolKind.Property);
        start.RegisterOperationAction(context => CheckRegistration(context, trips, facts), OperationKind.Invocation);
    }

    private static void Check(SymbolAnalysisContext context, RoundTrips trips, Facts facts)
    {
        var symbol = context.Symbol;
        if (symbol.IsImplicitlyDeclared) return;
        var type = symbol switch
        {
            IFieldSymbol { IsConst: false } field => field.Type,
            IPropertySymbol { IsIndexer: false, IsAbstract: false } property => property.Type,
            _ => null,
        };
        if (type is null || Held(type, trips) is not { } held) return;
        if (!symbol.IsStatic && !IsOnlyOne(symbol.ContainingType) && !IsOfSingleton(symbol, trips, facts, context)) return;
        if (symbol.DeclaringSyntaxReferences.IsEmpty || symbol.HasAttribute(nameof(ThreadStaticAttribute))) return;
        var declaration = symbol.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken);
        if (declaration is PropertyDeclarationSyntax made && !Keeps(made) || IsInMemory(declaration)) return;

        var name = declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier,
            PropertyDeclarationSyntax property => property.Identifier,
            _ => default,
        };
        if (name.SyntaxTree is null) return;
        context.Report(Descriptor, name.GetLocation(), ImmutableDictionary<string, string?>.Empty, symbol.Name, held.Name);
    }

    private static ITypeSymbol? Held(ITypeSymbol type, RoundTrips trips)
    {
        if (type.SpecialType != SpecialType.None) return null;
        if (trips.IsContext(type) || trips.IsConnection(type)) return type;
        if (type is not INamedTypeSymbol { Arity: > 0 } generic || !s_holders.Contains(generic.Name)) return null;
        foreach (var argument in generic.TypeArguments)
            if (argument.SpecialType == SpecialType.None && (trips.IsContext(argument) || trips.IsConnection(argument))) return argument;
        return null;
    }

    // public static OrderCache Instance { get; } = new();
    private static bool IsOnlyOne(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class || type.IsRecord) return false;
        foreach (var member in type.GetMembers())
        {
            if (!member.IsStatic || member.IsImplicitlyDeclared) continue;
            var kept = member switch { IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, _ => null };
            if (kept is INamedTypeSymbol { Name: "Lazy", TypeArguments.Length: 1 } lazy) kept = lazy.TypeArguments[0];
            if (SymbolEqualityComparer.Default.Equals(kept, type)) return true;
        }

        return false;
    }

    // Registered as a singleton, or hosted, and makes its own: one that it takes is a captive dependency.
    private static bool IsOfSingleton(ISymbol symbol, RoundTrips trips, Facts facts, SymbolAnalysisContext context)
    {
        if (symbol is not (IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null })) return false;
        foreach (var constructor in symbol.ContainingType.InstanceConstructors)
            foreach (var parameter in constructor.Parameters)
                if (trips.IsContext(parameter.Type) || trips.IsConnection(parameter.Type)) return false;
        if (symbol is IFieldSymbol field && trips.IsContext(field.Type) && symbol.ContainingType.Implements(facts[KnownType.IHostedService])) return true;
        foreach (var tree in context.Compilation.SyntaxTrees)
            foreach (var name in Mentions.Of(tree, s_registering, context.CancellationToken))
                if (name is GenericNameSyntax { TypeArgumentList.Arguments: { Count: > 0 } types } && types[types.Count - 1] is SimpleNameSyntax last
                    && last.Identifier.ValueText == symbol.ContainingType.Name) return !IsInMemory(symbol.DeclaringSyntaxReferences[0].SyntaxTree.GetRoot(context.CancellationToken));
        return false;
    }

    // services.AddSingleton<IDbConnection>(…), services.AddDbContext<ShopDb>(…, ServiceLifetime.Singleton)
    private static void CheckRegistration(OperationAnalysisContext context, RoundTrips trips, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        if (method.Name is not ("AddSingleton" or "TryAddSingleton" or "AddDbContext") || method.TypeArguments.IsEmpty || !method.IsExtensionMethod) return;
        if (!facts.Is(method.Parameters[0].Type, KnownType.IServiceCollection) || method.Name == "AddDbContext" && !IsAskedForOne(call)) return;
        var type = method.TypeArguments[method.TypeArguments.Length - 1];
        if (!trips.IsContext(type) && !trips.IsConnection(type) || IsInMemory(call.Syntax.SyntaxTree.GetRoot(context.CancellationToken))) return;
        context.Report(Descriptor, CallShapes.NameNode(call), method.Name, type.Name);
    }

    private static bool IsAskedForOne(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { Type.Name: "ServiceLifetime", Name: not "optionsLifetime" },
                Value.ConstantValue: { HasValue: true, Value: 0 } }) return true;
        return false;
    }

    // A getter with a body may make a new one each time.
    private static bool Keeps(PropertyDeclarationSyntax property)
    {
        if (property.AccessorList is not { } list) return false;
        foreach (var accessor in list.Accessors)
            if (accessor.Body is not null || accessor.ExpressionBody is not null) return false;
        return true;
    }

    // A database in memory lives as long as a connection to it is open.
    private static bool IsInMemory(SyntaxNode declaration)
    {
        var text = declaration.ToString();
        return text.IndexOf(":memory:", StringComparison.OrdinalIgnoreCase) >= 0 || text.IndexOf("Mode=Memory", StringComparison.OrdinalIgnoreCase) >= 0;
    }
}
