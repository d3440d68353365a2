using ArchitectAnalyzers.CodeFixes.Architecture;

namespace ArchitectAnalyzers.CodeFixes;

/// <summary>
/// Awaits the counterpart of a synchronous call: the name changes, the arguments stay, a token that is in scope is passed, and a function that
/// returns tasks becomes async first.
/// </summary>
internal static class CounterpartCall
{
    /// <summary>
    /// The plan for one call; null where an await cannot stand there with the same meaning, or would not compile. Its cost does not grow with the
    /// number of findings in the document.
    /// </summary>
    /// <param name="site">Where the call is.</param>
    /// <param name="key">The equivalence key.</param>
    /// <param name="find">Finds the counterpart.</param>
    /// <param name="mayConvert">Whether a function that returns no task may be made to, and its callers with it: that is tried out first.</param>
    internal static FixPlan? Plan(FixSite site, string key, Func<Counterparts, IInvocationOperation, ISymbol, Counterpart?> find, bool mayConvert = false)
    {
        if (site.Call() is not { } call || call.ContainsDirectives || Functions.FunctionNode(call) is not { } function
            || !Functions.AllowsAwait(call) || References.MayCross(function, call, site)) return null;
        if (site.Semantics.GetOperation(call, site.CancellationToken) is not IInvocationOperation operation
            || site.Semantics.GetEnclosingSymbol(call.SpanStart, site.CancellationToken) is not { } containing) return null;
        containing = containing.Member();
        var counterparts = site.Facts.Counterparts(site.Document.Project.AnalyzerOptions);
        if (find(counterparts, operation, containing) is not { } counterpart
            || Shape.Of(site, call, operation, containing, counterpart, counterparts) is not { } shape) return null;

        if (Site(site, call, shape) is not { } place) return null;
        var name = counterpart.Method.Name;
        var edit = new NodeEdit(place.Node, place.Replace);
        if (Functions.IsAsync(function))
        {
            return new FixPlan($"Await '{name}'", key, new[] { edit }, shape.Usings);
        }

        // Only where the signature stays as it is: then no caller needs to follow.
        var returnsTask = ReturnsTask(site, function);
        if (!returnsTask && !mayConvert || AsyncConversion.Plan(site, function) is not { } conversion) return null;
        var kind = function is LambdaExpressionSyntax ? "lambda" : function is LocalFunctionStatementSyntax ? "function" : "method";
        if (!returnsTask)
        {
            return new FixPlan($"Make the {kind} async and await '{name}'", key, conversion.Edits.Prepend(edit).ToArray(),
                shape.Usings.Concat(conversion.Usings).ToArray())
            {
                Trial = conversion.Trial(new[] { place.Node }),
            };
        }

        if (function is LambdaExpressionSyntax lambda && !KeepsItsMeaning(site, lambda, call, shape)) return null;
        return new FixPlan($"Make the {kind} async and await '{name}'", key, conversion.FunctionEdits.Prepend(edit).ToArray(), shape.Usings);
    }

    private static BlockedSite? Site(FixSite site, InvocationExpressionSyntax call, Shape shape)
    {
        ExpressionSyntax? Counterpart(ExpressionSyntax current) => current is InvocationExpressionSyntax now ? shape.Apply(now) : null;
        return BlockedSite.IsConditional(call)
            ? BlockedSite.OfConditional(call, Counterpart, site.Semantics, throws: false, site.CancellationToken)
            : new BlockedSite(call, current => current is InvocationExpressionSyntax now && shape.Apply(now) is { } changed
                ? current.CopyAnnotationsTo(AwaitSyntax.Await(changed, call))!
                : current, Throws: false);
    }

    private static bool ReturnsTask(FixSite site, SyntaxNode function)
    {
        var symbol = function is AnonymousFunctionExpressionSyntax
            ? site.Semantics.GetSymbolInfo(function, site.CancellationToken).Symbol
            : site.Semantics.GetDeclaredSymbol(function, site.CancellationToken);
        return symbol is IMethodSymbol { ReturnsVoid: false } method && method.ReturnType.IsTask(site.Facts);
    }

