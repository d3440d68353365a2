using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Gives a method, local function or lambda a cancellation token, and passes it on to every call in it that takes one.</summary>
internal static class TokenParameter
{
    private static readonly string[] s_names = { "cancellationToken", "token", "requestAborted" };

    // The names in a file, but for those in nameof: read once, for all fixes of Fix All and until the file changes.
    private static readonly ConditionalWeakTable<SyntaxTree, ILookup<string, SimpleNameSyntax>> s_namesOfTree = new();

    /// <summary>
    /// The edit and the namespaces that it needs; null where the signature is not the function's own to change, where a use of it would
    /// break, or where nothing in it takes the token.
    /// </summary>
    /// <param name="site">The finding.</param>
    /// <param name="function">The declaration of the method or local function, or the lambda.</param>
    internal static (Action<DocumentEditor> Edit, string[] Usings)? Plan(FixSite site, SyntaxNode function)
    {
        if (Symbol(site.Semantics, function) is not { } symbol || Parameters(function) is not { } parameters || parameters.ContainsDirectives) return null;
        if (!IsChangeable(symbol) || FreeName(site, function) is not { } name) return null;
        if (Needed(site, symbol, function) is not { } need) return null;

        var calls = Calls(site, symbol, function, name);
        if (calls.Count == 0) return null;

        // An optional parameter may only be followed by others, and callers that pass nothing keep compiling.
        var isIterator = IsAsyncIterator(symbol, function);
        var isOptional = need == Need.Optional || parameters.Parameters.Any(p => p.Default is not null);
        var parameter = Parameter(name, isOptional, isIterator);
        return (Edit, isIterator ? new[] { "System.Runtime.CompilerServices", "System.Threading" } : new[] { "System.Threading" });

        void Edit(DocumentEditor editor)
        {
            foreach (var (call, edit) in calls)
                editor.ReplaceNode(call, (current, _) => current is InvocationExpressionSyntax invocation ? edit(invocation) : current);
            editor.ReplaceNode(function, (current, _) => Document(
                current.ReplaceNode(Parameters(current)!, Add(Parameters(current)!, parameter)), name));
        }
    }

    private static IMethodSymbol? Symbol(SemanticModel semantics, SyntaxNode function) =>
        (function is AnonymousFunctionExpressionSyntax ? semantics.GetSymbolInfo(function).Symbol : semantics.GetDeclaredSymbol(function)) as IMethodSymbol;

    // Null where a parameter cannot be added: x => …, delegate { … }.
    private static ParameterListSyntax? Parameters(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.ParameterList,
        LocalFunctionStatementSyntax local => local.ParameterList,
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters.Any(p => p.Type is null) ? null : lambda.ParameterList,
        AnonymousMethodExpressionSyntax anonymous => anonymous.ParameterList,
        _ => null,
    };

    private static bool IsChangeable(IMethodSymbol symbol) =>
        symbol is { IsOverride: false, IsVirtual: false, IsAbstract: false, IsExtern: false, PartialDefinitionPart: null, PartialImplementationPart: null }
        && symbol.ExplicitInterfaceImplementations.IsEmpty;

    private static string? FreeName(FixSite site, SyntaxNode function)
    {
        var taken = new HashSet<string>(function.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText));
        var name = s_names.FirstOrDefault(n => !taken.Contains(n)
            && !site.Semantics.LookupSymbols(function.SpanStart, name: n).Any(s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol));

