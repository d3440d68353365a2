namespace ArchitectAnalyzers.Models;

/// <summary>A token source in a private field, judged by how the type's own code names it.</summary>
internal static class SourceField
{
    /// <summary>
    /// Whether the type plainly keeps the source to itself and never disposes of it, and <paramref name="creation"/> is the first that it makes
    /// with a timer or a link. False where the field is seen by others, handed on, or used in a way that cannot be told.
    /// </summary>
    internal static bool IsNeverDisposed(IFieldSymbol field, SyntaxNode creation, SourceKind kind, CancellationToken cancellationToken)
    {
        if (field.IsStatic || field.DeclaredAccessibility is not (Accessibility.Private or Accessibility.NotApplicable)
            || field.ContainingType is not { TypeKind: TypeKind.Class } type) return false;
        var isTimed = kind != SourceKind.Plain;
        SyntaxNode? first = null, firstPlain = null;
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(cancellationToken).DescendantNodes())
            {
                if (node is VariableDeclaratorSyntax { Initializer.Value: var value } declarator && declarator.Identifier.ValueText == field.Name) Made(value);
                if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != field.Name) continue;
                SyntaxNode use = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name;
                switch (use.Parent)
                {
                    case AssignmentExpressionSyntax assignment when assignment.Left == use: Made(assignment.Right); continue;
                    case BinaryExpressionSyntax or IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax
                        or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } }: continue;
                    case PostfixUnaryExpressionSyntax suppressed: use = suppressed; break;
                }

                if (Member(use) is not { } member || member is "Dispose" or "DisposeAsync") return false;
                isTimed |= member == nameof(CancellationTokenSource.CancelAfter);
            }
        }

        return isTimed && (first ?? firstPlain) == creation;

        void Made(ExpressionSyntax value)
        {
            var hasMore = value is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 };
            if (hasMore) first ??= value;
            else if (value is BaseObjectCreationExpressionSyntax) firstPlain ??= value;
        }
    }

    // The member that is used of it: source.Cancel(), source?.Cancel(). Null where the source itself is.
    private static string? Member(SyntaxNode use) => use.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Expression == use => access.Name.Identifier.ValueText,
        ConditionalAccessExpressionSyntax conditional when conditional.Expression == use => FirstBinding(conditional.WhenNotNull),
        _ => null,
    };

    private static string? FirstBinding(ExpressionSyntax expression) => expression switch
    {
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        InvocationExpressionSyntax call => FirstBinding(call.Expression),
        MemberAccessExpressionSyntax access => FirstBinding(access.Expression),
        _ => null,
    };
}
