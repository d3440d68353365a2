using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Returns a task. Calls in async code of the document await it; others go on as before, without waiting.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncVoidFix))]
public sealed class AsyncVoidFix : RuleFix
{
    public AsyncVoidFix() : base(AsyncVoid.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Node is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            || site.Semantics.GetDeclaredSymbol(site.Node, site.CancellationToken) is not IMethodSymbol method
            || method.IsVirtual || method.IsAbstract || AsyncVoid.IsDictated(method) || IsOfStartup(method)) yield break;
        if (!site.Semantics.LookupNamespacesAndTypes(site.Node.SpanStart, name: "Task")
            .All(t => site.Facts.Is(t as ITypeSymbol, KnownType.Task) || site.Facts.Is(t as ITypeSymbol, KnownType.TaskOfT))) yield break;
        if (method.MethodKind == MethodKind.Ordinary && method.DeclaredAccessibility != Accessibility.Private
            && Names.AreInDependents(site.Document.Project, method.Name)) yield break;

        var awaited = new List<InvocationExpressionSyntax>();
        foreach (var use in site.Semantics.Compilation.SyntaxTrees.SelectMany(tree => Names.Uses(tree, method.Name)))
        {
            var semantics = use.SyntaxTree == site.Root.SyntaxTree ? site.Semantics : site.Facts.Semantics(use.SyntaxTree);
            if (!Means(semantics.GetSymbolInfo(use, site.CancellationToken), method)) continue;
            if (Names.Called(use) is not { } call || !DropsItsValue(call)) yield break;
            if (use.SyntaxTree == site.Root.SyntaxTree && call.Parent is ExpressionStatementSyntax && MayAwait(call, site)) awaited.Add(call);
        }

        yield return new FixPlan("Return a task", AsyncVoid.Descriptor.Id, Edit, "System.Threading.Tasks");

        void Edit(DocumentEditor editor)
        {
            foreach (var call in awaited)
                editor.ReplaceNode(call, (current, _) => AwaitSyntax.Await((ExpressionSyntax)current, call));
            editor.ReplaceNode(site.Node, (current, _) => current switch
            {
                MethodDeclarationSyntax declaration => declaration.WithReturnType(IdentifierName("Task").WithTriviaFrom(declaration.ReturnType)),
                LocalFunctionStatementSyntax function => function.WithReturnType(IdentifierName("Task").WithTriviaFrom(function.ReturnType)),
                _ => current,
            });
        }
    }

    // The host wants void of a Startup's Configure and ConfigureServices.
    private static bool IsOfStartup(IMethodSymbol method) =>
        method.Name.StartsWith("Configure", StringComparison.Ordinal) && method.DeclaredAccessibility == Accessibility.Public
        && method.ContainingType.Name.StartsWith("Startup", StringComparison.Ordinal);

    private static bool Means(SymbolInfo info, IMethodSymbol method)
    {
        return info.Symbol is not null ? Same(info.Symbol) : info.CandidateSymbols.Any(Same);

        bool Same(ISymbol other) => SymbolEqualityComparer.Default.Equals(((other as IMethodSymbol)?.ReducedFrom ?? other).OriginalDefinition, method);
    }

    // A call as a statement, or as all that a void method does: a task there is dropped. A lambda that were to return it could become another
    // delegate, and choose another overload.
    private static bool DropsItsValue(InvocationExpressionSyntax call)
    {
        SyntaxNode whole = call;
        while (whole.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == whole) whole = conditional;
        return whole.Parent switch
        {
            ExpressionStatementSyntax => true,
            ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: var type } } => IsVoid(type),
            ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax { ReturnType: var type } } => IsVoid(type),
            ArrowExpressionClauseSyntax { Parent: ConstructorDeclarationSyntax } => true,
            _ => false,
        };
    }

    private static bool IsVoid(TypeSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static bool MayAwait(InvocationExpressionSyntax call, FixSite site) =>
        Functions.FunctionNode(call) is { } function && Functions.IsAsync(function) && Functions.AllowsAwait(call)
        && !References.MayCross(function, call, site);
}
