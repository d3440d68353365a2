namespace ArchitectAnalyzers.CodeFixes;

/// <summary>
/// Makes a function async, so that it may await, and its callers with it: <c>void</c> becomes <c>Task</c>, <c>T</c> becomes
/// <c>Task&lt;T&gt;</c>, and a function that returns tasks already awaits what it returned. Only where every caller can be seen and can follow.
/// </summary>
internal sealed class AsyncConversion
{
    private const int MaxDepth = 3;

    private readonly FixSite _site;
    private readonly Dictionary<SyntaxNode, AsyncShape> _functions = new();
    private readonly HashSet<InvocationExpressionSyntax> _calls = new();

    private AsyncConversion(FixSite site) => _site = site;

    /// <summary>The functions that become async; the one asked for first.</summary>
    internal IEnumerable<SyntaxNode> Converted => _functions.Keys;

    /// <summary>The calls that get an <c>await</c>.</summary>
    internal IEnumerable<SyntaxNode> Calls => _calls;

    /// <summary>The namespaces that the new return types need.</summary>
    internal string[] Usings { get; private set; } = Array.Empty<string>();

    /// <summary>The conversion of a method, local function or lambda; null where some caller is out of sight or cannot await.</summary>
    internal static AsyncConversion? Plan(FixSite site, SyntaxNode function)
    {
        var conversion = new AsyncConversion(site);
        if (!conversion.Include(function, 0)) return null;
        if (conversion._functions.Any(f => f.Key is not LambdaExpressionSyntax && f.Value is AsyncShape.Void or AsyncShape.Value))
        {
            var named = site.Semantics.LookupNamespacesAndTypes(function.SpanStart, name: "Task");
            if (named.IsEmpty) conversion.Usings = new[] { "System.Threading.Tasks" };
            else if (!named.All(t => site.Facts.Is(t as ITypeSymbol, KnownType.Task) || site.Facts.Is(t as ITypeSymbol, KnownType.TaskOfT))) return null;
        }

        return conversion;
    }

    /// <summary>The edits. Those already made are skipped, so that plans that share a function compose.</summary>
    internal IEnumerable<NodeEdit> Edits =>
        _calls.Select(call => new NodeEdit(call, current => current.Parent is AwaitExpressionSyntax || current is not InvocationExpressionSyntax invocation
                ? current
                : AwaitSyntax.Await(invocation, call)))
            .Concat(FunctionEdits);

    /// <summary>The edits of the functions alone, for conversions that no caller follows.</summary>
    internal IEnumerable<NodeEdit> FunctionEdits => _functions.Select(function => new NodeEdit(function.Key, current =>
        Functions.IsAsync(current) ? current : AsyncRewriter.Convert(current, function.Value)));

    /// <summary>Records the edits.</summary>
    internal void Edit(SyntaxEditor editor)
    {
        foreach (var edit in Edits) editor.ReplaceNode(edit.Node, (current, _) => edit.Change(current));
    }

    /// <summary>
    /// What <see cref="Compiles"/> asks, for a plan that is tried out together with others.
    /// </summary>
    /// <param name="places">Where else the plan edits.</param>
    internal Trial Trial(IEnumerable<SyntaxNode> places) => new(
        Converted.Concat(Calls.Concat(places).Select(Functions.FunctionNode).OfType<SyntaxNode>()).Distinct().ToArray(),
        (after, become, cancellationToken) => Converted.OfType<LambdaExpressionSyntax>()
            .All(lambda => become(lambda) is LambdaExpressionSyntax changed && IsAwaited(changed, after, lambda, cancellationToken)));

    /// <summary>
    /// Whether the document compiles as well with the edits as without, and every lambda that became async is awaited by what it is handed to.
    /// </summary>
    internal bool Compiles(Action<SyntaxEditor> edit)
    {
        var mark = new SyntaxAnnotation();
        var lambdas = Converted.OfType<LambdaExpressionSyntax>().OrderBy(l => l.SpanStart).ToArray();
        if (Check.Edited(_site, edit, Usings, lambdas, mark) is not { } after) return false;
        var changed = after.SyntaxTree.GetRoot(_site.CancellationToken).GetAnnotatedNodes(mark).OrderBy(n => n.SpanStart).ToArray();
        if (changed.Length != lambdas.Length) return false;
        for (var i = 0; i < changed.Length; i++)
            if (!IsAwaited((LambdaExpressionSyntax)changed[i], after, lambdas[i], _site.CancellationToken)) return false;
        return true;
    }