    // An async lambda may choose another overload of what it is handed to.
    private static bool KeepsItsMeaning(FixSite site, LambdaExpressionSyntax lambda, InvocationExpressionSyntax call, Shape shape)
    {
        if (lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax host }) return lambda.Parent is not ArgumentSyntax;
        var changed = lambda.ReplaceNode(call, AwaitSyntax.Await(shape.Apply(call)!, call));
        var type = site.Semantics.GetTypeInfo(lambda, site.CancellationToken).ConvertedType;
        var async = AsyncRewriter.Convert(changed, type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: INamedTypeSymbol { Arity: 0 } }
            && lambda.ExpressionBody is null ? AsyncShape.Task : AsyncShape.TaskOfValue);
        var before = site.Semantics.GetSymbolInfo(host, site.CancellationToken).Symbol;
        var after = site.Semantics.GetSpeculativeSymbolInfo(host.SpanStart, host.ReplaceNode(lambda, async), SpeculativeBindingOption.BindAsExpression).Symbol;
        return before is not null && SymbolEqualityComparer.Default.Equals(before, after);
    }

    /// <summary>How a call becomes its counterpart's.</summary>
    /// <param name="Name">The counterpart's name.</param>
    /// <param name="On">The type that it is called on, where that is another.</param>
    /// <param name="Token">The token to pass; null for none.</param>
    /// <param name="TokenName">The name of the token's parameter, where the argument must be named.</param>
    /// <param name="CollectFrom">The first of the arguments that become one array; -1 where they stay.</param>
    /// <param name="Element">That array's element type; null for a collection expression.</param>
    /// <param name="Usings">The namespaces that it needs.</param>
    private sealed record Shape(string Name, ExpressionSyntax? On, string? Token, string? TokenName, int CollectFrom, TypeSyntax? Element, string[] Usings)
    {
        internal static Shape? Of(
            FixSite site, InvocationExpressionSyntax call, IInvocationOperation operation, ISymbol containing, Counterpart counterpart,
                Counterparts counterparts)
        {
            var tokens = site.Facts.Tokens();
            var token = tokens.IsPointOfNoReturn(operation, containing) ? null : tokens.At(operation, containing, site.CancellationToken)?.Expression;
            if (token is not null) counterpart = counterparts.WithToken(operation, counterpart, containing);
            else if (counterpart.NeedsToken) token = "CancellationToken.None";

            var method = counterpart.Method;
            var isReduced = site.Semantics.GetSymbolInfo(call, site.CancellationToken).Symbol is IMethodSymbol { MethodKind: MethodKind.ReducedExtension };
            var isElsewhere = !SymbolEqualityComparer.Default.Equals(method.ContainingType, operation.TargetMethod.ContainingType.OriginalDefinition)
                && method.IsStatic && !(method.IsExtensionMethod && (isReduced || operation.Instance is not null));
            if (isElsewhere && method.IsExtensionMethod) return null;

            var usings = new List<string>();
            ExpressionSyntax? on = null;
            if (isElsewhere) on = TypeName(site, call, method.ContainingType, usings);
            else if (method.IsExtensionMethod) usings.Add(method.ContainingNamespace.ToDisplayString());

            var arguments = call.ArgumentList.Arguments;
            TypeSyntax? element = null;
            if (counterpart.CollectFrom >= 0 && !ArgumentArrays.HaveLiterals(call.SyntaxTree))
            {
                if (operation.TargetMethod.Parameters.Last().Type is not IArrayTypeSymbol array) return null;
                element = ParseTypeName(array.ElementType.ToMinimalDisplayString(site.Semantics, NullableFlowState.NotNull, call.SpanStart));
            }

            string? tokenName = null;
            if (counterpart.Token is null) token = null;
            if (token is not null)
            {
                var at = counterpart.Token!.Ordinal - (method.IsExtensionMethod && (isReduced || operation.Instance is not null) ? 1 : 0);
                var count = counterpart.CollectFrom < 0 ? arguments.Count : counterpart.CollectFrom + 1;
                if (at < count) return null;
                if (at > count || arguments.Any(a => a.NameColon is not null)) tokenName = counterpart.Token.Name;
            }

            var shape = new Shape(method.Name, on, token, tokenName, counterpart.CollectFrom, element, usings.ToArray());
            return shape.Binds(site, call, method) ? shape : null;
        }

        /// <summary>The counterpart's call; null where the call is not as it was.</summary>
        internal InvocationExpressionSyntax? Apply(InvocationExpressionSyntax call)
        {
            if (Callee(call.Expression) is not { } callee) return null;
            var list = call.ArgumentList;
            if (CollectFrom >= 0)
            {
                if (list.Arguments.Count <= CollectFrom) return null;
                list = ArgumentArrays.Collect(list, CollectFrom, Element);
            }

            if (Token is not null)
            {
                var argument = Argument(ParseExpression(Token));
                if (TokenName is not null) argument = argument.WithNameColon(NameColon(IdentifierName(TokenName)).WithTrailingTrivia(Space));
                list = list.Arguments.Count == 0
                    ? list.AddArguments(argument) : list.WithArguments(SeparatedLists.Append(list.OpenParenToken, list.Arguments, argument));
            }

            return call.WithExpression(callee).WithArgumentList(list);
        }

        private ExpressionSyntax? Callee(ExpressionSyntax callee) => callee switch
        {
            MemberAccessExpressionSyntax access =>
                (On is null ? access : access.WithExpression(On.WithTriviaFrom(access.Expression))).WithName(Renamed(access.Name)),
            MemberBindingExpressionSyntax binding => binding.WithName(Renamed(binding.Name)),
            SimpleNameSyntax name when On is not null =>
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, On, Renamed(name).WithoutTrivia()).WithTriviaFrom(name),
            SimpleNameSyntax name => Renamed(name),
            _ => null,
        };

        private SimpleNameSyntax Renamed(SimpleNameSyntax name) => name.WithIdentifier(Identifier(Name).WithTriviaFrom(name.Identifier));

        // An extension method whose namespace is yet to be imported binds to nothing so far.
        private bool Binds(FixSite site, InvocationExpressionSyntax call, IMethodSymbol method)
        {
            if (Apply(call) is not { } changed) return false;
            if (TokenArgument.Bind(changed, call, site.Semantics) is { } bound)
                return SymbolEqualityComparer.Default.Equals((bound.ReducedFrom ?? bound).OriginalDefinition, method);
            return Usings.Length > 0;
        }

        private static ExpressionSyntax TypeName(FixSite site, SyntaxNode place, INamedTypeSymbol type, List<string> usings)
        {
            var space = type.ContainingNamespace.ToDisplayString();
            var found = site.Semantics.LookupNamespacesAndTypes(place.SpanStart, name: type.Name);
            if (found.IsEmpty) usings.Add(space);
            else if (!found.Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == space)) return ParseExpression(space + "." + type.Name);
            return IdentifierName(type.Name);
        }
    }
}
