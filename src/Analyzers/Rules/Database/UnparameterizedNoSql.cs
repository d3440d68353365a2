namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports queries of document, key-value and graph databases that are composed of values.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 943, NoFix = "Each driver has its own way to pass values, and most queries are better written anew.")]
public sealed class UnparameterizedNoSql : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2002",
        title: "Pass values to a query as parameters",
        messageFormat: "'{0}' becomes part of the {1}; {2}",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A query, filter or script is composed with a value that is neither constant nor safe by type: whoever chooses the value can change what is asked.",
        Describe.Cwe(943));

    private const string Query = "query queryText cypher text statement cqlQuery", Json = "json code", Script = "script";

    private static readonly KnownMethod[] s_table =
    {
        KnownMethod.New(KnownType.CosmosQueryDefinition, Query),
        new(KnownType.CosmosContainer, "GetItemQueryIterator", Note: Query),
        new(KnownType.CosmosContainer, "GetItemQueryStreamIterator", Note: Query),
        new(KnownType.BsonDocument, "Parse", Note: Json),
        new(KnownType.BsonDocument, "TryParse", Note: Json),
        new(KnownType.BsonSerializer, "Deserialize", Note: Json),
        KnownMethod.New(KnownType.BsonJavaScript, Json),
        KnownMethod.New(KnownType.MongoJsonFilterDefinition, Json),
        KnownMethod.New(KnownType.MongoJsonCommand, Json),
        new(KnownType.RedisDatabase, "ScriptEvaluate", Note: Script),
        new(KnownType.RedisDatabase, "ScriptEvaluateReadOnly", Note: Script),
        new(KnownType.RedisDatabase, "ScriptEvaluateAsync", Note: Script),
        new(KnownType.RedisDatabase, "ScriptEvaluateReadOnlyAsync", Note: Script),
        new(KnownType.RedisDatabaseAsync, "ScriptEvaluateAsync", Note: Script),
        new(KnownType.RedisDatabaseAsync, "ScriptEvaluateReadOnlyAsync", Note: Script),
        new(KnownType.RedisLuaScript, "Prepare", Note: Script),
        new(KnownType.Neo4jAsyncQueryRunner, "RunAsync", Note: Query),
        new(KnownType.Neo4jAsyncSession, "RunAsync", Note: Query),
        new(KnownType.RedisServer, "ScriptLoad", Note: Script),
        new(KnownType.RedisServer, "ScriptLoadAsync", Note: Script),
        new(KnownType.Neo4jAsyncTransaction, "RunAsync", Note: Query),
        new(KnownType.Neo4jQueryRunner, "Run", Note: Query),
        new(KnownType.Neo4jSession, "Run", Note: Query),
        new(KnownType.Neo4jDriver, "ExecutableQuery", Note: Query),
        KnownMethod.New(KnownType.Neo4jQuery, Query),
        KnownMethod.Set(KnownType.DynamoStatementRequest, "Statement", Query),
        new(KnownType.CassandraSession, "Execute", Note: Query),
        new(KnownType.CassandraSession, "ExecuteAsync", Note: Query),
        new(KnownType.CassandraSession, "Prepare", Note: Query),
        new(KnownType.CassandraSession, "PrepareAsync", Note: Query),
        KnownMethod.New(KnownType.CassandraSimpleStatement, Query),
    };

    // A string turns into one of these by itself.
    private static readonly KnownType[] s_definitions =
    {
        KnownType.MongoFilterDefinition, KnownType.MongoUpdateDefinition, KnownType.MongoCommand, KnownType.MongoSortDefinition, KnownType.MongoProjectionDefinition,
    };

    public UnparameterizedNoSql() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (MemberTable.Of(facts, s_table) is { } table)
        {
            start.RegisterOperationAction(context =>
            {
                if (table.Match(((IInvocationOperation)context.Operation).TargetMethod) is { } row) Check(context, row, facts);
            }, OperationKind.Invocation);
            start.RegisterOperationAction(context =>
            {
                var creation = (IObjectCreationOperation)context.Operation;
                if (creation.Constructor is { } constructor && table.Match(constructor) is { } row) Check(context, row, facts);
                else if (CodeOf(creation, facts) is { } code) Check(context, code, creation.Syntax, Json, facts);
            }, OperationKind.ObjectCreation);
            start.RegisterOperationAction(context =>
            {
                if (table.Match((IPropertyReferenceOperation)context.Operation) is { } row) Check(context, row, facts);
            }, OperationKind.PropertyReference);
        }

        if (facts.Has(KnownType.MongoFilterDefinition)) start.RegisterOperationAction(context => CheckConversion(context, facts), OperationKind.Conversion);
    }

    private static void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        if (SqlSinks.TextOf(context.Operation, row) is { ConstantValue.HasValue: false } text) Check(context, text, context.Operation.Syntax, row.Note!, facts);
    }

    private static void CheckConversion(OperationAnalysisContext context, Facts facts)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (conversion.OperatorMethod is not { ContainingType: { } type } || conversion.Operand.Type?.SpecialType != SpecialType.System_String) return;
        foreach (var definition in s_definitions)
        {
            if (!facts.Is(type, definition)) continue;
            var at = conversion.Parent is IArgumentOperation { Parent: IInvocationOperation call } ? call.Syntax : conversion.Operand.Syntax;
            Check(context, conversion.Operand, at, Json, facts);
        }
    }

    // new BsonDocument("$where", text): what the server runs.
    private static IOperation? CodeOf(IObjectCreationOperation creation, Facts facts) =>
        creation.Arguments is { Length: 2 } of && of[0].Value.ConstantValue is { HasValue: true, Value: "$where" } && facts.Is(creation.Type, KnownType.BsonDocument)
        && ((of[1].Value as IConversionOperation)?.Operand ?? of[1].Value) is { Type.SpecialType: SpecialType.System_String, ConstantValue.HasValue: false } code ? code : null;

    private static void Check(OperationAnalysisContext context, IOperation value, SyntaxNode at, string kind, Facts facts)
    {
        var text = facts.Provenance().Of(value, context.CancellationToken);
        if (text.IsWhole || text.Origin <= Origin.Escaped || HoleOf(text, out var isQuoted) is not { } hole) return;
        var name = hole.Syntax.ToString();
        var (what, how) = kind switch
        {
            Json => ("filter", "build it with the driver's builders or a 'BsonDocument' of values"),
            Script => ("script", "pass it in 'KEYS' or 'ARGV'"),
            _ => ("query", isQuoted ? "pass it as a parameter" : "pass a value as a parameter, or take a name from a list of allowed ones"),
        };
        context.Report(Descriptor, CallShapes.NameNode(at), new[] { hole.Syntax.GetLocation() }, ImmutableDictionary<string, string?>.Empty,
            name.Length > 40 || name.IndexOf('\n') >= 0 ? "a value" : name, what, how);
    }

    // The first text that nobody vouches for. Outside of quotes it may be a piece of query made by code out of sight: what a caller chose is not.
    private static IOperation? HoleOf(ComposedText text, out bool isQuoted)
    {
        isQuoted = false;
        foreach (var variant in text.Variants)
        {
            if (variant.Length == 1) continue;
            var open = '\0';
            foreach (var part in variant)
            {
                if (part.Literal is { } literal)
                {
                    foreach (var c in literal)
                        if (open == 0 ? c is '\'' or '"' : c == open) open = open == 0 ? c : '\0';
                }
                else if (part.Origin > Origin.Escaped && part.IsText && (open != 0 || part.Origin >= Origin.Parameter))
                {
                    isQuoted = open != 0;
                    return part.Hole;
                }
            }
        }

        return null;
    }
}
