using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// Which methods and lambdas are handlers of a web framework, a bus or a scheduler. Finds them by the frameworks' own conventions, and by the
/// calls that map or add them. Thread-safe.
/// </summary>
internal sealed class Endpoints
{
    private readonly Facts _facts;
    private readonly ConcurrentDictionary<INamedTypeSymbol, Conventions.Roles> _roles = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, Endpoint> _byMethod = new(SymbolEqualityComparer.Default);

    // By the call that takes a handler, and by the lambda where no call says what it is.
    private readonly ConcurrentDictionary<SyntaxNode, Endpoint> _bySyntax = new();
    private readonly Lazy<Dictionary<string, List<InvocationExpressionSyntax>>> _callsByHandlerName;
    private readonly Lazy<bool> _usesGlobalStatics;

    // Calls of those names that map and add nothing: Map of a mapper.
    private readonly ConcurrentDictionary<SyntaxNode, bool> _otherCalls = new();

    internal Endpoints(Facts facts)
    {
        _facts = facts;
        _callsByHandlerName = new(IndexHandlerNames);
        _usesGlobalStatics = new(UsesGlobalStatics);
    }

    /// <summary>
    /// Whether some call that maps or adds handlers is handed something of this name: then <see cref="Of(IMethodSymbol)"/> binds the members that
    /// have such calls, and a cheaper question should be asked before.
    /// </summary>
    internal bool IsHandedOver(string name) => _facts.Has(KnownType.IEndpointRouteBuilder) && _callsByHandlerName.Value.ContainsKey(name);

    /// <summary>The endpoint that a method, local function or lambda is the handler of, or null.</summary>
    internal Endpoint? Of(IMethodSymbol method)
    {
        method = method.OriginalDefinition;
        switch (method.MethodKind)
        {
            case MethodKind.Ordinary:
            case MethodKind.ExplicitInterfaceImplementation:
                method = method.PartialImplementationPart ?? method;
                if (_byMethod.TryGetValue(method, out var known)) return known;
                var found = Conventions.Of(method, RolesOf(method.ContainingType), _facts) ?? HandedOver(method);
                return found is null ? null : _byMethod.GetOrAdd(method, found);
            case MethodKind.LocalFunction:
                return HandedOver(method);
            case MethodKind.AnonymousFunction when !method.DeclaringSyntaxReferences.IsEmpty:
                var syntax = method.DeclaringSyntaxReferences[0].GetSyntax();
                var operation = _facts.Semantics(syntax.SyntaxTree).GetOperation(syntax);
                return Unwrap(operation) is IAnonymousFunctionOperation lambda ? Of(lambda) : null;
            default:
                return null;
        }
    }

