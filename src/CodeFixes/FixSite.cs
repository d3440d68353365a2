namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Where a finding is, in the document as it stands before any fix.</summary>
internal sealed class FixSite
{
    internal FixSite(Document document, SyntaxNode root, SemanticModel semantics, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        Document = document;
        Root = root;
        Semantics = semantics;
        Diagnostic = diagnostic;
        CancellationToken = cancellationToken;
        Facts = Facts.Of(semantics.Compilation);
        Node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
    }

    internal Document Document { get; }

    internal SyntaxNode Root { get; }

    internal SemanticModel Semantics { get; }

    internal Facts Facts { get; }

    internal Diagnostic Diagnostic { get; }

    internal CancellationToken CancellationToken { get; }

    /// <summary>The innermost node at the squiggle.</summary>
    internal SyntaxNode Node { get; }

    /// <summary>What the rule recorded under a property key of its own; null where it did not.</summary>
    internal string? this[string property] => Diagnostic.Properties.TryGetValue(property, out var value) ? value : null;

    /// <summary>The innermost node at the squiggle, or around it, of a kind.</summary>
    internal T? Enclosing<T>() where T : SyntaxNode => Node.FirstAncestorOrSelf<T>();

    /// <summary>The call whose name is squiggled.</summary>
    internal InvocationExpressionSyntax? Call()
    {
        for (SyntaxNode? node = Node; node is not null; node = node.Parent)
        {
            if (node is InvocationExpressionSyntax call && (node == Node || CallShapes.NameNode(call).Span.Contains(Node.Span))) return call;
            if (node is StatementSyntax or MemberDeclarationSyntax) return null;
        }

        return null;
    }

    /// <summary>Whether an expression may be written twice: a variable, or a field of this object.</summary>
    internal bool IsVariable(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
        && Semantics.GetSymbolInfo(expression, CancellationToken).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol;

    /// <summary>Whether an expression, written at a place of this document, binds without error to something of the expected type.</summary>
    internal bool Binds(int position, ExpressionSyntax expression, ITypeSymbol? expected = null)
    {
        var type = Semantics.GetSpeculativeTypeInfo(position, expression, SpeculativeBindingOption.BindAsExpression).Type;
        return type is not null and not IErrorTypeSymbol && (expected is null || Semantics.Compilation.HasImplicitConversion(type, expected));
    }

    /// <summary>Whether each name is free at a place, or already means the type of that namespace: importing the namespace makes it mean that.</summary>
    internal bool CanName(int position, params (string Name, string Namespace)[] types) =>
        types.All(type => Semantics.LookupNamespacesAndTypes(position, name: type.Name) is var found
            && (found.IsEmpty || found.Any(symbol => symbol.ContainingNamespace.ToDisplayString() == type.Namespace)));
}
