namespace ArchitectAnalyzers.Models;

/// <summary>The private methods that a hosted service runs and that it hands no token.</summary>
internal static class HostedHelpers
{
    /// <summary>
    /// Whether <c>ExecuteAsync</c> or <c>StartAsync</c> of the method's own type runs it, where nothing in the statement that does so lends it a token.
    /// </summary>
    internal static bool Runs(IMethodSymbol method, Facts facts, CancellationToken cancellationToken)
    {
        if (method is not { DeclaredAccessibility: Accessibility.Private, IsStatic: false, MethodKind: MethodKind.Ordinary, ContainingType: { } type }
            || !type.Implements(facts[KnownType.IHostedService])) return false;
        foreach (var name in new[] { "ExecuteAsync", "StartAsync" })
        {
            foreach (var member in type.GetMembers(name))
            {
                foreach (var reference in member.DeclaringSyntaxReferences)
                {
                    if (reference.GetSyntax(cancellationToken) is MethodDeclarationSyntax declaration && Runs(declaration, method.Name)) return true;
                }
            }
        }

        return false;
    }

    // Task.Run(Loop, stoppingToken)
    private static bool OnlyKeepsFromStarting(SyntaxNode token) =>
        token.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            && CallShapes.NameNode(call) is IdentifierNameSyntax { Identifier.ValueText: "Run" or "StartNew" };

    private static bool Runs(MethodDeclarationSyntax declaration, string name)
    {
        string? token = null;
        foreach (var parameter in declaration.ParameterList.Parameters)
            if (parameter.Type?.ToString().EndsWith(nameof(CancellationToken), StringComparison.Ordinal) == true) token = parameter.Identifier.ValueText;
        foreach (var node in declaration.DescendantNodes())
        {
            if (node is not IdentifierNameSyntax used || used.Identifier.ValueText != name) continue;
            SyntaxNode statement = (SyntaxNode?)used.FirstAncestorOrSelf<StatementSyntax>() ?? declaration.ExpressionBody ?? (SyntaxNode)declaration;
            var lends = false;
            foreach (var other in statement.DescendantNodes())
                lends |= other is IdentifierNameSyntax { Identifier.ValueText: var text } && text == token && !OnlyKeepsFromStarting(other);
            if (!lends) return true;
        }

        return false;
    }
}
