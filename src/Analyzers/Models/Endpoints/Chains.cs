namespace ArchitectAnalyzers.Models;

/// <summary>
/// What is chained on endpoints and groups: in one expression, through locals and parameters, in methods of this compilation that are handed
/// them, and by the callers of methods that return them. Bounded; what is out of sight is <see cref="Marks.Unseen"/>. Used by one thread at a time.
/// </summary>
internal sealed class Chains
{
    private const int MaxDepth = 12, MaxCallers = 12, MaxSteps = 3000;

    private readonly Facts _facts;
    private readonly SetupReader _setup;
    private readonly Dictionary<SyntaxNode, Marks> _onVariable = new();
    private readonly Func<InvocationExpressionSyntax, CallSite> _readSite;
    private Dictionary<string, List<InvocationExpressionSyntax>>? _calls;
    private readonly Dictionary<SyntaxNode, Marks> _fromCallers = new();
    private int _steps;

    internal Chains(Facts facts)
    {
        _facts = facts;
        _setup = facts.Setup();
        _readSite = ReadSite;
    }

    /// <summary>Begins a question: what has been followed for others does not count for it.</summary>
    internal void Begin() => _steps = 0;

    /// <summary>What is said of the endpoint or group that a call makes, wherever it is handed on to.</summary>
    internal Marks On(ExpressionSyntax made, int depth = 0)
    {
        if (depth > MaxDepth || ++_steps > MaxSteps) return Marks.Unseen;
        var marks = Marks.None;
        for (SyntaxNode value = made; ; value = value.Parent!)
        {
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax or MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax }:
                    if (value.Parent is MemberAccessExpressionSyntax member && member.Expression != value) return marks;
                    continue;
                case InvocationExpressionSyntax call when call.Expression == value:
                    if (!Convention(call, ref marks, depth)) return marks;
                    continue;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }:
                    return marks | OnVariable(variable, depth);
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }:
                case ExpressionStatementSyntax:
                    return marks;
                case ReturnStatementSyntax or ArrowExpressionClauseSyntax:
                    return marks | OnResult(value.Parent, depth);
                case LambdaExpressionSyntax:
                    return marks;
                case ArgumentSyntax argument:
                    return marks | Handed(argument, depth);
                default:
                    return marks | Marks.Unseen;
            }
        }
    }

    /// <summary>Adds a layer for each group around what is mapped on a receiver, from the inside out.</summary>
    internal void Around(ExpressionSyntax? receiver, List<Marks> layers, int depth = 0)
    {
        while (receiver is not null && depth < MaxDepth && ++_steps < MaxSteps)
        {
            var semantics = _setup.Semantics(receiver.SyntaxTree);
            switch (receiver)
            {
                case ParenthesizedExpressionSyntax parenthesized: receiver = parenthesized.Expression; continue;
                case CastExpressionSyntax cast: receiver = cast.Expression; continue;
                case PostfixUnaryExpressionSyntax postfix: receiver = postfix.Operand; continue;
                case ConditionalExpressionSyntax conditional: Either(conditional.WhenTrue, conditional.WhenFalse, layers, depth); return;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either: Either(either.Left, either.Right, layers, depth); return;
            }

            if (IsRoot(semantics.GetTypeInfo(receiver).Type)) return;
            switch (receiver)
            {
                case InvocationExpressionSyntax call when semantics.GetSymbolInfo(call).Symbol is IMethodSymbol method:
                    if (method.Name == "MapGroup" || IsOurs(method)) layers.Add(On(call, depth + 1));
                    receiver = IsOurs(method) && IsBuilder(method.ReturnType) ? Returned(method) : ReceiverOf(call, method);
                    if (receiver is null) layers.Add(Marks.Unseen);
                    if (IsOurs(method)) depth++;
                    continue;
                case IdentifierNameSyntax when semantics.GetSymbolInfo(receiver).Symbol is { } symbol:
                    receiver = Origin(symbol, layers, ref depth);
                    continue;
                default:
                    layers.Add(Marks.Unseen);
                    return;
            }
        }

        if (receiver is not null) layers.Add(Marks.Unseen);
    }

    /// <summary>The expression that a call is made on: its receiver, or the first argument of an extension method in static form.</summary>
    internal static ExpressionSyntax? ReceiverOf(InvocationExpressionSyntax call, IMethodSymbol method)
    {
        if (method.ReducedFrom is not null || !method.IsStatic)
            return call.Expression is MemberAccessExpressionSyntax member ? member.Expression : null;
        return call.ArgumentList.Arguments.Count > 0 ? call.ArgumentList.Arguments[0].Expression : null;
    }

    // What a method of this compilation gives, where that is one expression.
    private ExpressionSyntax? Returned(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (BodyCalls.BodyOf(_setup.Declaration(method.PartialImplementationPart ?? method)) is not { } body) return null;
        if (body is ExpressionSyntax expression) return expression;
        ExpressionSyntax? returned = null;
        foreach (var node in body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (node is not ReturnStatementSyntax { Expression: { } value }) continue;
            if (returned is not null) return null;
            returned = value;
        }

        return returned;
    }

    /// <summary>All marks of some layers.</summary>
    internal static Marks All(List<Marks> layers)
    {
        var all = Marks.None;
        foreach (var layer in layers) all |= layer;
        return all;
    }

    // Where a name that something is mapped on comes from; null ends the walk.
    private ExpressionSyntax? Origin(ISymbol symbol, List<Marks> layers, ref int depth)
    {
        depth++;
        switch (symbol)
        {
            case ILocalSymbol local when _setup.Declaration(local) is VariableDeclaratorSyntax { Initializer.Value: { } value } && !IsAssigned(local):
                return value;
            case IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } parameter:
                if (!IsRunOnApp(parameter)) layers.Add(Marks.Unseen);
                return null;
            case IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method } parameter
                when _setup.Declaration(parameter) is ParameterSyntax written:
                layers.Add(OnVariable(written, depth));
                if (!_fromCallers.TryGetValue(written, out var around)) _fromCallers[written] = around = FromCallers(method, parameter, depth);
                layers.Add(around);
                return null;
            default:
                layers.Add(Marks.Unseen);
                return null;
        }
    }

    private void Either(ExpressionSyntax left, ExpressionSyntax right, List<Marks> layers, int depth)
    {
        var (one, other) = (new List<Marks>(), new List<Marks>());
        Around(left, one, depth + 1);
        Around(right, other, depth + 1);
        layers.Add(Common(All(one), All(other)));
    }

    // What holds whichever it is.
    private static Marks Common(Marks one, Marks other) => one == other ? one : (one & other) | Marks.Unseen;

    private Marks FromCallers(IMethodSymbol method, IParameterSymbol parameter, int depth)
    {
        Marks? all = null;
        var count = 0;
        foreach (var (call, called, site) in CallsOf(method))
        {
            if (++count > MaxCallers) break;
            var given = Given(call, called, site.IsReduced, parameter.Ordinal);
            var around = new List<Marks>();
            if (site is { IsReduced: true, IsOnRoot: true } && parameter.Ordinal == 0) { }
            else if (given is not null) Around(given, around, depth + 1);
            else if (!parameter.IsOptional) around.Add(Marks.Unseen);
            all = all is { } before ? Common(before, All(around)) : All(around);
        }

        // Carter calls the modules itself, on what MapCarter is called on; a module may close itself in its constructor.
        if (all is null && method.Name == "AddRoutes") all = OfModules(method.ContainingType, depth);
        return count > MaxCallers ? Marks.Unseen : all ?? Marks.Unseen;
    }

    private Marks OfModules(INamedTypeSymbol module, int depth)
    {
        foreach (var constructor in module.InstanceConstructors)
            if (_setup.Declaration(constructor) is { } made && Says(made, "RequireAuthorization")) return Marks.Authorize;
        Marks? all = null;
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            if (CalledNames.Of(tree, _setup.Named("MapCarter"), CancellationToken.None) is not { } calls) continue;
            foreach (var call in calls)
            {
                var around = new List<Marks>();
                Around((call.Expression as MemberAccessExpressionSyntax)?.Expression, around, depth + 1);
                all = all is { } before ? Common(before, All(around)) : All(around);
            }
        }

        return all ?? Marks.Unseen;
    }

    // One call of the chain. False where what it gives is something else: an endpoint mapped on the group, say.
    private bool Convention(InvocationExpressionSyntax call, ref Marks marks, int depth)
    {
        var semantics = _setup.Semantics(call.SyntaxTree);
        if (semantics.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
        {
            marks |= Marks.Unseen;
            return false;
        }

        switch (method.Name)
        {
            case "RequireAuthorization":
                marks |= call.ArgumentList.Arguments.Count == (method.ReducedFrom is null && method.IsStatic ? 1 : 0) ? Marks.Authorize | Marks.Bare : Marks.Authorize;
                return true;
            case "AllowAnonymous": marks |= Marks.Anonymous; return true;
            case "RequireRateLimiting": marks |= Marks.RateLimit; return true;
            case "DisableRateLimiting": marks |= Marks.NoRateLimit; return true;
            case "DisableAntiforgery": marks |= Marks.NoAntiforgery; return true;
            case "WithMetadata" or "Add" or "Finally" or "AddEndpointFilter" or "AddEndpointFilterFactory":
                marks |= OfArguments(call, method, semantics);
                return true;
        }

        if (IsOurs(method))
        {
            if (ReceiverParameter(method) is { } parameter && IsBuilder(parameter.Type))
            {
                var said = _setup.Declaration(parameter) is ParameterSyntax written ? OnVariable(written, depth + 1) : Marks.Unseen;
                marks |= said == Marks.None && MarkReader.IsGuardName(method.Name) && !method.Name.StartsWith("Map", StringComparison.Ordinal) ? Marks.Guard : said;
            }

            return IsBuilder(method.ReturnType);
        }

        if (method.Name.StartsWith("Map", StringComparison.Ordinal)) return false;
        if (KnownLibraries.Of(method.ContainingAssembly) == Reach.Unseen) marks |= Marks.Unseen;
        else if (MarkReader.IsGuardName(method.Name)) marks |= Marks.Guard;
        return true;
    }

    // Metadata and filters: by their types; what a lambda adds, by its names.
    private Marks OfArguments(InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel semantics)
    {
        var marks = Marks.None;
        foreach (var type in method.TypeArguments)
            if (!IsBuilder(type)) marks |= MarkReader.OfMetadata(type, _facts);
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is AnonymousFunctionExpressionSyntax function)
            {
                if (Says(function, "AuthorizeAttribute")) marks |= Marks.Authorize;
                else if (Says(function, "AllowAnonymousAttribute")) marks |= Marks.Anonymous;
                else if (Refusals.Answers(function)) marks |= Marks.Guard;
                continue;
            }

            marks |= MarkReader.OfMetadata(semantics.GetTypeInfo(argument.Expression).Type, _facts);
            if (CallShapes.MethodName(argument.Expression) is { } name && MarkReader.IsGuardName(name)) marks |= Marks.Guard;
        }

        return marks;
    }

    // What is said of a local or parameter in the function that declares it.
    private Marks OnVariable(SyntaxNode declaration, int depth)
    {
        if (_onVariable.TryGetValue(declaration, out var known)) return known;
        if (depth > MaxDepth || ScopeOf(declaration) is not { } scope) return Marks.Unseen;
        var semantics = _setup.Semantics(declaration.SyntaxTree);
        if (semantics.GetDeclaredSymbol(declaration) is not { } symbol) return Marks.Unseen;

        // Found again on the way, it says nothing new.
        _onVariable[declaration] = Marks.None;
        var marks = Marks.None;
        foreach (var node in scope.DescendantNodes())
        {
            if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != symbol.Name) continue;
            if (!IsUse(name) || !SymbolEqualityComparer.Default.Equals(semantics.GetSymbolInfo(name).Symbol, symbol)) continue;
            var said = On(name, depth + 1);

            // if (app.Environment.IsDevelopment()) group.AllowAnonymous();
            marks |= (said & Marks.Anonymous) != 0 && Development.Has(name) ? said & ~Marks.Anonymous : said;
        }

        return _onVariable[declaration] = marks;
    }

    // Uses that could say something: x.Y(), F(x), return x.
    private static bool IsUse(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax member => member.Expression == name && member.Parent is InvocationExpressionSyntax,
        ArgumentSyntax or ReturnStatementSyntax or EqualsValueClauseSyntax => true,
        ArrowExpressionClauseSyntax => true,
        _ => false,
    };

    // The callers of a method that returns it may say more.
    private Marks OnResult(SyntaxNode place, int depth)
    {
        var function = place.FirstAncestorOrSelf<SyntaxNode>(n => n is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax);
        if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)) return Marks.None;
        if (_setup.Semantics(function.SyntaxTree).GetDeclaredSymbol(function) is not IMethodSymbol method) return Marks.Unseen;
        if (!IsBuilder(method.ReturnType)) return Marks.None;
        Marks? all = null;
        var count = 0;
        foreach (var (call, _, _) in CallsOf(method))
        {
            if (++count > MaxCallers) return Marks.Unseen;
            var on = On(call, depth + 1);
            all = all is { } before ? Common(before, on) : on;
        }

        return all ?? Marks.Unseen;
    }

    private Marks Handed(ArgumentSyntax argument, int depth)
    {
        if (argument.Parent?.Parent is not InvocationExpressionSyntax call
            || _setup.Semantics(call.SyntaxTree).GetSymbolInfo(call).Symbol is not IMethodSymbol method) return Marks.Unseen;
        if (!IsOurs(method))
        {
            // Static form: RequireAuthorization(group).
            var marks = Marks.None;
            return method.IsStatic && Convention(call, ref marks, depth) ? marks | On(call, depth + 1) : marks;
        }

        foreach (var parameter in method.OriginalDefinition.Parameters)
        {
            if (Given(call, method.ReducedFrom ?? method, method.ReducedFrom is not null, parameter.Ordinal) != argument.Expression) continue;
            if (!IsBuilder(parameter.Type)) return Marks.None;
            return _setup.Declaration(parameter) is ParameterSyntax written ? OnVariable(written, depth + 1) : Marks.Unseen;
        }

        return Marks.Unseen;
    }

    // The calls of a method, of what it overrides and of what it implements; with what is declared there.
    private IEnumerable<(InvocationExpressionSyntax Call, IMethodSymbol Called, CallSite Site)> CallsOf(IMethodSymbol method)
    {
        var id = IdOf(method);
        foreach (var call in CallsNamed(method.Name))
        {
            var site = _setup.OfNode(call, _readSite);
            if (site.Target is not null && site.Target == id) yield return (call, method, site);
            else if ((site.Target is null || site.IsDispatched) && _setup.Semantics(call.SyntaxTree).GetSymbolInfo(call).Symbol is IMethodSymbol called && Reaches(called, method))
                yield return (call, (called.ReducedFrom ?? called).OriginalDefinition, site);
        }
    }

    // Local functions have none of their own.
    private static string? IdOf(IMethodSymbol method) => method.MethodKind == MethodKind.Ordinary ? method.GetDocumentationCommentId() : null;

    private CallSite ReadSite(InvocationExpressionSyntax call)
    {
        var semantics = _setup.Semantics(call.SyntaxTree);
        if (semantics.GetSymbolInfo(call).Symbol is not IMethodSymbol called) return default;
        var target = (called.ReducedFrom ?? called).OriginalDefinition;
        return new(IdOf(target), called.ReducedFrom is not null,
            IsOnRoot: call.Expression is MemberAccessExpressionSyntax member && IsRoot(semantics.GetTypeInfo(member.Expression).Type),
            IsDispatched: target.IsVirtual || target.IsAbstract || target.IsOverride || target.ContainingType?.TypeKind == TypeKind.Interface);
    }

    // Set-up calls set-up: the files that map or make hosts come first, from an index. A search of all files for each name would grow with the square.
    private List<InvocationExpressionSyntax> CallsNamed(string name)
    {
        _setup.Named(name);
        if (_calls is null)
        {
            _calls = new(StringComparer.Ordinal);
            foreach (var tree in _facts.Compilation.SyntaxTrees)
            {
                if (!HostCalls.MayAddHandler(tree, CancellationToken.None) && !HostCalls.MayMakeHost(tree, CancellationToken.None)) continue;
                foreach (var named in CalledNames.All(tree, CancellationToken.None))
                {
                    if (_calls.TryGetValue(named.Key, out var earlier)) earlier.AddRange(named.Value);
                    else _calls.Add(named.Key, new(named.Value));
                }
            }
        }

        if (_calls.TryGetValue(name, out var calls)) return calls;
        calls = new();
        foreach (var tree in _facts.Compilation.SyntaxTrees)
            if (CalledNames.Of(tree, name, CancellationToken.None) is { } found) calls.AddRange(found);
        return _calls[name] = calls;
    }

    private static bool Reaches(IMethodSymbol called, IMethodSymbol method)
    {
        var target = (called.ReducedFrom ?? called).OriginalDefinition;
        if (SymbolEqualityComparer.Default.Equals(target, method)) return true;
        for (var m = method; m is not null; m = m.OverriddenMethod)
            if (SymbolEqualityComparer.Default.Equals(target, m)) return true;
        return target.ContainingType is { TypeKind: TypeKind.Interface } contract && method.ContainingType is { } type
            && type.Implements(contract.OriginalDefinition)
            && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(target), method);
    }

    // The argument of the parameter at that place of the method as declared.
    private static ExpressionSyntax? Given(InvocationExpressionSyntax call, IMethodSymbol method, bool isReduced, int ordinal)
    {
        var declared = method.Parameters;
        if (ordinal >= declared.Length) return null;
        var arguments = call.ArgumentList.Arguments;
        foreach (var argument in arguments)
            if (argument.NameColon?.Name.Identifier.ValueText == declared[ordinal].Name) return argument.Expression;
        if (isReduced)
        {
            if (ordinal == 0) return call.Expression is MemberAccessExpressionSyntax member ? member.Expression : null;
            ordinal--;
        }

        return ordinal < arguments.Count && arguments[ordinal].NameColon is null ? arguments[ordinal].Expression : null;
    }

    private static IParameterSymbol? ReceiverParameter(IMethodSymbol method)
    {
        var declared = (method.ReducedFrom ?? method).OriginalDefinition;
        declared = declared.PartialImplementationPart ?? declared;
        return declared.IsExtensionMethod && declared.Parameters.Length > 0 ? declared.Parameters[0] : null;
    }

    // What conventions can be put on.
    private bool IsBuilder(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            foreach (var constraint in parameter.ConstraintTypes)
                if (constraint is not ITypeParameterSymbol && IsBuilder(constraint)) return true;
            return false;
        }

        return type.IsA(_facts[KnownType.EndpointConventionBuilder]);
    }

    private bool IsRoot(ITypeSymbol? type) => type.IsA(_facts[KnownType.IApplicationBuilder]);

    // endpoints of app.UseEndpoints(endpoints => …): the app's own.
    private bool IsRunOnApp(IParameterSymbol parameter)
    {
        var lambda = _setup.Declaration(parameter)?.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>();
        return lambda?.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            && CallShapes.NameNode(call) is SimpleNameSyntax { Identifier.ValueText: "UseEndpoints" };
    }

    private bool IsOurs(IMethodSymbol method)
    {
        if (!SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _facts.Compilation.Assembly)) return false;

        // Source that stands for the framework.
        for (var space = method.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            if (space is { Name: "AspNetCore", ContainingNamespace.Name: "Microsoft" }) return false;
        return true;
    }

    private bool IsAssigned(ILocalSymbol local)
    {
        if (_setup.Declaration(local) is not { } declaration || ScopeOf(declaration) is not { } scope) return true;
        foreach (var node in scope.DescendantNodes())
            if (node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } && left.Identifier.ValueText == local.Name) return true;
        return false;
    }

    private static SyntaxNode? ScopeOf(SyntaxNode declaration) => declaration.Parent?.FirstAncestorOrSelf<SyntaxNode>(static node =>
        node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or CompilationUnitSyntax);

    private static bool Says(SyntaxNode node, string name)
    {
        foreach (var token in node.DescendantTokens())
            if (token.IsKind(SyntaxKind.IdentifierToken) && (token.ValueText == name || token.ValueText + "Attribute" == name)) return true;
        return false;
    }

    /// <summary>What a call goes to: the id of the declaration, null where it has none; and whether what it is made on is the app itself.</summary>
    private readonly record struct CallSite(string? Target, bool IsReduced, bool IsOnRoot, bool IsDispatched);
}
