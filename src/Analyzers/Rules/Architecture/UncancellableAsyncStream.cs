namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class UncancellableAsyncStream : Rule
{
    internal const string Token = nameof(Token);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1106",
        title: "Let an async stream be cancelled",
        messageFormat: "The stream '{0}' does not learn when {1} is cancelled; {2}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The token of whoever enumerates an async stream reaches it by WithCancellation, and reaches an async iterator in the parameter marked " +
            "[EnumeratorCancellation]. Where one of the two is missing, the stream goes on producing for a consumer that has gone.");

    public UncancellableAsyncStream() : base(Descriptor, KnownType.IAsyncEnumerableOfT, KnownType.CancellationToken) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var tokens = facts.Tokens();
        start.RegisterOperationAction(context =>
        {
            if (context.ContainingSymbol is IMethodSymbol method) CheckIterator(context, method, tokens, facts);
        }, OperationKind.MethodBody);
        start.RegisterOperationAction(context => CheckIterator(context, ((ILocalFunctionOperation)context.Operation).Symbol, tokens, facts),
            OperationKind.LocalFunction);
        start.RegisterOperationAction(context =>
        {
            if (context.Operation is IForEachLoopOperation { IsAsynchronous: true } loop) CheckLoop(context, loop, tokens);
        }, OperationKind.Loop);
    }

    // What is async and returns a stream is an iterator: the language allows nothing else.
    private static void CheckIterator(OperationAnalysisContext context, IMethodSymbol method, Tokens tokens, Facts facts)
    {
        // The name as written first: a method makes its return type when it is asked for it.
        if (!NamesStream(ReturnTypeOf(context.Operation.Syntax)) || !method.IsAsync || !facts.Is(method.ReturnType, KnownType.IAsyncEnumerableOfT)) return;
        if (!method.ExplicitInterfaceImplementations.IsEmpty || !facts.Has(KnownType.EnumeratorCancellationAttribute)) return;
        IParameterSymbol? token = null;
        foreach (var parameter in method.Parameters)
        {
            if (!tokens.IsPlainToken(parameter.Type)) continue;
            if (token is not null || IsMarked(parameter, facts)) return;
            token = parameter;
        }

        if (token is { Name: not ("_" or "") } && Identifier(context.Operation.Syntax, token.Ordinal) is { } identifier)
            context.Report(Descriptor, identifier.GetLocation(), method.Name, "its consumer's token",
                "mark '" + token.Name + "' with [EnumeratorCancellation]");
    }

    private static void CheckLoop(OperationAnalysisContext context, IForEachLoopOperation loop, Tokens tokens)
    {
        if (tokens.UncancelledStream(loop) is not { } stream) return;
        if (tokens.At(loop, context.ContainingSymbol, context.CancellationToken) is not { } token) return;
        if (token.IsMember && EndsWithItsCaller(stream, context.ContainingSymbol, tokens, token)) return;
        if (tokens.IsPointOfNoReturn(loop, context.ContainingSymbol) || tokens.IsInDeafLoop(loop, context.ContainingSymbol)) return;
        context.Report(Descriptor, CallShapes.NameNode(stream.Syntax), ImmutableDictionary<string, string?>.Empty.Add(Token, token.Expression),
            Name(stream), "'" + token.Name + "'", "pass it, or add WithCancellation");
    }

    // What a hub's client streams up ends when the client goes; and so does what belongs to a request.
    private static bool EndsWithItsCaller(IOperation stream, ISymbol containing, Tokens tokens, TokenSource token) => stream switch
    {
        IInvocationOperation call => tokens.EndsWithItsCaller(call, token),
        IParameterReferenceOperation => tokens.IsOfHub(containing.ContainingType),
        _ => false,
    };

    private static string Name(IOperation stream) => stream switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IPropertyReferenceOperation property => property.Property.Name,
        _ => stream.Syntax.ToString(),
    };

    private static bool IsMarked(IParameterSymbol parameter, Facts facts)
    {
        foreach (var attribute in parameter.GetAttributes())
            if (facts.Is(attribute.AttributeClass, KnownType.EnumeratorCancellationAttribute)) return true;
        return false;
    }

    private static TypeSyntax? ReturnTypeOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.ReturnType,
        LocalFunctionStatementSyntax local => local.ReturnType,
        _ => null,
    };

    private static bool NamesStream(TypeSyntax? type) => type switch
    {
        GenericNameSyntax generic => generic.Identifier.ValueText == "IAsyncEnumerable",
        QualifiedNameSyntax qualified => NamesStream(qualified.Right),
        AliasQualifiedNameSyntax alias => NamesStream(alias.Name),
        _ => false,
    };

    private static SyntaxToken? Identifier(SyntaxNode function, int ordinal)
    {
        var parameters = function switch
        {
            MethodDeclarationSyntax method => method.ParameterList.Parameters,
            LocalFunctionStatementSyntax local => local.ParameterList.Parameters,
            _ => default,
        };
        return ordinal < parameters.Count ? parameters[ordinal].Identifier : null;
    }
}
