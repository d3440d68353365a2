namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Makes a local declaration one with <c>using</c>.</summary>
internal static class UsingDeclarations
{
    /// <summary>
    /// The plan; null where a jump would pass the declaration, where the local is assigned again, or where the language is too old. In async code
    /// <c>await using</c>, where the type can be disposed that way.
    /// </summary>
    /// <param name="site">Where the finding is.</param>
    /// <param name="local">The declaration, of one variable.</param>
    /// <param name="type">Its type.</param>
    /// <param name="title">The title, but for the quoted keyword.</param>
    /// <param name="key">The equivalence key.</param>
    internal static FixPlan? Plan(FixSite site, LocalDeclarationStatementSyntax local, ITypeSymbol type, string title, string key)
    {
        if (site.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }) return null;
        if (local.Declaration.Variables.Count != 1 || local.UsingKeyword != default || local.Modifiers.Count > 0) return null;
        if (local.Parent is not (BlockSyntax or GlobalStatementSyntax) || Functions.FunctionNode(local) is not { } function) return null;
        if (function.DescendantNodes().Any(node => node is LabeledStatementSyntax)) return null;
        var name = local.Declaration.Variables[0].Identifier.ValueText;
        if (function.DescendantNodes().Any(node => IsWritten(node, name))) return null;

        var isAsync = type.Implements(site.Facts[KnownType.IAsyncDisposable]) && Functions.IsAsync(function) && Functions.AllowsAwait(local);
        if (!isAsync && !type.AllInterfaces.Append(type).Any(contract => contract.SpecialType == SpecialType.System_IDisposable)) return null;
        return FixPlan.Replace($"{title} '{(isAsync ? "await using" : "using")}'", key, local, current =>
        {
            if (current is not LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } statement) return current;
            var leading = statement.GetLeadingTrivia();
            statement = statement.WithoutLeadingTrivia();
            return isAsync
                ? statement.WithAwaitKeyword(Token(leading, SyntaxKind.AwaitKeyword, TriviaList(Space)))
                    .WithUsingKeyword(Token(TriviaList(), SyntaxKind.UsingKeyword, TriviaList(Space)))
                : statement.WithUsingKeyword(Token(leading, SyntaxKind.UsingKeyword, TriviaList(Space)));
        });
    }

    private static bool IsWritten(SyntaxNode node, string name) => node switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } => target.Identifier.ValueText == name,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax given } => given.Identifier.ValueText == name,
        _ => false,
    };
}
