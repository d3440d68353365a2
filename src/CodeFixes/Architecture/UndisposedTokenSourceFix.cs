using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Puts a local source into a <c>using</c>, gives an inline one a variable first, and disposes of a field where its owner is disposed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UndisposedTokenSourceFix))]
public sealed class UndisposedTokenSourceFix : RuleFix
{
    private static readonly string[] s_names = { "timeout", "timeLimit", "timeoutSource" }, s_linkedNames = { "linked", "linkedSource", "bothTokens" };

    /// <summary>The fix of <see cref="UndisposedTokenSource"/>.</summary>
    public UndisposedTokenSourceFix() : base(UndisposedTokenSource.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }) yield break;
        if (((ExpressionSyntax?)site.Call() ?? site.Enclosing<BaseObjectCreationExpressionSyntax>()) is not { } creation) yield break;
        var plan = site[UndisposedTokenSource.Place] switch
        {
            UndisposedTokenSource.Using => InUsing(creation),
            UndisposedTokenSource.Inline => FromInline(creation),
            UndisposedTokenSource.Owner => WithOwner(site, creation),
            _ => null,
        };
        if (plan is not null) yield return plan;
    }

    private static FixPlan? InUsing(ExpressionSyntax creation)
    {
        if (creation.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Declaration.Variables.Count: 1, Parent: BlockSyntax
            or GlobalStatementSyntax } local
            || local.UsingKeyword != default || local.Modifiers.Count > 0 || UsingLocals.HasJumps(local)) return null;
        return FixPlan.Replace("Dispose of it with 'using'", UndisposedTokenSource.Descriptor.Id, local, current =>
            current is LocalDeclarationStatementSyntax statement && statement.UsingKeyword == default
                ? statement.WithoutLeadingTrivia().WithUsingKeyword(Token(statement.GetLeadingTrivia(), SyntaxKind.UsingKeyword, TriviaList(Space)))
                : current);
    }

    private static FixPlan? FromInline(ExpressionSyntax creation)
    {
        SyntaxNode value = creation;
        while (value.Parent is ParenthesizedExpressionSyntax) value = value.Parent;
        if (value.Parent is not MemberAccessExpressionSyntax access || creation.FirstAncestorOrSelf<StatementSyntax>() is not { } statement) return null;
        if (statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax)
            || Functions.FunctionNode(creation) is not { } function || Functions.FunctionNode(statement) != function || creation.ContainsDirectives
                || UsingLocals.HasJumps(statement)) return null;
        SyntaxNode first = statement.Parent is GlobalStatementSyntax global ? global : statement;
        if (first.Parent is not { } owner || StatementPlace.Of(owner) is not { } statements) return null;
        if (!new StatementPlace(owner, StatementPlace.IndexOf(statements, first)).IsBetweenLines) return null;

        var taken = new HashSet<string>();
        for (SyntaxNode? around = function; around is not null; around = Functions.FunctionNode(around)) taken.UnionWith(UsingLocals.Names(around));
        var names = (creation is InvocationExpressionSyntax ? s_linkedNames : s_names).Where(n => !taken.Contains(n)).ToArray();
        if (names.Length == 0) return null;

        return new FixPlan("Keep it in a variable and dispose of it", UndisposedTokenSource.Descriptor.Id, editor =>
        {
            var mark = new SyntaxAnnotation();
            editor.ReplaceNode(access, (current, _) => current.WithAdditionalAnnotations(mark));
            editor.ReplaceNode(owner, (current, _) =>
            {
                if (current.GetAnnotatedNodes(mark).FirstOrDefault() is not MemberAccessExpressionSyntax token) return current;
                var used = UsingLocals.Names(current);
                if (names.FirstOrDefault(n => !used.Contains(n)) is not { } name) return current;
                var made = token.Expression;
                while (made is ParenthesizedExpressionSyntax parenthesized) made = parenthesized.Expression;
                var all = StatementPlace.Of(current)!;
                var index = StatementPlace.IndexOf(all, all.First(s => s.Contains(token)));
                return StatementPlace.Inserted(
                    current.ReplaceNode(token, token.WithExpression(IdentifierName(name).WithTriviaFrom(token.Expression))),
                    index, $"using var {name} = {made.WithoutTrivia()};");
            });
        });
    }

    private static FixPlan? WithOwner(FixSite site, ExpressionSyntax creation)
    {
        if (FieldOf(site, creation) is not { } field || creation.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type) return null;
        if (!field.ContainingType.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_IDisposable
            || site.Facts.Is(i, KnownType.IAsyncDisposable))) return null;
        var methods = type.Members.OfType<MethodDeclarationSyntax>().Where(m => m.ParameterList.Parameters.Count == 0
            && m.ExplicitInterfaceSpecifier is null).ToArray();
        var dispose = methods.FirstOrDefault(m => m.Identifier.ValueText == "Dispose" && m.ReturnType.ToString() == "void")
            ?? methods.FirstOrDefault(m => m.Identifier.ValueText == "DisposeAsync" && m.Modifiers.Any(SyntaxKind.AsyncKeyword));
        if (dispose is null || dispose.ContainsDirectives || !CanExtend(dispose)) return null;
        var isThere = field.IsReadOnly || (creation.Parent?.Parent is VariableDeclaratorSyntax && field.NullableAnnotation == NullableAnnotation.NotAnnotated);
        var call = $"{field.Name}{(isThere ? "" : "?")}.Dispose();";
        return FixPlan.Replace($"Dispose of it in '{dispose.Identifier.ValueText}'", UndisposedTokenSource.Descriptor.Id, dispose,
            current => current is MethodDeclarationSyntax method ? Extend(method, call) : current);
    }

    private static IFieldSymbol? FieldOf(FixSite site, ExpressionSyntax creation) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } =>
            site.Semantics.GetDeclaredSymbol(declarator, site.CancellationToken) as IFieldSymbol,
        AssignmentExpressionSyntax assignment => site.Semantics.GetSymbolInfo(assignment.Left, site.CancellationToken).Symbol as IFieldSymbol,
        _ => null,
    };

    private static bool CanExtend(MethodDeclarationSyntax dispose) => dispose switch
    {
        { ExpressionBody.Expression: InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax
            or ConditionalAccessExpressionSyntax } => true,
        { Body: { } body } => new StatementPlace(body, Last(body)).IsBetweenLines && !body.DescendantNodes().Any(n =>
            n is ReturnStatementSyntax or ThrowStatementSyntax),
        _ => false,
    };

    private static MethodDeclarationSyntax Extend(MethodDeclarationSyntax method, string call)
    {
        if (method.Body is { } body) return method.WithBody((BlockSyntax)StatementPlace.Inserted(body, Last(body), call));
        var indent = method.GetLeadingTrivia().LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space ? space.ToString() : "";
        var inner = indent + (indent.Contains('\t') ? "\t" : "    ");
        var block = (BlockSyntax)ParseStatement($"{indent}{{\n{inner}{method.ExpressionBody!.Expression.WithoutTrivia()};\n{inner}{call}\n{indent}}}");
        return method
            .WithParameterList(method.ParameterList.WithTrailingTrivia(LineFeed))
            .WithExpressionBody(null)
            .WithSemicolonToken(default)
            .WithBody(block.WithTrailingTrivia(method.GetTrailingTrivia()));
    }

    // What ends the method stays at its end.
    private static int Last(BlockSyntax body)
    {
        for (var i = 0; i < body.Statements.Count; i++)
        {
            var text = body.Statements[i].ToString();
            if (text.StartsWith("base.", StringComparison.Ordinal) || text.StartsWith("await base.", StringComparison.Ordinal)
                || text.StartsWith("GC.SuppressFinalize", StringComparison.Ordinal)) return i;
        }

        return body.Statements.Count;
    }
}
