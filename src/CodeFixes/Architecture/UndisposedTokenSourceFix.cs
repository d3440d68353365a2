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

    private static FixPlan? InUsing(ExpressionSyntax creation) =>
        creation.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { } local ? UsingLocals.InDeclaration(local, UndisposedTokenSource.Descriptor.Id) : null;

    private static FixPlan? FromInline(ExpressionSyntax creation)
    {
        var value = creation;
        while (value.Parent is ParenthesizedExpressionSyntax parenthesized) value = parenthesized;
        return value.Parent is MemberAccessExpressionSyntax && creation.FirstAncestorOrSelf<StatementSyntax>() is { } statement
            && statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax
            ? UsingLocals.Before(statement, value, creation is InvocationExpressionSyntax ? s_linkedNames : s_names, UndisposedTokenSource.Descriptor.Id) : null;
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
