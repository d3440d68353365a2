namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A POST that stores something new and answers 200, without saying where it is. The additional location is the answer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.ChangesBehaviour)]
public sealed class CreatedWithoutLocation : Rule
{
    /// <summary>What the code calls the new entity, where a variable holds it; and the endpoint's template, where it shows.</summary>
    internal const string Entity = nameof(Entity), Template = nameof(Template);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3111",
        title: "Answer 201 and the location of what was created",
        messageFormat: "'{0}' creates and answers 200; answer 201 Created, with the location of what is new",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        description: "An answer of 201 with a Location header tells clients that something new exists, and where; with 200 they have to know how addresses " +
            "are built, and cannot tell a creation from an update.");

    public CreatedWithoutLocation() : base(Descriptor, KnownType.DbContext) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
        start.RegisterHandlerAction(facts, (context, handler) => Check(context, handler, facts));

    private static void Check(OperationAnalysisContext context, Handler handler, Facts facts)
    {
        if (handler.Endpoint is not { Kind: EndpointKind.ControllerAction or EndpointKind.MinimalApi, Verbs: { Length: 1 } verbs }
            || verbs[0] != "POST") return;
        if (handler.First(facts, static (part, f) => IsAdd(part, f)) is not IInvocationOperation add
            || handler.First(facts, static (part, f) => IsSave(part, f)) is not { } save) return;
        if (handler.First((facts, save.Syntax.Span.End), static (part, s) => part.Syntax.SpanStart >= s.End && IsOk(part, s.facts)) is not { } ok) return;
        if (handler.First(facts, static (part, _) =>
            part is IInvocationOperation { TargetMethod.Name: "Created" or "CreatedAtAction" or "CreatedAtRoute" }) is not null) return;

        var properties = ImmutableDictionary<string, string?>.Empty;
        if (add.Arguments.Length > 0 && add.Arguments[0].Value.Unconverted() is ILocalReferenceOperation or IParameterReferenceOperation)
            properties = properties.Add(Entity, add.Arguments[0].Value.Unconverted().Syntax.ToString());
        if (handler.Endpoint.Template is { } template) properties = properties.Add(Template, template);
        context.Report(Descriptor, handler.Location, new[] { ok.Syntax.GetLocation() }, properties, handler.Endpoint.Name);
    }

    private static bool IsAdd(IOperation part, Facts facts) =>
        part is IInvocationOperation { TargetMethod: { Name: "Add" or "AddAsync", ContainingType: var type } }
        && (type.IsOrDerivesFrom(facts[KnownType.DbSet]) || type.IsOrDerivesFrom(facts[KnownType.DbContext]));

    private static bool IsSave(IOperation part, Facts facts) =>
        part is IInvocationOperation { TargetMethod: { Name: "SaveChanges" or "SaveChangesAsync", ContainingType: var type } }
        && type.IsOrDerivesFrom(facts[KnownType.DbContext]);

    private static bool IsOk(IOperation part, Facts facts) =>
        part is IInvocationOperation { TargetMethod: { Name: "Ok", ContainingType: var type } }
        && (facts.Is(type, KnownType.ControllerBase) || facts.Is(type, KnownType.HttpResults) || facts.Is(type, KnownType.HttpTypedResults));
}