    /// <summary>Whether an exception from here is looked into as an <c>AggregateException</c>, which an await does not throw.</summary>
    internal static bool CatchesAggregates(SyntaxNode node, SyntaxNode function)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null && child != function; (child, parent) = (parent, parent.Parent))
        {
            if (parent is TryStatementSyntax attempt && attempt.Block == child
                && attempt.Catches.SelectMany(c => c.DescendantTokens())
                    .Any(t => t.ValueText is "AggregateException" or "InnerException" or "InnerExceptions" or "Flatten")) return true;
        }

        return false;
    }

    // A delegate that returns tasks is awaited by whoever asks for one; a Delegate is, by the routing of ASP.NET Core.
    private bool IsAwaited(LambdaExpressionSyntax lambda, SemanticModel after, LambdaExpressionSyntax before, CancellationToken cancellationToken)
    {
        if (after.GetSymbolInfo(lambda, cancellationToken).Symbol is not IMethodSymbol symbol || !symbol.ReturnType.IsTask(Facts.Of(after.Compilation)))
            return false;
        if (_functions[before] is AsyncShape.Task or AsyncShape.TaskOfValue) return true;
        if (lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax host } argument
            || before.Parent?.Parent?.Parent is not InvocationExpressionSyntax hostBefore) return false;
        if (after.GetOperation(argument, cancellationToken) is not IArgumentOperation { Parameter: { } parameter }) return false;
        if (parameter.Type is { Name: "Delegate", ContainingNamespace.Name: "System" })
            return parameter.ContainingSymbol.ContainingNamespace?.ToDisplayString() == "Microsoft.AspNetCore.Builder";

        // Func<Task<T>> says so itself; Func<T> with a T that is now a task does not.
        if (parameter.OriginalDefinition.Type is not INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } returned }
            || !returned.OriginalDefinition.IsTask(Facts.Of(after.Compilation))) return false;
        return host.Parent is ExpressionStatementSyntax
            || after.GetTypeInfo(host, cancellationToken).Type?.ToDisplayString() == _site.Semantics.GetTypeInfo(hostBefore,
                cancellationToken).Type?.ToDisplayString();
    }

    private bool Include(SyntaxNode function, int depth)
    {
        if (_functions.ContainsKey(function)) return true;
        if (depth > MaxDepth || Symbol(function) is not { } symbol || ShapeOf(function, symbol) is not { } shape) return false;
        _functions.Add(function, shape);
        if (function is LambdaExpressionSyntax || shape is AsyncShape.Task or AsyncShape.TaskOfValue) return true;
        if (function is MethodDeclarationSyntax method && !AreCallersInSight(method, symbol)) return false;

        // A private method with attributes that nobody calls is called by somebody out of sight.
        var mayBeUncalled = function is not MethodDeclarationSyntax { AttributeLists.Count: > 0 } || symbol.DeclaredAccessibility != Accessibility.Private;
        return IncludeCallers(symbol, depth) ?? mayBeUncalled;
    }

    private IMethodSymbol? Symbol(SyntaxNode function) => function switch
    {
        LambdaExpressionSyntax => _site.Semantics.GetSymbolInfo(function, _site.CancellationToken).Symbol as IMethodSymbol,
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => _site.Semantics.GetDeclaredSymbol(function, _site.CancellationToken) as IMethodSymbol,
        _ => null,
    };

    // What the function returns, where it can be async at all.
    private AsyncShape? ShapeOf(SyntaxNode function, IMethodSymbol symbol)
    {
        if (symbol.IsAsync || symbol.IsExtern || symbol.IsPartialDefinition || symbol.PartialDefinitionPart is not null || symbol.IsEntryPoint()
            || symbol.ReturnsByRef || symbol.ReturnsByRefReadonly || symbol.Parameters.Any(p => p.RefKind != RefKind.None || p.Type.IsRefLikeType)) return null;
        if (Own(function).Any(n => n is YieldStatementSyntax)) return null;
        var type = symbol.ReturnType;
        if (symbol.ReturnsVoid) return AsyncShape.Void;
        if (!type.IsTask(_site.Facts)) return type.TypeKind == TypeKind.Error || type.IsRefLikeType ? null : AsyncShape.Value;
        var shape = type is INamedTypeSymbol { Arity: 1 } ? AsyncShape.TaskOfValue : AsyncShape.Task;

        // What it returns must be a task by itself, not by what it is converted to.
        foreach (var returned in Own(function).OfType<ReturnStatementSyntax>())
            if (returned.Expression is { } expression && !IsTaskItself(expression)) return null;
        return AsyncRewriter.ExpressionBody(function) is { } body && !IsTaskItself(body) ? null : shape;
    }

    private bool IsTaskItself(ExpressionSyntax expression) =>
        expression.IsKind(SyntaxKind.DefaultLiteralExpression) && _site.Semantics.GetTypeInfo(expression, _site.CancellationToken).Type is { Name: "ValueTask" }
        || _site.Semantics.GetTypeInfo(expression, _site.CancellationToken).Type is { } type && type.IsTask(_site.Facts)
        || expression is ThrowExpressionSyntax;

    /// <summary>The nodes that the function itself runs.</summary>
    internal static IEnumerable<SyntaxNode> Own(SyntaxNode function) =>
        function.DescendantNodes(n => n == function || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    private bool AreCallersInSight(MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        if (symbol.IsOverride || symbol.IsVirtual || symbol.IsAbstract || Signatures.IsImplementation(symbol)) return false;
        if (symbol.DeclaredAccessibility == Accessibility.Private)
            return symbol.ContainingType.DeclaringSyntaxReferences.All(r => r.SyntaxTree == method.SyntaxTree);
        return IsAction(symbol) && !IsNamedElsewhere(symbol.Name);
    }

    // Called by the framework, which awaits what it is given.
    private bool IsAction(IMethodSymbol method) =>
        method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsGenericMethod: false, MethodKind: MethodKind.Ordinary }
        && !HasAttribute(method, KnownType.NonAction)
        && (IsController(method.ContainingType) || method.ContainingType.IsOrDerivesFrom(_site.Facts[KnownType.Hub]));

    private bool IsController(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
            if (HasAttribute(t, KnownType.Controller)) return true;
        return false;
    }

    private bool HasAttribute(ISymbol symbol, KnownType attribute) =>
        symbol.GetAttributes().Any(a => a.AttributeClass.IsOrDerivesFrom(_site.Facts[attribute]));

    // Whether another file of this project, or of one that uses it, may call a method of that name.
    private bool IsNamedElsewhere(string name) =>
        _site.Semantics.Compilation.SyntaxTrees.Any(tree => tree != _site.Root.SyntaxTree && Names.Has(tree.GetText(_site.CancellationToken), name))
        || Names.AreInDependents(_site.Document.Project, name);

    // True where all callers await; null where there is none; false where one cannot follow.
    private bool? IncludeCallers(IMethodSymbol method, int depth)
    {
        bool? called = null;
        foreach (var name in Names.Uses(_site.Root.SyntaxTree, method.Name))
        {
            var info = _site.Semantics.GetSymbolInfo(name, _site.CancellationToken);
            if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not IMethodSymbol symbol
                || !SymbolEqualityComparer.Default.Equals((symbol.ReducedFrom ?? symbol).OriginalDefinition, method.OriginalDefinition)) continue;
            ExpressionSyntax use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
            if (use.Parent is not InvocationExpressionSyntax call || call.Expression != use) return false;
            if (!Functions.AllowsAwait(call) || Functions.FunctionNode(call) is not { } caller
                || CatchesAggregates(call, caller)) return false;
            if (!Functions.IsAsync(caller) && !Include(caller, depth + 1)) return false;
            _calls.Add(call);
            called = true;
        }

        return called;
    }
}

/// <summary>What a function returns before it becomes async.</summary>
internal enum AsyncShape
{
    /// <summary>Nothing: a <c>Task</c> afterwards.</summary>
    Void,

    /// <summary>A value: a <c>Task&lt;T&gt;</c> of it afterwards.</summary>
    Value,

    /// <summary>A task without a result.</summary>
    Task,

    /// <summary>A task with a result.</summary>
    TaskOfValue,
}