        // The type's name must mean the type.
        var means = site.Semantics.LookupNamespacesAndTypes(function.SpanStart, name: nameof(CancellationToken));
        return means.All(m => SymbolEqualityComparer.Default.Equals(m, site.Facts[KnownType.CancellationToken])) ? name : null;
    }

    private enum Need
    {
        Required,
        Optional,
    }

    // How the parameter must be so that those who use the function go on compiling; null where they cannot.
    private static Need? Needed(FixSite site, IMethodSymbol symbol, SyntaxNode function)
    {
        if (function is AnonymousFunctionExpressionSyntax)
        {
            // Only a delegate without a type of its own follows the lambda's.
            var outer = function.Parent;
            while (outer is ParenthesizedExpressionSyntax) outer = outer.Parent;
            return outer is ArgumentSyntax && site.Semantics.GetTypeInfo(function).ConvertedType is { Name: "Delegate" or "MulticastDelegate" } ? Need.Required : null;
        }

        if (symbol.ContainingType?.GetMembers(symbol.Name).OfType<IMethodSymbol>().Any(m => IsSameButForToken(m, symbol, site.Facts)) == true) return null;

        var need = IsSeenByOthers(site, symbol) ? Need.Optional : Need.Required;
        foreach (var use in site.Semantics.Compilation.SyntaxTrees.SelectMany(tree => s_namesOfTree.GetValue(tree, Names)[symbol.Name]))
        {
            var semantics = site.Facts.Semantics(use.SyntaxTree);
            var info = semantics.GetSymbolInfo(use, site.CancellationToken);
            if (!Means(info, symbol)) continue;
            if (Called(use) is not { } call)
            {
                // As a delegate: the mapping call adapts, nobody else does.
                if (use.FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent is InvocationExpressionSyntax taker
                    && semantics.GetOperation(taker, site.CancellationToken) is IInvocationOperation mapping
                    && site.Facts.Endpoints().Of(mapping) is { Kind: EndpointKind.MinimalApi } && IsPlainArgument(use)) continue;
                return null;
            }

            // An expression tree may not leave an optional argument out.
            if (symbol.Parameters.Any(p => p.IsParams) || IsInExpressionTree(semantics.GetOperation(call, site.CancellationToken))) return null;
            need = Need.Optional;
        }

        return need;
    }

    private static bool Means(SymbolInfo info, IMethodSymbol symbol)
    {
        if (info.Symbol is not null) return Same(info.Symbol);
        return info.CandidateSymbols.Any(Same);

        bool Same(ISymbol other) => SymbolEqualityComparer.Default.Equals(((other as IMethodSymbol)?.ReducedFrom ?? other).OriginalDefinition, symbol);
    }

    private static bool IsSameButForToken(IMethodSymbol other, IMethodSymbol symbol, Facts facts) =>
        other.Parameters.Length == symbol.Parameters.Length + 1
        && facts.Is(other.Parameters[other.Parameters.Length - 1].Type, KnownType.CancellationToken)
        && symbol.Parameters.Zip(other.Parameters, (a, b) => SymbolEqualityComparer.Default.Equals(a.Type, b.Type)).All(same => same);

    // Tests and the like are built on this project: what they call keeps its shape.
    private static bool IsSeenByOthers(FixSite site, IMethodSymbol symbol)
    {
        if (symbol.MethodKind == MethodKind.LocalFunction || symbol.DeclaredAccessibility == Accessibility.Private) return false;
        var project = site.Document.Project;
        return project.Solution.GetProjectDependencyGraph().GetProjectsThatDirectlyDependOnThisProject(project.Id).Any();
    }

    private static ILookup<string, SimpleNameSyntax> Names(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes(node => node is not (AttributeListSyntax or UsingDirectiveSyntax))
            .OfType<SimpleNameSyntax>()
            .Where(name => !IsInNameOf(name))
            .ToLookup(name => name.Identifier.ValueText);

    private static bool IsInNameOf(SimpleNameSyntax name)
    {
        SyntaxNode? node = name;
        while (node is SimpleNameSyntax or MemberAccessExpressionSyntax) node = node.Parent;
        return node is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };
    }

    // The call that the name is the called name of.
    private static InvocationExpressionSyntax? Called(SimpleNameSyntax name)
    {
        SyntaxNode called = name.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Name == name => member,
            MemberBindingExpressionSyntax binding => binding,
            _ => name,
        };
        return called.Parent is InvocationExpressionSyntax call && call.Expression == called ? call : null;
    }

    private static bool IsPlainArgument(SimpleNameSyntax name)
    {
        SyntaxNode? node = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member : name;
        while (node.Parent is ParenthesizedExpressionSyntax) node = node.Parent;
        return node.Parent is ArgumentSyntax;
    }

    private static bool IsInExpressionTree(IOperation? operation)
    {
        for (; operation is not null; operation = operation.Parent)
            if (operation is IAnonymousFunctionOperation { Parent: IConversionOperation { Type: { Name: "Expression", ContainingNamespace.Name: "Expressions" } } }) return true;
        return false;
    }

    private static List<(InvocationExpressionSyntax Call, Func<InvocationExpressionSyntax, InvocationExpressionSyntax> Edit)> Calls(
        FixSite site, IMethodSymbol symbol, SyntaxNode function, string name)
    {
        var calls = new List<(InvocationExpressionSyntax, Func<InvocationExpressionSyntax, InvocationExpressionSyntax>)>();
        var tokens = site.Facts.Tokens();
        var body = site.Semantics.GetOperation(function, site.CancellationToken);
        if (body is null) return calls;
        ISymbol containing = symbol;
        while (containing is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction }) containing = containing.ContainingSymbol;

        foreach (var call in body.DescendantsAndSelf().OfType<IInvocationOperation>())
        {
            if (tokens.Unfilled(call) is null || !tokens.Reaches(call, function is MethodDeclarationSyntax ? null : function)) continue;
            if (tokens.At(call, containing, site.CancellationToken) is not null || tokens.IsPointOfNoReturn(call, containing)) continue;
            if (TokenArgument.Plan(call, tokens, name) is { } edit) calls.Add(((InvocationExpressionSyntax)call.Syntax, edit));
        }

        return calls;
    }

    private static bool IsAsyncIterator(IMethodSymbol symbol, SyntaxNode function) =>
        symbol is { IsAsync: true, ReturnType.Name: "IAsyncEnumerable" } && function is not AnonymousFunctionExpressionSyntax;

    private static ParameterSyntax Parameter(string name, bool isOptional, bool isIterator)
    {
        var type = IdentifierName(nameof(CancellationToken)).WithTrailingTrivia(Space);
        var parameter = SyntaxFactory.Parameter(Identifier(name)).WithType(type);
        if (isIterator)
            parameter = parameter.WithAttributeLists(SingletonList(
                AttributeList(SingletonSeparatedList(Attribute(IdentifierName("EnumeratorCancellation")))).WithTrailingTrivia(Space)));
        return isOptional
            ? parameter.WithDefault(EqualsValueClause(Token(SyntaxKind.EqualsToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
                LiteralExpression(SyntaxKind.DefaultLiteralExpression, Token(SyntaxKind.DefaultKeyword))))
            : parameter;
    }

    // Last, but before params.
    private static ParameterListSyntax Add(ParameterListSyntax list, ParameterSyntax parameter)
    {
        if (list.Parameters.Count == 0) return list.AddParameters(parameter);
        var last = list.Parameters.Last();
        if (last.Modifiers.Any(SyntaxKind.ParamsKeyword))
        {
            return list.WithParameters(list.Parameters
                .Replace(last, last.WithoutLeadingTrivia())
                .Insert(list.Parameters.Count - 1, parameter.WithLeadingTrivia(last.GetLeadingTrivia())));
        }

        return list.WithParameters(SeparatedLists.Append(list.OpenParenToken, list.Parameters, parameter));
    }

    // A comment that describes the parameters describes the new one too.
    private static SyntaxNode Document(SyntaxNode function, string name)
    {
        if (function is not MethodDeclarationSyntax) return function;
        var leading = function.GetLeadingTrivia();
        var at = leading.IndexOf(SyntaxKind.SingleLineDocumentationCommentTrivia);
        if (at < 0) at = leading.IndexOf(SyntaxKind.MultiLineDocumentationCommentTrivia);
        if (at < 0 || leading[at].GetStructure() is not DocumentationCommentTriviaSyntax comment) return function;
        var last = comment.Content.OfType<XmlElementSyntax>().LastOrDefault(e => e.StartTag.Name.LocalName.ValueText == "param");
        if (last is null) return function;

        var text = comment.ToFullString();
        var start = last.SpanStart - comment.FullSpan.Start;
        var end = last.Span.End - comment.FullSpan.Start;
        var line = text.LastIndexOf('\n', start) + 1;
        var prefix = line == 0 ? Indentation(leading, at) + "/// " : text.Substring(line, start - line);
        var newLine = text.Contains("\r\n") ? "\r\n" : "\n";
        text = text.Insert(end, $"{newLine}{prefix}<param name=\"{name}\">Cancelled when the caller no longer waits.</param>");
        return function.WithLeadingTrivia(leading.Take(at).Concat(ParseLeadingTrivia(text)).Concat(leading.Skip(at + 1)));
    }

    private static string Indentation(SyntaxTriviaList leading, int before) =>
        before > 0 && leading[before - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? leading[before - 1].ToString() : "";
}
