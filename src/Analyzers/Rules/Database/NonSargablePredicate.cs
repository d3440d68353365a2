namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports functions on a column in a filter of a query: no index on the column helps then.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class NonSargablePredicate : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2113",
        title: "Compare the column itself",
        messageFormat: "'{0}' on a column {1}",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "An index is sorted by the column's values, not by what a function makes of them: the database computes the function for every row to " +
            "find the few that match.");

    private const string NoIndex = "keeps the database from using an index on it; compare the column as it is";
    private const string NoTranslation = "does not translate to SQL; write the condition in the lambda";

    public NonSargablePredicate() : base(Descriptor, KnownType.IQueryable, KnownType.Expression) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var queries = facts.Queries();
        if (!queries.IsThere) return;
        start.RegisterOperationAction(context => CheckCall(context, queries, facts), OperationKind.Invocation);
        start.RegisterOperationAction(context => CheckProperty(context, queries, facts), OperationKind.PropertyReference);
    }

    private static void CheckProperty(OperationAnalysisContext context, Queries queries, Facts facts)
    {
        var property = (IPropertyReferenceOperation)context.Operation;
        if (property.Property is not { Name: "Date" or "Year",
            ContainingType: { Name: "DateTime" or "DateTimeOffset", ContainingNamespace.Name: "System" } }) return;
        if (Predicates.Around(property, queries, facts) is not { } lambda || !Predicates.IsColumn(property.Instance, lambda)
            || IsComparedWithRow(property, lambda)) return;
        context.Report(Descriptor, CallShapes.NameNode(property.Syntax), property.Property.Name, NoIndex);
    }

    private static void CheckCall(OperationAnalysisContext context, Queries queries, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        var isFunction = method.Name is "ToLower" or "ToUpper" or "ToLowerInvariant" or "ToUpperInvariant" or "Trim" or "TrimStart" or "TrimEnd" or "Substring"
            ? method.ContainingType.SpecialType == SpecialType.System_String
            : method.Name == "ToString" && !method.IsStatic;
        if (!isFunction && method.MethodKind != MethodKind.Ordinary) return;
        if (Predicates.Around(call, queries, facts) is not { } lambda || !isFunction && !IsOwn(method)) return;
        if (isFunction)
        {
            if (!Predicates.IsColumn(call.Instance, lambda) || IsComparedWithRow(call, lambda)) return;
            context.Report(Descriptor, call.NameNode(), method.Name, NoIndex);
        }
        else if (IsHandedRow(call, lambda) && !queries.IsMentioned("HasDbFunction", context.CancellationToken))
        {
            context.Report(Descriptor, call.NameNode(), method.Name, NoTranslation);
        }
    }

    // A method of this project, with no attribute that may make it more than that, and no query of its own.
    private static bool IsOwn(IMethodSymbol method) =>
        !method.DeclaringSyntaxReferences.IsEmpty && method.GetAttributes().IsEmpty
        && method.ReturnType.SpecialType is SpecialType.System_Boolean or SpecialType.System_String or SpecialType.System_Int32 or SpecialType.System_Decimal
            or SpecialType.System_DateTime
        && !QueryNames.IsProvider(method.ContainingNamespace) && !QueryNames.IsLinq(method.ContainingType);

    private static bool IsHandedRow(IInvocationOperation call, IAnonymousFunctionOperation lambda)
    {
        if (call.Instance is { } instance && Translation.DependsOnRow(instance, lambda)) return true;
        foreach (var argument in call.Arguments)
            if (Translation.LambdaOf(argument.Value) is null && Translation.DependsOnRow(argument.Value, lambda)) return true;
        return false;
    }

    // Two columns of a row compared with each other: no index finds that, with a function or without.
    private static bool IsComparedWithRow(IOperation function, IAnonymousFunctionOperation lambda)
    {
        while (function.Parent is IConversionOperation) function = function.Parent;
        return function.Parent is IBinaryOperation binary
            && Translation.DependsOnRow(binary.LeftOperand == function ? binary.RightOperand : binary.LeftOperand, lambda);
    }
}
