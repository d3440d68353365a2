namespace ArchitectAnalyzers.Semantics;

/// <summary>The shape of a call as written.</summary>
internal static class CallShapes
{
    /// <summary>
    /// The node to squiggle for a call: the called name, which in a chain over several lines is on the line that a reader would point at.
    /// </summary>
    internal static SyntaxNode NameNode(this IInvocationOperation call) => NameNode(call.Syntax);

    /// <summary>The same for any use of a member: the name in <c>x.M()</c>, <c>x.P</c>, <c>x?.P</c>, the type in <c>new T()</c>; else the node.</summary>
    internal static SyntaxNode NameNode(SyntaxNode use) => use switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or MemberBindingExpressionSyntax } call => NameNode(call.Expression),
        InvocationExpressionSyntax call => call.Expression,
        MemberAccessExpressionSyntax member => member.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        ObjectCreationExpressionSyntax creation => creation.Type,
        var other => other,
    };

    /// <summary>The call that a name is the called name of; null where it is not called.</summary>
    internal static InvocationExpressionSyntax? CallNamed(SyntaxNode name)
    {
        SyntaxNode called = name.Parent is MemberAccessExpressionSyntax member && member.Name == name || name.Parent is MemberBindingExpressionSyntax
            ? name.Parent : name;
        return called.Parent is InvocationExpressionSyntax call && call.Expression == called ? call : null;
    }

    /// <summary>
    /// The name of the method that an expression may make a delegate of, as written: <c>M</c>, <c>x.M</c>, <c>new D(M)</c>, <c>(D)M</c>; else null.
    /// </summary>
    internal static string? MethodName(ExpressionSyntax handed) => handed switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        ParenthesizedExpressionSyntax parenthesized => MethodName(parenthesized.Expression),
        CastExpressionSyntax cast => MethodName(cast.Expression),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } => MethodName(arguments[0].Expression),
        _ => null,
    };

    /// <summary>What <c>?.</c> asks for null, for a placeholder of it behind: <c>x</c> in <c>x?.P.Q</c>.</summary>
    internal static IOperation? Accessed(this IOperation placeholder)
    {
        for (var (child, parent) = (placeholder, placeholder.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == child) return access.Operation;
        return null;
    }

    /// <summary>The operation without the implicit conversions around it.</summary>
    internal static IOperation Unconverted(this IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true } conversion) operation = conversion.Operand;
        return operation;
    }
}
