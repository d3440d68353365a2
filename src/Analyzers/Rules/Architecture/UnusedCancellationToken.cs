namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "Whether the work becomes cancellable or the parameter goes is for the method and its callers to decide.")]
public sealed class UnusedCancellationToken : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1112",
        title: "Use the cancellation token that a method accepts",
        messageFormat: "'{0}' takes '{1}' and never looks at it; callers believe that they can cancel",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A method accepts a cancellation token and ignores it. Its callers pass theirs and rely on it, and the work goes on.");

    public UnusedCancellationToken() : base(Descriptor, KnownType.CancellationToken) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var (tokens, counterparts) = (facts.Tokens(), facts.Counterparts(start.Options));
        start.RegisterOperationAction(context => Check(context, tokens, counterparts, facts), OperationKind.MethodBody);
    }

    private static void Check(OperationAnalysisContext context, Tokens tokens, Counterparts counterparts, Facts facts)
    {
        if (context.Operation.Syntax is not MethodDeclarationSyntax declaration || context.ContainingSymbol is not IMethodSymbol method) return;
        foreach (var parameter in declaration.ParameterList.Parameters)
        {
            if (!NamesToken(parameter.Type) || parameter.Identifier.IsMissing || IsMentioned(declaration, parameter.Identifier.ValueText)) continue;
            if (!IsItsOwn(method, declaration) || parameter.Identifier.ValueText.StartsWith("_", StringComparison.Ordinal)
                || Tokens.IsIgnored(parameter.Identifier.ValueText)) return;
            if (!tokens.IsToken(ParameterOf(method, parameter.Identifier.ValueText)?.Type) || method.Name.StartsWith("Dispose", StringComparison.Ordinal)
                || !Works(context.Operation, method, tokens, counterparts, facts)) return;
            if (MethodGroups.Mention(context.Compilation, method.Name, context.CancellationToken)) return;
            context.Report(Descriptor, parameter.Identifier.GetLocation(), method.Name, parameter.Identifier.ValueText);
        }
    }

    private static bool NamesToken(TypeSyntax? type) => type switch
    {
        NullableTypeSyntax nullable => NamesToken(nullable.ElementType),
        QualifiedNameSyntax qualified => NamesToken(qualified.Right),
        AliasQualifiedNameSyntax qualified => NamesToken(qualified.Name),
        IdentifierNameSyntax { Identifier.ValueText: nameof(CancellationToken) } => true,
        _ => false,
    };

    // From token to token, since an enumerator of nodes would be an object for each method. What a directive leaves out may use it too.
    private static bool IsMentioned(MethodDeclarationSyntax declaration, string name)
    {
        if (((SyntaxNode?)declaration.Body ?? declaration.ExpressionBody) is not { } body || body.ContainsDirectives) return true;
        var end = body.Span.End;
        for (var token = body.GetFirstToken(); token.RawKind != 0 && token.SpanStart < end; token = token.GetNextToken())
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name) return true;
        return false;
    }

    // Whether nobody else says what the method takes.
    private static bool IsItsOwn(IMethodSymbol method, MethodDeclarationSyntax declaration)
    {
        if (method.IsOverride || method.IsVirtual || method.IsAbstract || method.IsExtern || !method.ExplicitInterfaceImplementations.IsEmpty
            || method.ContainingType.TypeKind == TypeKind.Interface || declaration.Modifiers.Any(SyntaxKind.PartialKeyword)) return false;
        foreach (var contract in method.ContainingType.AllInterfaces)
            foreach (var member in contract.GetMembers(method.Name))
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)) return false;
        return true;
    }

    private static IParameterSymbol? ParameterOf(IMethodSymbol method, string name)
    {
        foreach (var parameter in method.Parameters)
            if (parameter.Name == name) return parameter;
        return null;
    }

    // Whether the method does something, and nothing that could take the token: that would be another rule's report.
    // Who only makes a task of what was there already has nothing to stop, unless there is much of it.
    private static bool Works(IOperation body, IMethodSymbol method, Tokens tokens, Counterparts counterparts, Facts facts)
    {
        var works = false;
        var isAtOnce = !method.IsAsync && method.ReturnType.IsAwaitable(facts);
        foreach (var part in body.Descendants())
        {
            switch (part)
            {
                case IInvalidOperation:
                case IForEachLoopOperation { IsAsynchronous: true }:
                case IObjectCreationOperation when tokens.Makes(part) != SourceKind.None:
                case IArgumentOperation argument when tokens.IsToken(argument.Parameter?.Type):
                case IInvocationOperation call when tokens.Unfilled(call) is not null || facts.Is(call.TargetMethod.ContainingType, KnownType.Parallel):
                case IInvocationOperation blocking when TakesTokenOnceAwaited(blocking, method, counterparts):
                case ILoopOperation loop when Tokens.IsEndless(loop):
                    return false;
                case IInvocationOperation { TargetMethod: { IsStatic: true, Name: "FromResult" or "FromException" or "FromCanceled" } }: break;
                case IInvocationOperation call: works |= !isAtOnce || call.Type?.IsAwaitable(facts) == true; break;
                case ILoopOperation or IAwaitOperation: works = true; break;
            }
        }

        return works;
    }

    // stream.Flush(): a call that blocks, and whose counterpart would take the token.
    private static bool TakesTokenOnceAwaited(IInvocationOperation call, ISymbol containing, Counterparts counterparts) =>
        (counterparts.Blocked(call, containing)?.Counterpart ?? counterparts.Sibling(call, containing)) is { } counterpart
        && counterparts.WithToken(call, counterpart, containing).Token is not null;
}
