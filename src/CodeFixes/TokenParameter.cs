namespace ArchitectAnalyzers.CodeFixes;

/// <summary>
/// Gives a method, local function or lambda a cancellation token, and passes it on to every call in it that takes one. What shares the
/// signature (the interface, overrides, other implementations) gets it too.
/// </summary>
internal static class TokenParameter
{
    private static readonly string[] s_names = { "cancellationToken", "token", "requestAborted" };

    /// <summary>
    /// The plan; null where the signature is not the project's own to change, where a use of it would break, or where nothing in it takes
    /// the token.
    /// </summary>
    /// <param name="site">The finding.</param>
    /// <param name="function">The declaration of the method or local function, or the lambda.</param>
    /// <param name="title">The plan's title.</param>
    /// <param name="key">The plan's key.</param>
    /// <param name="isHandler">Whether a framework calls the function and passes a token: then nobody else need be able to leave it out.</param>
    internal static FixPlan? Plan(FixSite site, SyntaxNode function, string title, string key, bool isHandler)
    {
        if (Symbol(site.Semantics, function) is not { } symbol || Parameters(function) is not { ContainsDirectives: false }) return null;
        if (MethodFamily.Of(site, function, symbol) is not { } family || FreeName(site, family.Members) is not { } name) return null;
        if (Needed(site, family, function, name, isHandler, out var ownCalls) is not { } need) return null;

        // An optional parameter may only be followed by others, and callers that pass nothing keep compiling.
        var isOptional = need == Need.Optional || family.Members.Any(m => Parameters(m.Function)!.Parameters.Any(p => p.Default is not null));
        if (isOptional && family.Members.Any(m => HidesBehindDefaults(m.Symbol))) return null;

        var changes = family.Members
            .Select(m => new Change(m, Calls(site, m, name), isOptional && m.Symbol.ExplicitInterfaceImplementations.IsEmpty))
            .ToArray();
        if (changes[0].Calls.Count == 0) return null;
        foreach (var change in changes) change.Calls.AddRange(ownCalls.Where(own => own.Member == change.Member).Select(own => (own.Call, own.Edit)));

        var here = changes.Where(c => c.Member.Function.SyntaxTree == site.Root.SyntaxTree).ToArray();
        return new FixPlan(title, key, editor => Edit(editor, here, name), UsingsOf(here))
        {
            Elsewhere = changes.Except(here)
                .GroupBy(c => c.Member.Function.SyntaxTree)
                .Select(g => new DocumentEdit(site.Document.Project.Solution.GetDocument(g.Key)!.Id, editor => Edit(editor, g, name), UsingsOf(g)))
                .ToArray(),
        };
    }

    // Plans share the declarations of a family, and each of them edits all: what is there already stays.
    private static void Edit(DocumentEditor editor, IEnumerable<Change> changes, string name)
    {
        foreach (var change in changes)
        {
            var parameter = Parameter(name, change.IsOptional, IsAsyncIterator(change.Member.Symbol, change.Member.Function));
            foreach (var (call, edit) in change.Calls)
            {
                editor.ReplaceNode(call, (current, _) =>
                    current is InvocationExpressionSyntax invocation && !IsGiven(invocation, name) ? edit(invocation) : current);
            }

            editor.ReplaceNode(change.Member.Function, (current, _) =>
                Parameters(current) is { } list && list.Parameters.All(p => p.Identifier.ValueText != name)
                    ? Document(current.ReplaceNode(list, Add(list, parameter)), name)
                    : current);
        }
    }

    private static bool IsGiven(InvocationExpressionSyntax call, string name) =>
        call.ArgumentList.Arguments.Any(a => a.Expression is IdentifierNameSyntax { Identifier.ValueText: var given } && given == name);

    private static string[] UsingsOf(IEnumerable<Change> changes) =>
        changes.Any(c => IsAsyncIterator(c.Member.Symbol, c.Member.Function))
            ? new[] { "System.Runtime.CompilerServices", "System.Threading" }
            : new[] { "System.Threading" };

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

