namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports connections, commands, readers and contexts that the member which makes them never disposes of.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 772, Fix = FixSafety.Safe)]
public sealed class UndisposedConnection : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2202",
        title: "Dispose of connections, commands, readers and contexts",
        messageFormat: "Nothing disposes of this {0}, so {1}; put it in a 'using'",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A connection goes back to its pool when it is disposed. Those that are not are missing there until the garbage collector finds them: under load the pool is empty, and every request waits for its time-out.",
        Describe.Cwe(772));

    public UndisposedConnection() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var resources = facts.DbResources();
        start.RegisterOperationAction(context => Check(context, resources), OperationKind.ObjectCreation, OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, DbResources resources)
    {
        var made = context.Operation;
        var kind = resources.Made(made);
        if (kind == DbResource.None) return;

        // One that the whole program keeps: what Main makes ends with the process.
        if (context.ContainingSymbol is IMethodSymbol method && method.IsEntryPoint() && made.NestedFunction() is null) return;

        // A context's or a provider's own code, where it may be handed around in ways of its own.
        if (resources.IsConnection(context.ContainingSymbol.ContainingType) || resources.IsCommand(context.ContainingSymbol.ContainingType)) return;
        var life = DbResourceLife.Of(made, context.ContainingSymbol, resources);
        var isPartly = kind == DbResource.Connection && life is { IsClosedByCalls: true, Escapes: false, Local: { } local } && ClosingPaths.Leak(made, local);
        if (life.IsDisposed && !isPartly || life.Escapes) return;
        var (what, why) = kind switch
        {
            DbResource.Connection when isPartly => ("connection on every way out", "now and then it is missing in the pool until it is collected"),
            DbResource.Connection => ("connection", "it is missing in the pool until it is collected"),
            DbResource.Command => ("command", "what it holds on the server and in the driver stays until it is collected"),
            DbResource.Reader => ("reader", "its connection stays busy"),
            _ => ("context", "its connection and what it tracks stay until it is collected"),
        };
        context.Report(Descriptor, CallShapes.NameNode(made.Syntax), what, why);
    }
}
