namespace ArchitectAnalyzers.Models;

/// <summary>Whether middleware of the team's own reads the session.</summary>
internal static class Sessions
{
    internal static bool IsReadBy(PipelineCall call, Facts facts, CancellationToken cancellationToken)
    {
        foreach (var argument in call.Syntax.ArgumentList.Arguments)
        {
            if (argument.Expression is AnonymousFunctionExpressionSyntax handler && IsReadIn(handler, facts, cancellationToken)) return true;
            if (argument.Expression is TypeOfExpressionSyntax named
                && IsReadBy(facts.Semantics(named.SyntaxTree).GetTypeInfo(named.Type, cancellationToken).Type, facts, cancellationToken)) return true;
        }

        foreach (var type in call.Method.TypeArguments)
            if (IsReadBy(type, facts, cancellationToken)) return true;
        return false;
    }

    private static bool IsReadBy(ITypeSymbol? middleware, Facts facts, CancellationToken cancellationToken)
    {
        if (middleware is null) return false;
        foreach (var declaration in middleware.DeclaringSyntaxReferences)
        {
            if (facts.Compilation.ContainsSyntaxTree(declaration.SyntaxTree)
                && IsReadIn(declaration.GetSyntax(cancellationToken), facts, cancellationToken)) return true;
        }

        return false;
    }

    private static bool IsReadIn(SyntaxNode code, Facts facts, CancellationToken cancellationToken)
    {
        SemanticModel? semantics = null;
        foreach (var node in code.DescendantNodes())
        {
            if (node is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Session" } read) continue;
            semantics ??= facts.Semantics(code.SyntaxTree);
            if (semantics.GetSymbolInfo(read, cancellationToken).Symbol is IPropertySymbol property
                && facts.Is(property.ContainingType, KnownType.HttpContext)) return true;
        }

        return false;
    }
}
