namespace ArchitectAnalyzers.Rules.Database;

/// <summary>An entity is loaded by its key, changed and saved, and nothing notices that somebody else did the same meanwhile.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 362, Fix = FixSafety.ChangesBehaviour)]
public sealed class NoConcurrencyToken : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2303",
        title: "Notice when somebody else changed the row",
        messageFormat: "'{0}' is changed by its key and has no concurrency token, so that of two changes at once one is lost; give it a row version",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        description: "Two requests load the same row, each changes it, and the second save overwrites the first without a word. A concurrency token makes " +
            "the second one fail instead.",
        Describe.Cwe(362));

    private static readonly string[] s_tokens = { "IsRowVersion", "IsConcurrencyToken", "UseXminAsConcurrencyToken", "IsETagConcurrency" };

    public NoConcurrencyToken() : base(Descriptor, KnownType.DbContext) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
        start.RegisterOperationAction(context => Check(context, facts), OperationKind.Invocation);

    private static void Check(OperationAnalysisContext context, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!IsLookUp(call.TargetMethod.Name) || LocalOf(call) is not { } local || local.Type is not INamedTypeSymbol entity) return;
        if (!IsByKey(call, facts) || !IsChangedAndSaved(call, local)) return;
        if (!facts.Entities().Is(entity, context.CancellationToken) || HasToken(entity, facts.Compilation, context.CancellationToken)) return;
        context.Report(Descriptor, call.NameNode(), entity.Name);
    }

    private static bool IsLookUp(string name) => name is "Find" or "FindAsync" or "First" or "FirstAsync" or "FirstOrDefault" or "FirstOrDefaultAsync"
        or "Single" or "SingleAsync" or "SingleOrDefault" or "SingleOrDefaultAsync";

    // var order = await …; also with ?? throw.
    private static ILocalSymbol? LocalOf(IInvocationOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IAwaitOperation or ICoalesceOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
            parent = parent.Parent;
        return parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
            _ => null,
        };
    }

    private static bool IsByKey(IInvocationOperation call, Facts facts)
    {
        var type = call.TargetMethod.ContainingType;
        if (call.TargetMethod.Name is "Find" or "FindAsync")
            return type.IsOrDerivesFrom(facts[KnownType.DbSet]) || type.IsOrDerivesFrom(facts[KnownType.DbContext]);
        if (facts.Queries().Executed(call) is not { IsDatabase: true }) return false;
        foreach (var part in call.Descendants())
        {
            if (part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals && (IsKey(equals.LeftOperand) || IsKey(equals.RightOperand)))
                return true;
        }

        return false;
    }

    private static bool IsKey(IOperation operand) =>
        operand.Unconverted() is IPropertyReferenceOperation { Instance: IParameterReferenceOperation, Property: { Name: var name, ContainingType: var type } }
        && (name == "Id" || name == type.Name + "Id");

    private static bool IsChangedAndSaved(IInvocationOperation call, ILocalSymbol local)
    {
        bool isChanged = false, isSaved = false;
        foreach (var part in call.Root().Descendants())
        {
            if (part.Syntax.SpanStart <= call.Syntax.SpanStart) continue;
            isChanged |= part is IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: ILocalReferenceOperation changed } }
                && SymbolEqualityComparer.Default.Equals(changed.Local, local);
            isSaved |= part is IInvocationOperation { TargetMethod.Name: "SaveChanges" or "SaveChangesAsync" };
        }

        return isChanged && isSaved;
    }

    private static bool HasToken(INamedTypeSymbol entity, Compilation compilation, CancellationToken cancellationToken)
    {
        for (var type = entity; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is not IPropertySymbol) continue;
                foreach (var attribute in member.GetAttributes())
                    if (attribute.AttributeClass is { Name: "TimestampAttribute" or "ConcurrencyCheckAttribute" }) return true;
            }
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var token in Mentions.Of(tree, s_tokens, cancellationToken))
            {
                if (ConfiguredEntity.Of(token) is not { } configured) return true;
                for (var type = entity; type is not null; type = type.BaseType)
                    if (type.Name == configured) return true;
            }
        }

        return false;
    }
}
