namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>An asynchronous method that nobody can cancel, though what it awaits could be.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class UncancellableMethod : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1103",
        title: "Let an asynchronous method be cancelled",
        messageFormat: "'{0}' takes no CancellationToken, so '{1}' in it cannot be cancelled",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A method awaits work that could be cancelled, and takes no token to pass on. Whoever calls it holds the token of a request, a message " +
            "or the host, and has no way to hand it down.");

    // The framework, or markup, calls methods of these by their names.
    private static readonly KnownType[] s_calledByName = { KnownType.IComponent, KnownType.ViewComponent };

    public UncancellableMethod() : base(Descriptor, KnownType.CancellationToken, KnownType.Task) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var tokens = facts.Tokens();
        var endpoints = facts.Endpoints();
        var signatures = facts.Signatures();
        start.RegisterOperationAction(context =>
        {
            if (context.Operation.Syntax is MethodDeclarationSyntax written && LooksUncancellable(written)
                && context.ContainingSymbol is IMethodSymbol method && tokens.CouldTakeToken(method) && endpoints.Of(method) is null)
                Check(context, method, written, facts, tokens, signatures);
        }, OperationKind.MethodBody);
    }

    // As it is written, which costs nothing to ask: a symbol makes its parameters anew each time.
    private static bool LooksUncancellable(MethodDeclarationSyntax method)
    {
        var returned = NameOf(method.ReturnType);
        if (returned is not ("Task" or "ValueTask") && !(returned == "IAsyncEnumerable" && method.Modifiers.Any(SyntaxKind.AsyncKeyword))) return false;
        foreach (var parameter in method.ParameterList.Parameters)
            if (NameOf(parameter.Type) is nameof(CancellationToken) or nameof(CancellationTokenSource)) return false;
        return true;
    }

    private static string? NameOf(TypeSyntax? type) => type switch
    {
        NullableTypeSyntax nullable => NameOf(nullable.ElementType),
        QualifiedNameSyntax qualified => NameOf(qualified.Right),
        AliasQualifiedNameSyntax aliased => NameOf(aliased.Name),
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private static void Check(
        OperationAnalysisContext context, IMethodSymbol method, MethodDeclarationSyntax written, Facts facts, Tokens tokens, Signatures signatures)
    {
        if (tokens.FirstUncancelled(context.Operation, method, context.CancellationToken) is not { } call) return;
        if (Tokens.Compensates(method) || method.IsEntryPoint() || IsEventHandler(method) || IsCalledByOthers(method, facts)) return;
        if (HasTokenOverload(method, tokens)) return;
        if (Signatures.IsImplementation(method) || signatures.IsDelegate(method, context.CancellationToken)) return;

        var called = call.TargetMethod.MethodKind == MethodKind.DelegateInvoke ? call.NameNode().ToString() : call.TargetMethod.Name;
        context.Report(Descriptor, written.Identifier.GetLocation(), method.Name, called);
    }

    private static bool IsEventHandler(IMethodSymbol method) =>
        method.Parameters.Length == 2
        && method.Parameters[0].Type.SpecialType == SpecialType.System_Object
        && method.Parameters[1].Type.Name.EndsWith("Args", StringComparison.Ordinal);

    // An attribute of a library marks what the library calls, with what it has to give: a job, a step, a benchmark, a script's callback.
    private static bool IsCalledByOthers(IMethodSymbol method, Facts facts)
    {
        foreach (var attribute in method.GetAttributes())
            if (attribute.AttributeClass is { } type && !IsOfSystem(type)) return true;
        foreach (var known in s_calledByName)
            if (method.ContainingType.IsA(facts[known])) return true;
        return method.ContainingType.Name.EndsWith("ViewComponent", StringComparison.Ordinal) && method.Name == "InvokeAsync";
    }

    private static bool IsOfSystem(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space.ContainingNamespace is { IsGlobalNamespace: false } outer) space = outer;
        return space.Name == "System";
    }

    // Whoever has a token calls the other one: "SaveAsync(order)" beside "SaveAsync(order, token)".
    private static bool HasTokenOverload(IMethodSymbol method, Tokens tokens)
    {
        foreach (var member in method.ContainingType.GetMembers(method.Name))
        {
            if (member is not IMethodSymbol other || other.Arity != method.Arity || other.Parameters.Length <= method.Parameters.Length) continue;
            var takesToken = false;
            foreach (var parameter in other.Parameters) takesToken |= tokens.IsToken(parameter.Type);
            if (takesToken && TakesTheSame(method, other, tokens)) return true;
        }

        return false;
    }

    private static bool TakesTheSame(IMethodSymbol method, IMethodSymbol other, Tokens tokens)
    {
        var next = 0;
        foreach (var parameter in other.Parameters)
        {
            if (next < method.Parameters.Length && !tokens.IsToken(parameter.Type)
                && SymbolEqualityComparer.Default.Equals(method.Parameters[next].OriginalDefinition.Type, parameter.OriginalDefinition.Type)) next++;
        }

        return next == method.Parameters.Length;
    }
}
