namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>An async method or local function returns nothing that anybody could await, and is no event handler.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class AsyncVoid : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1004",
        title: "Return a task from async methods",
        messageFormat: "Nobody can await '{0}', and an exception in it ends the process; {1}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Nobody knows when an async void method is done, and nobody can catch its exceptions: they are thrown on the thread pool and end the " +
            "process. A framework that calls it disposes of the request, the scope and the context while it runs.");

    // Where nothing runs by events: the shape of a handler alone excuses nothing.
    private static readonly KnownType[] s_requestCode =
    {
        KnownType.ControllerBase, KnownType.PageModel, KnownType.Hub, KnownType.MvcFilter, KnownType.IMiddleware, KnownType.IHostedService,
    };

    public AsyncVoid() : base(Descriptor, KnownType.Task) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        start.RegisterOperationAction(context =>
        {
            if (context.ContainingSymbol is IMethodSymbol { IsAsync: true, ReturnsVoid: true } method
                && context.Operation.Syntax is MethodDeclarationSyntax declaration)
                Check(context, method, declaration.Identifier, declaration.Body, facts);
        }, OperationKind.MethodBody);
        start.RegisterOperationAction(context =>
        {
            var local = (ILocalFunctionOperation)context.Operation;
            if (local.Symbol is { IsAsync: true, ReturnsVoid: true } && local.Syntax is LocalFunctionStatementSyntax declaration)
                Check(context, local.Symbol, declaration.Identifier, declaration.Body, facts);
        }, OperationKind.LocalFunction);
    }

    private static void Check(OperationAnalysisContext context, IMethodSymbol method, SyntaxToken identifier, BlockSyntax? body, Facts facts)
    {
        var advice = "return Task";
        if (IsDictated(method))
        {
            // Somebody else says void, and mostly offers nothing else.
            if (AsyncForm(method, facts) is not { } form) return;
            advice = form;
        }
        else if ((method.IsEventShaped(facts) && !IsRequestCode(method.ContainingType, facts)) || method.PartialDefinitionPart is not null
                 || Forgets(method, body, facts) || Subscriptions.IsAttached(method, facts, context.CancellationToken)) return;

        context.Report(Descriptor, identifier.GetLocation(), method.Name, advice);
    }

    /// <summary>Whether the signature is that of a base or an interface.</summary>
    internal static bool IsDictated(IMethodSymbol method)
    {
        if (method.IsOverride || !method.ExplicitInterfaceImplementations.IsEmpty) return true;
        if (method.MethodKind != MethodKind.Ordinary) return false;
        foreach (var contract in method.ContainingType.AllInterfaces)
            foreach (var member in contract.GetMembers(method.Name))
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)) return true;
        return false;
    }

    // The asynchronous form that the framework offers beside the one that it dictates.
    private static string? AsyncForm(IMethodSymbol method, Facts facts)
    {
        if (method.IsSynchronousDispose()) return facts.Has(KnownType.IAsyncDisposable) ? "implement IAsyncDisposable" : null;
        if (IsOfFilters(method, facts)) return "use the asynchronous form of the filter";
        if (!method.IsOverride) return null;
        var name = method.Name + "Async";
        for (var type = method.ContainingType.BaseType; type is not null; type = type.BaseType)
            foreach (var member in type.GetMembers(name))
                if (member is IMethodSymbol { IsStatic: false, IsSealed: false } form && (form.IsVirtual || form.IsAbstract || form.IsOverride)
                    && form.ReturnType.IsTask(facts))
                    return "override " + name;
        return null;
    }

    // OnActionExecuting and its kin, of a filter, a controller or a page, have one form each that awaits.
    private static bool IsOfFilters(IMethodSymbol method, Facts facts)
    {
        if (facts[KnownType.MvcFilter] is not { } filter || !method.ContainingType.Implements(filter)) return false;
        var root = method;
        while (root.OverriddenMethod is { } overridden) root = overridden;
        if (method.IsOverride && root.ContainingType.Implements(filter) && root.DeclaringSyntaxReferences.IsEmpty) return true;
        foreach (var contract in method.ContainingType.AllInterfaces)
        {
            if (!contract.Implements(filter)) continue;
            foreach (var member in contract.GetMembers())
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)) return true;
        }

        return false;
    }

    private static bool IsRequestCode(INamedTypeSymbol type, Facts facts)
    {
        foreach (var known in s_requestCode)
            if (type.IsA(facts[known])) return true;
        return false;
    }

    // The one place of a code base that is meant to forget a task, and handles all that can go wrong.
    private static bool Forgets(IMethodSymbol method, BlockSyntax? body, Facts facts)
    {
        if (body is not { Statements: { Count: 1 } statements } || statements[0] is not TryStatementSyntax { Catches: { Count: > 0 } catches }) return false;
        var last = catches[catches.Count - 1];
        if (last.Declaration is { Type: var caught } && caught.ToString() is not ("Exception" or "System.Exception")) return false;
        foreach (var statement in last.Block.Statements)
            if (statement is ThrowStatementSyntax) return false;
        foreach (var parameter in method.Parameters)
            if (parameter.Type.IsTask(facts)
                || parameter.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } returned } && returned.IsTask(facts)) return true;
        return false;
    }
}
