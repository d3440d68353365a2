namespace ArchitectAnalyzers.Semantics;

/// <summary>The shape of a call as written.</summary>
internal static class CallShapes
{
    /// <summary>
    /// The node to squiggle for a call: the called name, which in a chain over several lines is on the line that a reader would point at.
    /// </summary>
    internal static SyntaxNode NameNode(this IInvocationOperation call) => NameNode(call.Syntax);

    /// <inheritdoc cref="NameNode(IInvocationOperation)"/>
    internal static SyntaxNode NameNode(SyntaxNode call) => call is not InvocationExpressionSyntax invocation ? call : invocation.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        var other => other,
    };

    /// <summary>The operation without the implicit conversions around it.</summary>
    internal static IOperation Unconverted(this IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true } conversion) operation = conversion.Operand;
        return operation;
    }
}
