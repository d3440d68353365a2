namespace ArchitectAnalyzers.Rules.Database;

/// <summary>One query for each element, where one for all of them would do.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "What replaces the queries (an Include, a projection, one query for all keys) depends on what is done with their results.")]
public sealed class QueryInLoop : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2101",
        title: "Ask the database once, not once for each element",
        messageFormat: "'{0}' goes to the database once for each element; {1}",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A query inside of a loop makes as many round trips as there are elements. It is fast with the ten rows of a test and takes minutes with the thousands of production, while it holds a connection.");

    private const string Load = "load what all of them need in one query", Write = "write all of them in one statement or batch";

    private static readonly string[] s_writes = { "ExecuteNonQuery", "ExecuteDelete", "ExecuteUpdate", "ExecuteSql" };

    public QueryInLoop() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Queries().IsThere && !facts.Has(KnownType.DapperSqlMapper) && !facts.Has(KnownType.DbCommand) && !facts.Has(KnownType.IDbCommand)) return;
        var trips = facts.RoundTrips();
        start.RegisterOperationAction(context => CheckCall(context, trips, facts), OperationKind.Invocation);
        start.RegisterOperationAction(context => CheckLoop(context, trips), OperationKind.Loop);
    }

    private static void CheckCall(OperationAnalysisContext context, RoundTrips trips, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!trips.MayBe(call))
        {
            var isOwn = RoundTrips.IsOwn(call, context.ContainingSymbol);
            if (!isOwn && HeldObjects.SymbolOf(call.Instance) is not (IFieldSymbol or IParameterSymbol) || !trips.IsInSight(call.TargetMethod) || Repetitions.Of(call) is not { } around) return;

            // One hop, out of the type only to a repository's method that is no more than the query. What also saves is a unit of work for each
            // element, and another rule's; what finds its way by itself is recursive.
            if ((isOwn ? call.TargetMethod : facts.Implementations().Of(call.TargetMethod)) is not { } run) return;
            if (trips.BodyOf(run) is not { IsAsking: true, IsSaving: false, Guarded: false, Owns: false, Holder: { } held } body || Repetitions.IsDeclaredIn(held, around)) return;
            if (!isOwn && (!body.IsPlain || Repetitions.IsDeclaredIn(HeldObjects.SymbolOf(call.Instance)!, around))) return;
            if (IsBeside(call, trips.IsContextVariable(held), facts) || trips.IsContextVariable(held) && IsGroup(around) || Repetitions.IsPaced(around) || IsMemoized(around)) return;
            context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, WhatToDo(call.TargetMethod.Name));
            return;
        }

        if (Repetitions.Of(call) is not { } loop || trips.Of(call) is not { Kind: not TripKind.Save } trip) return;
        if (trip.Kind == TripKind.Query && (IsBeside(call, true, facts) || trip.Holder is not null && IsGroup(loop))) return;
        if (IsOfEachItsOwn(trip, loop) || IsScript(call, loop) || PreparedCommands.Runs(call, trip, loop) || Repetitions.IsPaced(loop) || IsMemoized(loop)) return;
        if (PreparedCommands.IsOneEach(call, trip, loop, facts, context.CancellationToken)) return;
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, WhatToDo(call.TargetMethod.Name));
    }

    // Dapper's Execute writes too, as a rule.
    private static string WhatToDo(string name)
    {
        foreach (var write in s_writes)
            if (name.StartsWith(write, StringComparison.Ordinal)) return Write;
        return name is "Execute" or "ExecuteAsync" ? Write : Load;
    }

    // foreach (var customer in customers) foreach (var order in db.Orders.Where(…))
    private static void CheckLoop(OperationAnalysisContext context, RoundTrips trips)
    {
        if (context.Operation is not IForEachLoopOperation inner || inner.Parent is null || Repetitions.Of(inner) is not { } loop) return;
        if (trips.Of(inner) is not { } trip || IsOfEachItsOwn(trip, loop) || Repetitions.IsPaced(loop)) return;
        var name = CallShapes.NameNode(RoundTrips.SourceOf(inner).Syntax);
        context.Report(Descriptor, name, name.ToString(), Load);
    }

    // Tasks that run beside one another on one context are another defect.
    private static bool IsBeside(IInvocationOperation call, bool isContext, Facts facts)
    {
        if (!isContext || call.Type is not { } type || !type.IsTask(facts) || call.DirectAwait() is not null) return false;
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IMemberReferenceOperation or IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter" }) return false;
            if (parent is IBlockOperation) return true;
        }

        return true;
    }

    // Task.WhenAll(ids.Select(async id => await db.Orders.…)): so does what each of them awaits.
    private static bool IsGroup(IOperation loop) =>
        loop is IInvocationOperation { TargetMethod.Name: "Select", Type: INamedTypeSymbol { TypeArguments: { Length: 1 } results } } tasks
        && results[0].Name is "Task" or "ValueTask" && Overlaps.IsForced(tasks);

    // A context for each element is of another database, or of a scope that is told which element it is for. A connection is too if it is made of the element.
    private static bool IsOfEachItsOwn(RoundTrip trip, IOperation loop)
    {
        if (trip.Holder is not { } holder || !Repetitions.IsDeclaredIn(holder, loop)) return false;
        if (trip.Kind != TripKind.Command) return true;
        return holder is ILocalSymbol local && Repetitions.ValueIn(loop, local) is { } made && Repetitions.Mentions(made, loop, local.Type.Name);
    }

    // The text is the element: parts of a script run one after the other.
    private static bool IsScript(IInvocationOperation call, IOperation loop)
    {
        foreach (var argument in call.Arguments)
            if (argument.Parameter?.Name is "sql" && HeldObjects.SymbolOf(argument.Value) is { } text && Repetitions.IsElementOf(text, loop)) return true;
        if (loop is not ILoopOperation { Body: var body }) return false;
        foreach (var part in body.Descendants())
        {
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "CommandText" } } set
                && HeldObjects.SymbolOf(set.Value) is { } sql && Repetitions.IsElementOf(sql, loop)) return true;
        }

        return false;
    }

    // if (known.ContainsKey(id)) continue;
    private static bool IsMemoized(IOperation loop)
    {
        if (loop is not ILoopOperation { Body: IBlockOperation body }) return false;
        foreach (var statement in body.Operations)
        {
            if (statement is not IConditionalOperation { Condition: var condition }) continue;
            foreach (var part in condition.DescendantsAndSelf())
                if (part is IInvocationOperation { TargetMethod.Name: "TryGetValue" or "ContainsKey" }) return true;
        }

        return false;
    }
}