    /// <summary>The endpoint that a lambda or anonymous method is the handler of, or null.</summary>
    internal Endpoint? Of(IAnonymousFunctionOperation lambda)
    {
        var answersRequests = false;
        var outer = lambda.Parent;
        for (; outer is IConversionOperation or IDelegateCreationOperation; outer = outer.Parent)
            answersRequests |= _facts.Is(outer.Type, KnownType.RequestDelegate);

        if (outer is IArgumentOperation { Parent: IInvocationOperation call } && Of(call) is { Handler: { } handler } endpoint
            && SyntaxOf(handler) == lambda.Syntax) return endpoint;
        if (outer is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var variable } }
            && HandedOver(variable.Name, null, lambda.Syntax) is { } held) return held;

        // Wherever a RequestDelegate goes, it answers requests.
        return !answersRequests ? null
            : _bySyntax.TryGetValue(lambda.Syntax, out var known) ? known
            : _bySyntax.GetOrAdd(lambda.Syntax, new Endpoint(EndpointKind.Middleware, lambda.Symbol));
    }

    /// <summary>The endpoint or middleware that a <c>Map…</c>, <c>Use</c> or <c>Run</c> call makes of the delegate it is handed, or null.</summary>
    internal Endpoint? Of(IInvocationOperation call)
    {
        var target = call.TargetMethod;
        if (!TakesHandlers(target.Name)) return null;
        if (_bySyntax.TryGetValue(call.Syntax, out var known)) return known;

        var isMapping = Routes.IsMapping(target, _facts);
        if (!isMapping && !AddsMiddleware(target)) return null;
        var handler = HandlerOf(call);
        return _bySyntax.GetOrAdd(call.Syntax, isMapping
            ? Routes.Mapped(call, handler, _facts)
            : new Endpoint(EndpointKind.Middleware, handler, mapping: call.Syntax as InvocationExpressionSyntax));
    }

    /// <summary>The lambda that a call is handed, itself or in a local variable; null where it is handed something else.</summary>
    internal static IAnonymousFunctionOperation? LambdaOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            switch (Unwrap(argument.Value))
            {
                case IAnonymousFunctionOperation lambda: return lambda;
                case ILocalReferenceOperation { Type.TypeKind: TypeKind.Delegate or TypeKind.Class } local when Held(local) is { } held: return held;
            }
        }

        return null;
    }

    private static bool TakesHandlers(string name) => name is "Use" or "Run" || Routes.IsMappingName(name);

    private bool AddsMiddleware(IMethodSymbol target) => target.Name == "Use"
        ? _facts.Is(target.ContainingType, KnownType.UseExtensions)
        : _facts.Is(target.ContainingType, KnownType.RunExtensions);

    private Conventions.Roles RolesOf(INamedTypeSymbol type)
    {
        if (_roles.TryGetValue(type, out var known)) return known;
        return _roles.GetOrAdd(type, Conventions.RolesOf(type, _facts));
    }

    // The method that a call's delegate argument is made of, where that is visible.
    private static IMethodSymbol? HandlerOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            switch (Unwrap(argument.Value))
            {
                case IAnonymousFunctionOperation lambda: return lambda.Symbol;
                case IMethodReferenceOperation reference: return reference.Method;
                case ILocalReferenceOperation { Type.TypeKind: TypeKind.Delegate or TypeKind.Class } local when Held(local) is { } held: return held.Symbol;
            }
        }

        return null;
    }

    // The lambda that a local has from its declaration on.
    private static IAnonymousFunctionOperation? Held(ILocalReferenceOperation reference) => Unwrap(reference.Initializer()) as IAnonymousFunctionOperation;

    private static IOperation? Unwrap(IOperation? value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion: value = conversion.Operand; break;
                case IDelegateCreationOperation creation: value = creation.Target; break;
                default: return value;
            }
        }
    }

    // A named method is a handler where a call is handed it: only the calls that are handed something of its name are bound.
    private Endpoint? HandedOver(IMethodSymbol method) => HandedOver(method.Name, method, null);

    private Endpoint? HandedOver(string name, IMethodSymbol? method, SyntaxNode? lambda)
    {
        if (!_facts.Has(KnownType.IEndpointRouteBuilder) || !_callsByHandlerName.Value.TryGetValue(name, out var calls)) return null;
        foreach (var call in calls)
        {
            if (!_bySyntax.TryGetValue(call, out var endpoint) && !_otherCalls.ContainsKey(call))
            {
                if (method is null ? call.SyntaxTree != lambda!.SyntaxTree : !MayName(call, method)) continue;
                endpoint = _facts.Semantics(call.SyntaxTree).GetOperation(call) is IInvocationOperation bound ? Of(bound) : null;
                if (endpoint is null) _otherCalls.TryAdd(call, true);
            }

            if (endpoint?.Handler is { } handler && (method is not null ? AreSame(handler, method) : SyntaxOf(handler) == lambda)) return endpoint;
        }

        return null;
    }

    // Whether what a call is handed may be the method, by what its name stands for there. Many files have a handler of the same name (Create, Get), and
    // to look a name up costs little, where to bind a call costs as much as all of the body around it.
    private bool MayName(InvocationExpressionSyntax call, IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction) return call.SyntaxTree == SyntaxOf(method)?.SyntaxTree;
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (CallShapes.MethodName(argument.Expression) != method.Name) continue;
            switch (argument.Expression)
            {
                case SimpleNameSyntax when !MaySee(call, method.ContainingType):
                    break;
                case SimpleNameSyntax:
                    foreach (var symbol in _facts.Semantics(call.SyntaxTree).LookupSymbols(call.SpanStart, name: method.Name))
                        if (symbol is IMethodSymbol visible && AreSame(visible, method)) return true;
                    break;
                case MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var owner } } when method.IsStatic && owner != method.ContainingType.Name:
                    var types = _facts.Semantics(call.SyntaxTree).LookupNamespacesAndTypes(call.SpanStart, name: owner);
                    if (types.IsEmpty) return true;
                    foreach (var symbol in types)
                        if (symbol is not INamedTypeSymbol type || type.IsOrDerivesFrom(method.ContainingType)) return true;
                    break;
                default:
                    return true;
            }
        }

        return false;
    }

    // By what is written: a type's methods are called by their name alone within the type, in what derives from it, and by 'using static'.
    private bool MaySee(SyntaxNode place, INamedTypeSymbol type)
    {
        var isInType = false;
        for (var node = place.Parent; node is not null; node = node.Parent)
        {
            if (node is not TypeDeclarationSyntax around) continue;
            if (around.Identifier.ValueText == type.Name || around.BaseList is not null || around.Modifiers.Any(SyntaxKind.PartialKeyword)) return true;
            isInType = true;
        }

        return !isInType || HostCalls.UsesStatics(place.SyntaxTree) || _usesGlobalStatics.Value;
    }

    // Symbols of local functions are made anew by each semantic model; their syntax is one.
    private static bool AreSame(IMethodSymbol handler, IMethodSymbol method)
    {
        handler = (handler.ReducedFrom ?? handler).OriginalDefinition;
        return method.MethodKind == MethodKind.LocalFunction
            ? handler.MethodKind == MethodKind.LocalFunction && SyntaxOf(handler) == SyntaxOf(method)
            : SymbolEqualityComparer.Default.Equals(handler.PartialImplementationPart ?? handler, method);
    }

    private static SyntaxNode? SyntaxOf(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.IsEmpty ? null : method.DeclaringSyntaxReferences[0].GetSyntax();

    private bool UsesGlobalStatics()
    {
        foreach (var tree in _facts.Compilation.SyntaxTrees)
            if (HostCalls.UsesStatics(tree) && tree.GetText().ToString().Contains("global using static")) return true;
        return false;
    }

    private Dictionary<string, List<InvocationExpressionSyntax>> IndexHandlerNames()
    {
        var index = new Dictionary<string, List<InvocationExpressionSyntax>>(StringComparer.Ordinal);
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            if (!HostCalls.MayAddHandler(tree, CancellationToken.None)) continue;
            foreach (var call in HostCalls.Of(tree, CancellationToken.None))
            {
                if (CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: var name } || !TakesHandlers(name)) continue;
                foreach (var argument in call.ArgumentList.Arguments)
                {
                    if (CallShapes.MethodName(argument.Expression) is not { } handler) continue;
                    if (!index.TryGetValue(handler, out var calls)) index.Add(handler, calls = new List<InvocationExpressionSyntax>());
                    calls.Add(call);
                }
            }
        }

        return index;
    }
}

internal static class EndpointsOfFacts
{
    /// <summary>The endpoints of this compilation.</summary>
    internal static Endpoints Endpoints(this Facts facts) => facts.Model(static f => new Endpoints(f));
}
