namespace ArchitectAnalyzers.Semantics;

/// <summary>The calls and object creations of one body, in the order in which they are made.</summary>
internal static class BodyCalls
{
    private static readonly Comparison<ExpressionSyntax> s_byEnd = static (left, right) => left.Span.End.CompareTo(right.Span.End);

    /// <summary>
    /// <paramref name="body"/> is a block, an expression, or a compilation unit for its top-level statements. What nested functions call is left
    /// out: they run when they are called.
    /// </summary>
    internal static List<ExpressionSyntax> Of(SyntaxNode body)
    {
        var found = new List<ExpressionSyntax>();
        foreach (var node in body.DescendantNodesAndSelf(node => node == body || !IsElsewhere(node)))
            if (node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax) found.Add((ExpressionSyntax)node);

        // Receivers and arguments are evaluated first, and end first.
        found.Sort(s_byEnd);
        return found;
    }

    /// <summary>All calls in a declaration, those of nested functions too, in source order.</summary>
    internal static IEnumerable<ExpressionSyntax> In(SyntaxNode declaration)
    {
        foreach (var node in declaration.DescendantNodes())
            if (node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax) yield return (ExpressionSyntax)node;
    }

    private static bool IsElsewhere(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax
        or BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or DelegateDeclarationSyntax or AttributeListSyntax;

    /// <summary>The body that a method, constructor or local function of source has; null for one without, and for anything else.</summary>
    internal static SyntaxNode? BodyOf(SyntaxNode? declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax function => (SyntaxNode?)function.Body ?? function.ExpressionBody?.Expression,
        CompilationUnitSyntax unit => unit,
        _ => null,
    };

    /// <summary>The declaration whose body runs the node when called, lambdas passed over; a compilation unit for top-level statements.</summary>
    internal static SyntaxNode? DeclarationAround(SyntaxNode node)
    {
        for (var n = node.Parent; n is not null; n = n.Parent)
        {
            if (n is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax) return n;
            if (n is BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax or BaseTypeDeclarationSyntax) return null;
        }

        return null;
    }
}
