namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Puts what an expression makes into a <c>using</c> declaration.</summary>
internal static class UsingLocals
{
    /// <summary>The plan for an object that a local declaration holds, or that is used in the middle of a statement; null where there is none.</summary>
    /// <param name="site">Where.</param>
    /// <param name="creation">The expression that makes the object.</param>
    /// <param name="names">For a new variable; the first that is free is taken.</param>
    /// <param name="id">The equivalence key.</param>
    internal static FixPlan? Plan(FixSite site, ExpressionSyntax creation, string[] names, string id)
    {
        if (site.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }) return null;
        return creation.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax local } }
            && InDeclaration(local, id) is { } plan ? plan : FromStatement(creation, names, id);
    }

    /// <summary>The plan that disposes of what a declaration holds; null where it cannot be a using declaration.</summary>
    internal static FixPlan? InDeclaration(LocalDeclarationStatementSyntax local, string id)
    {
        if (local.Declaration.Variables.Count != 1 || local.Parent is not (BlockSyntax or GlobalStatementSyntax)
            || local.UsingKeyword != default || local.Modifiers.Count > 0 || HasJumps(local)) return null;
        return FixPlan.Replace("Dispose of it with 'using'", id, local, current =>
            current is LocalDeclarationStatementSyntax statement && statement.UsingKeyword == default
                ? statement.WithoutLeadingTrivia().WithUsingKeyword(Token(statement.GetLeadingTrivia(), SyntaxKind.UsingKeyword, TriviaList(Space)))
                : current);
    }

    private static FixPlan? FromStatement(ExpressionSyntax creation, string[] names, string id)
    {
        if (creation.FirstAncestorOrSelf<StatementSyntax>() is not { } statement) return null;
        if (statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax)
            && !(statement is CommonForEachStatementSyntax loop && loop.Expression.Span.Contains(creation.Span))) return null;
        return creation.Ancestors().TakeWhile(node => node != statement).Any(node => node is ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax
            or BinaryExpressionSyntax or SwitchExpressionSyntax) ? null : Before(statement, creation, names, id);
    }

    /// <summary>The plan that makes the object in a declaration of its own before the statement; null where there is no place for one.</summary>
    /// <param name="statement">Where the object is used.</param>
    /// <param name="creation">The expression that makes it, with the parentheses around it.</param>
    /// <param name="names">For the new variable; the first that is free is taken.</param>
    /// <param name="id">The equivalence key.</param>
    internal static FixPlan? Before(StatementSyntax statement, ExpressionSyntax creation, string[] names, string id)
    {
        if (creation.ContainsDirectives || HasJumps(statement)
            || Functions.FunctionNode(creation) is not { } function || Functions.FunctionNode(statement) != function) return null;
        SyntaxNode first = statement.Parent is GlobalStatementSyntax global ? global : statement;
        if (first.Parent is not { } owner || StatementPlace.Of(owner) is not { } statements) return null;
        if (!new StatementPlace(owner, StatementPlace.IndexOf(statements, first)).IsBetweenLines) return null;

        var taken = new HashSet<string>();
        for (SyntaxNode? around = function; around is not null; around = Functions.FunctionNode(around)) taken.UnionWith(Names(around));
        var free = names.Where(n => !taken.Contains(n)).ToArray();
        if (free.Length == 0) return null;

        return new FixPlan("Keep it in a variable and dispose of it", id, editor =>
        {
            var mark = new SyntaxAnnotation();
            editor.ReplaceNode(creation, (current, _) => current.WithAdditionalAnnotations(mark));
            editor.ReplaceNode(owner, (current, _) =>
            {
                if (current.GetAnnotatedNodes(mark).FirstOrDefault() is not ExpressionSyntax made) return current;
                var used = Names(current);
                if (free.FirstOrDefault(n => !used.Contains(n)) is not { } name) return current;
                var all = StatementPlace.Of(current)!;
                var index = StatementPlace.IndexOf(all, all.First(s => s.Contains(made)));
                var bare = made;
                while (bare is ParenthesizedExpressionSyntax parenthesized) bare = parenthesized.Expression;
                return StatementPlace.Inserted(current.ReplaceNode(made, IdentifierName(name).WithTriviaFrom(made)), index, $"using var {name} = {bare.WithoutTrivia()};");
            });
        });
    }

    /// <summary>Whether the function around a node has labels: a goto may not jump past a using declaration.</summary>
    internal static bool HasJumps(SyntaxNode node) => Functions.FunctionNode(node)?.DescendantNodes().Any(n => n is LabeledStatementSyntax) != false;

    /// <summary>The identifiers of a function. Top-level statements share their file with the types below them, and no names.</summary>
    internal static HashSet<string> Names(SyntaxNode node) => new(
        (node is CompilationUnitSyntax unit ? unit.Members.OfType<GlobalStatementSyntax>().ToArray<SyntaxNode>() : new[] { node })
        .SelectMany(part => part.DescendantTokens()).Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText));
}