    // A name that none of the declarations uses. The type's name must mean the type.
    private static string? FreeName(FixSite site, IReadOnlyList<FamilyMember> members)
    {
        IEnumerable<string> names = s_names;
        foreach (var (function, _, semantics) in members)
        {
            var taken = new HashSet<string>(function.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText));
            names = names.Where(n => !taken.Contains(n)
                && !semantics.LookupSymbols(function.SpanStart, name: n).Any(s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol)).ToArray();
            var means = semantics.LookupNamespacesAndTypes(function.SpanStart, name: nameof(CancellationToken));
            if (!means.All(m => SymbolEqualityComparer.Default.Equals(m, site.Facts[KnownType.CancellationToken]))) return null;
        }

        return names.FirstOrDefault();
    }

    private enum Need
    {
        Required,
        Optional,
    }

    // How the parameter must be so that those who use the function go on compiling; null where they cannot. Calls among the declarations
    // themselves (recursion, base.M()) pass the token on.
    private static Need? Needed(
        FixSite site, MethodFamily family, SyntaxNode function, string name, bool isHandler,
        out List<(FamilyMember Member, InvocationExpressionSyntax Call, EditCall Edit)> own)
    {
        own = new();
        if (function is AnonymousFunctionExpressionSyntax) return MayGrow(site, function) ? Need.Required : null;

        foreach (var member in family.Members)
            if (Overloads(member.Symbol).Any(m => IsSameButForToken(m, member.Symbol, site.Facts))) return null;

        var need = family.Members.Any(m => isHandler ? IsSeenByOthers(site, m.Symbol) : IsSeen(m.Symbol)) ? Need.Optional : Need.Required;
        foreach (var use in site.Semantics.Compilation.SyntaxTrees.SelectMany(tree => Names.Uses(tree, family.Members[0].Symbol.Name)))
        {
            var semantics = use.SyntaxTree == site.Root.SyntaxTree ? site.Semantics : site.Facts.Semantics(use.SyntaxTree);
            var info = semantics.GetSymbolInfo(use, site.CancellationToken);
            if (!(info.Symbol is not null ? family.Has(info.Symbol) : info.CandidateSymbols.Any(family.Has))) continue;
            if (Names.Called(use) is not { } call)
            {
                // As a delegate: the mapping call adapts, nobody else does.
                if (IsMapped(use, semantics, site)) continue;
                return null;
            }

            // An expression tree may not leave an optional argument out.
            var operation = semantics.GetOperation(call, site.CancellationToken) as IInvocationOperation;
            if (family.Members.Any(m => m.Symbol.Parameters.Any(p => p.IsParams)) || IsInExpressionTree(operation)) return null;
            need = Need.Optional;
            if (operation is not null && family.Members.FirstOrDefault(m => m.Function.Contains(call)) is { } caller && Takes(site, operation, caller))
            {
                var isNamed = call.ArgumentList.Arguments.Any(a => a.NameColon is not null)
                    || info.Symbol is IMethodSymbol called && call.ArgumentList.Arguments.Count < called.Parameters.Length;
                own.Add((caller, call, current => TokenArgument.Append(current, name, isNamed)));
            }
        }

        return need;
    }

    // A delegate without a type of its own follows the lambda's: handed to a mapping call, at once or through a variable.
    private static bool MayGrow(FixSite site, SyntaxNode lambda)
    {
        var outer = lambda.Parent;
        while (outer is ParenthesizedExpressionSyntax) outer = outer.Parent;
        if (outer is ArgumentSyntax)
            return site.Semantics.GetTypeInfo(lambda, site.CancellationToken).ConvertedType is { Name: "Delegate" or "MulticastDelegate" };
        if (outer is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var type } } declarator }
            || site.Semantics.GetDeclaredSymbol(declarator, site.CancellationToken) is not ILocalSymbol local
            || !type.IsVar && local.Type is not { Name: "Delegate" or "MulticastDelegate" }) return false;
        return Names.Uses(lambda.SyntaxTree, local.Name)
            .Where(use => SymbolEqualityComparer.Default.Equals(site.Semantics.GetSymbolInfo(use, site.CancellationToken).Symbol, local))
            .All(use => IsMapped(use, site.Semantics, site));
    }

    private static bool IsMapped(SimpleNameSyntax use, SemanticModel semantics, FixSite site) =>
        use.FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent is InvocationExpressionSyntax taker
        && semantics.GetOperation(taker, site.CancellationToken) is IInvocationOperation mapping
        && site.Facts.Endpoints().Of(mapping) is { Kind: EndpointKind.MinimalApi } && IsPlainArgument(use);

    private static bool IsSameButForToken(IMethodSymbol other, IMethodSymbol symbol, Facts facts) =>
        other.Parameters.Length == symbol.Parameters.Length + 1
        && facts.Is(other.Parameters[other.Parameters.Length - 1].Type, KnownType.CancellationToken)
        && symbol.Parameters.Zip(other.Parameters, (a, b) => SymbolEqualityComparer.Default.Equals(a.Type, b.Type)).All(same => same);

    // Whether a call could no longer tell the method from an overload, or an argument would land in the token's place.
    private static bool HidesBehindDefaults(IMethodSymbol symbol) =>
        symbol.Parameters.Any(p => p.IsParams)
        || Overloads(symbol).Any(other => other.Parameters.Any(p => p.IsParams)
            || other.Parameters.Length > symbol.Parameters.Length && other.Parameters.Skip(symbol.Parameters.Length).All(p => p.IsOptional));

    private static IEnumerable<IMethodSymbol> Overloads(IMethodSymbol symbol) => symbol.ContainingType is null || symbol.MethodKind == MethodKind.LocalFunction
        ? Enumerable.Empty<IMethodSymbol>()
        : symbol.ContainingType.GetMembers(symbol.Name).OfType<IMethodSymbol>().Where(other => !SymbolEqualityComparer.Default.Equals(other, symbol));

    private static bool IsSeen(IMethodSymbol symbol) =>
        symbol.MethodKind != MethodKind.LocalFunction && symbol.DeclaredAccessibility != Accessibility.Private;

    // Tests and the like are built on this project: what they call keeps its shape.
    private static bool IsSeenByOthers(FixSite site, IMethodSymbol symbol) =>
        IsSeen(symbol) && site.Document.Project.Solution.GetProjectDependencyGraph().GetProjectsThatDirectlyDependOnThisProject(site.Document.Project.Id).Any();

    private static bool IsPlainArgument(SimpleNameSyntax name)
    {
        SyntaxNode? node = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member : name;
        while (node.Parent is ParenthesizedExpressionSyntax) node = node.Parent;
        return node.Parent is ArgumentSyntax;
    }

    private static bool IsInExpressionTree(IOperation? operation)
    {
        for (; operation is not null; operation = operation.Parent)
            if (operation is IAnonymousFunctionOperation { Parent: IConversionOperation { Type: { Name: "Expression",
                ContainingNamespace.Name: "Expressions" } } })
                return true;
        return false;
    }

    private static List<(InvocationExpressionSyntax Call, EditCall Edit)> Calls(FixSite site, FamilyMember member, string name)
    {
        var calls = new List<(InvocationExpressionSyntax, EditCall)>();
        var tokens = site.Facts.Tokens();
        if (member.Semantics.GetOperation(member.Function, site.CancellationToken) is not { } body) return calls;
        foreach (var call in body.DescendantsAndSelf().OfType<IInvocationOperation>())
        {
            if (tokens.Unfilled(call) is not null && Takes(site, call, member) && TokenArgument.Plan(call, tokens, name) is { } edit)
                calls.Add(((InvocationExpressionSyntax)call.Syntax, current => edit(current)));
        }

        return calls;
    }

    // Whether a token of the declaration is what the call should have.
    private static bool Takes(FixSite site, IInvocationOperation call, FamilyMember member)
    {
        var tokens = site.Facts.Tokens();
        ISymbol containing = member.Symbol;
        while (containing is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction }) containing = containing.ContainingSymbol;
        return tokens.Reaches(call, member.Function is MethodDeclarationSyntax ? null : member.Function)
            && tokens.At(call, containing, site.CancellationToken) is null
            && !tokens.IsPointOfNoReturn(call, containing);
    }

    private delegate InvocationExpressionSyntax EditCall(InvocationExpressionSyntax current);

    /// <summary>What becomes of one declaration.</summary>
    private sealed record Change(FamilyMember Member, List<(InvocationExpressionSyntax Call, EditCall Edit)> Calls, bool IsOptional);

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
