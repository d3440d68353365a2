namespace ArchitectAnalyzers.Models;

internal sealed partial class Counterparts
{
    private const int MaxHops = 8;

    /// <summary>
    /// The class of asynchronous operators for a LINQ call, where what it runs over is a database query for certain: its source is a set of a
    /// context, or went through an operator of the provider. A plain <c>IQueryable</c> that comes from elsewhere cannot be told.
    /// </summary>
    private INamedTypeSymbol? OperatorsFor(IInvocationOperation call)
    {
        if (!call.TargetMethod.IsExtensionMethod || call.Arguments.IsEmpty) return null;
        return ProviderOf(call.Arguments[0].Value, 0);
    }

    private INamedTypeSymbol? ProviderOf(IOperation? query, int hops)
    {
        while (true)
        {
            if (query is IConversionOperation conversion) query = conversion.Operand;
            else if (query is IParenthesizedOperation parenthesized) query = parenthesized.Operand;
            else if (query is ITranslatedQueryOperation translated) query = translated.Operation;
            else if (query is IConditionalAccessInstanceOperation) query = query.Accessed();
            else break;
        }

        if (query?.Type is not { } type || hops > MaxHops || !type.Implements(_facts[KnownType.IQueryable])) return null;
        for (ITypeSymbol? t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
            if (ProviderIn(t.ContainingNamespace) is { } provider) return provider;

        switch (query)
        {
            case IInvocationOperation { TargetMethod: var method } call:
                if (ProviderIn(method.ContainingNamespace) is { } made) return made;
                if (method.IsExtensionMethod && call.Arguments.Length > 0) return ProviderOf(call.Arguments[0].Value, hops + 1);
                return ProviderOf(Returned(method), hops + 2);
            case IPropertyReferenceOperation { Property.GetMethod: { } getter }:
                return ProviderOf(Returned(getter), hops + 2);
            case ILocalReferenceOperation { Local: var local }:
                return ProviderOf(InitialValue(local, query), hops + 1);
            case IConditionalOperation { WhenTrue: var one, WhenFalse: var other }:
                return ProviderOf(one, hops + 1) ?? ProviderOf(other, hops + 1);
            case ICoalesceOperation coalesce:
                return ProviderOf(coalesce.Value, hops + 1);
            default:
                return null;
        }
    }

    private INamedTypeSymbol? ProviderIn(INamespaceSymbol? space)
    {
        if (space is null or { IsGlobalNamespace: true }) return null;
        string? name = null;
        foreach (var (sources, operators) in _providers)
            if (IsWithin(name ??= space.ToDisplayString(), sources)) return operators;
        return null;
    }

    // What a method or getter of this project returns, where it is one expression.
    private IOperation? Returned(IMethodSymbol method)
    {
        if (method.IsVirtual || method.IsAbstract || method.DeclaringSyntaxReferences.Length != 1) return null;
        var declaration = method.DeclaringSyntaxReferences[0].GetSyntax();
        var expression = declaration switch
        {
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            MethodDeclarationSyntax { ExpressionBody.Expression: var body } => body,
            LocalFunctionStatementSyntax { ExpressionBody.Expression: var body } => body,
            AccessorDeclarationSyntax { ExpressionBody.Expression: var body } => body,
            MethodDeclarationSyntax { Body: { } block } => OnlyReturn(block),
            LocalFunctionStatementSyntax { Body: { } block } => OnlyReturn(block),
            AccessorDeclarationSyntax { Body: { } block } => OnlyReturn(block),
            _ => null,
        };
        return expression is null ? null : _facts.Semantics(expression.SyntaxTree).GetOperation(expression);
    }

    private static ExpressionSyntax? OnlyReturn(BlockSyntax body) =>
        body.Statements.Count > 0 && body.Statements[body.Statements.Count - 1] is ReturnStatementSyntax { Expression: { } value } ? value : null;
}
