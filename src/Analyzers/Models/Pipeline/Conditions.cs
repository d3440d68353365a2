namespace ArchitectAnalyzers.Models;

/// <summary>In which environments a part of the set-up runs.</summary>
internal enum Runs
{
    /// <summary>In all of them.</summary>
    Everywhere,

    /// <summary>In Development, or wherever is not Production.</summary>
    OutsideProduction,

    /// <summary>In Production, or wherever is not Development.</summary>
    InProduction,

    /// <summary>Something else decides: a setting, a loop, a switch of the team's own.</summary>
    Unclear,
}

/// <summary>
/// Reads environment checks: <c>IsDevelopment()</c> and its kin, comparisons of <c>EnvironmentName</c>, locals that hold one, and what follows an
/// early return.
/// </summary>
internal static class Conditions
{
    /// <summary>Where a node of a body runs, given that the body runs.</summary>
    internal static Runs Of(SyntaxNode node, SyntaxNode body, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var runs = Runs.Everywhere;
        for (var (child, parent) = (node, node.Parent); child != body && parent is not null; (child, parent) = (parent, parent.Parent))
        {
            runs = And(runs, parent switch
            {
                IfStatementSyntax choice when child == choice.Statement => Read(choice.Condition, true, semantics, cancellationToken),
                ElseClauseSyntax { Parent: IfStatementSyntax choice } => Read(choice.Condition, false, semantics, cancellationToken),
                ConditionalExpressionSyntax choice when child != choice.Condition =>
                    Read(choice.Condition, child == choice.WhenTrue, semantics, cancellationToken),
                SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax or CommonForEachStatementSyntax or ForStatementSyntax
                    or WhileStatementSyntax => Runs.Unclear,
                BlockSyntax block => AfterReturns(block.Statements, child, semantics, cancellationToken),
                CompilationUnitSyntax unit => AfterReturns(unit.Members, child, semantics, cancellationToken),
                _ => Runs.Everywhere,
            });
        }

        return runs;
    }

    /// <summary>Whether a node is in a choice that ends by leaving.</summary>
    internal static bool Leaves(SyntaxNode node)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null and not MemberDeclarationSyntax; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IfStatementSyntax choice && child == choice.Statement && Ends(choice.Statement)) return true;
            if (parent is SwitchSectionSyntax { Statements: { Count: > 0 } statements } && Ends(statements[statements.Count - 1])) return true;
        }

        return false;
    }

    /// <summary>Where both conditions hold.</summary>
    internal static Runs And(Runs one, Runs other) =>
        one == Runs.OutsideProduction || other == Runs.OutsideProduction ? Runs.OutsideProduction
        : one == Runs.Unclear || other == Runs.Unclear ? Runs.Unclear
        : one == Runs.InProduction || other == Runs.InProduction ? Runs.InProduction
        : Runs.Everywhere;

    /// <summary>Where something named after an environment runs.</summary>
    internal static Runs In(string environment) => environment switch
    {
        "Production" => Runs.InProduction,
        "" => Runs.Everywhere,
        _ => Runs.OutsideProduction,
    };

    // if (!env.IsDevelopment()) return; what else ends early (a command-line switch, say) decides nothing about environments.
    private static Runs AfterReturns<T>(SyntaxList<T> statements, SyntaxNode until, SemanticModel semantics, CancellationToken cancellationToken)
        where T : SyntaxNode
    {
        var runs = Runs.Everywhere;
        foreach (var member in statements)
        {
            if (member == until) break;
            SyntaxNode statement = member is GlobalStatementSyntax { Statement: var inner } ? inner : member;
            if (statement is not IfStatementSyntax { Else: null } choice || !Ends(choice.Statement)) continue;
            var rest = Read(choice.Condition, false, semantics, cancellationToken);
            if (rest != Runs.Unclear) runs = And(runs, rest);
        }

        return runs;
    }

    private static bool Ends(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax => true,
        BlockSyntax { Statements: { Count: > 0 } statements } => Ends(statements[statements.Count - 1]),
        _ => false,
    };

    private static Runs Read(ExpressionSyntax condition, bool isTrue, SemanticModel semantics, CancellationToken cancellationToken)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Read(parenthesized.Expression, isTrue, semantics, cancellationToken);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Read(not.Operand, !isTrue, semantics, cancellationToken);
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } when isTrue:
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } when !isTrue:
                return Runs.Everywhere;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and:
                return Both(and, isTrue, isAnd: isTrue, semantics, cancellationToken);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } or:
                return Both(or, isTrue, isAnd: !isTrue, semantics, cancellationToken);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison:
                return Compared(comparison, isTrue == comparison.IsKind(SyntaxKind.EqualsExpression), semantics, cancellationToken);
            case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax literal } } pattern:
                return literal.IsKind(SyntaxKind.FalseLiteralExpression) ? Read(pattern.Expression, !isTrue, semantics, cancellationToken)
                    : literal.IsKind(SyntaxKind.TrueLiteralExpression) ? Read(pattern.Expression, isTrue, semantics, cancellationToken)
                    : IsName(pattern.Expression) ? Named(literal.Token.ValueText, isTrue) : Runs.Unclear;
            case InvocationExpressionSyntax call:
                return Called(call, isTrue, semantics, cancellationToken);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax when Declared(condition, semantics, cancellationToken) is { } value:
                return Read(value, isTrue, semantics, cancellationToken);
            default:
                return Runs.Unclear;
        }
    }

    private static Runs Both(BinaryExpressionSyntax both, bool isTrue, bool isAnd, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var left = Read(both.Left, isTrue, semantics, cancellationToken);
        var right = Read(both.Right, isTrue, semantics, cancellationToken);
        if (isAnd) return And(left, right);

        // One of them is enough: IsStaging() || IsProduction().
        return left == Runs.InProduction || right == Runs.InProduction ? Runs.InProduction : left == right ? left : Runs.Unclear;
    }

    private static Runs Called(InvocationExpressionSyntax call, bool isTrue, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: var name }) return Runs.Unclear;
        switch (name)
        {
            case "IsDevelopment": return isTrue ? Runs.OutsideProduction : Runs.InProduction;
            case "IsStaging": return isTrue ? Runs.OutsideProduction : Runs.Unclear;
            case "IsProduction": return isTrue ? Runs.InProduction : Runs.OutsideProduction;
            case "IsEnvironment" or "Equals":
                if (name == "Equals" && !ComparesName(call)) return Runs.Unclear;
                foreach (var argument in call.ArgumentList.Arguments)
                    if (Text(argument.Expression, semantics, cancellationToken) is { } environment) return Named(environment, isTrue);
                return Runs.Unclear;
            default:
                // A check of the team's own, in one expression.
                return semantics.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { DeclaringSyntaxReferences: { Length: 1 } declarations }
                    && declarations[0].SyntaxTree == call.SyntaxTree
                    && declarations[0].GetSyntax(cancellationToken) is MethodDeclarationSyntax { ExpressionBody.Expression: var body } && !body.Contains(call)
                    ? Read(body, isTrue, semantics, cancellationToken)
                    : Runs.Unclear;
        }
    }

    private static bool ComparesName(InvocationExpressionSyntax call)
    {
        if (call.Expression is MemberAccessExpressionSyntax { Expression: var compared } && IsName(compared)) return true;
        foreach (var argument in call.ArgumentList.Arguments)
            if (IsName(argument.Expression)) return true;
        return false;
    }

    // env.EnvironmentName == "Development", env.IsDevelopment() == false
    private static Runs Compared(BinaryExpressionSyntax comparison, bool isTrue, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var (literal, asked) = comparison.Left is LiteralExpressionSyntax ? (comparison.Left, comparison.Right) : (comparison.Right, comparison.Left);
        if (literal.IsKind(SyntaxKind.FalseLiteralExpression)) return Read(asked, !isTrue, semantics, cancellationToken);
        if (literal.IsKind(SyntaxKind.TrueLiteralExpression)) return Read(asked, isTrue, semantics, cancellationToken);
        var other = IsName(comparison.Left) ? comparison.Right : IsName(comparison.Right) ? comparison.Left : null;
        return other is not null && Text(other, semantics, cancellationToken) is { } environment ? Named(environment, isTrue) : Runs.Unclear;
    }

    private static bool IsName(ExpressionSyntax expression) => CallShapes.NameNode(expression) is SimpleNameSyntax { Identifier.ValueText: "EnvironmentName" };

    private static Runs Named(string environment, bool isTrue) => environment switch
    {
        "Production" => isTrue ? Runs.InProduction : Runs.OutsideProduction,
        "Development" => isTrue ? Runs.OutsideProduction : Runs.InProduction,
        _ => isTrue ? Runs.OutsideProduction : Runs.Unclear,
    };

    // Environments.Development is a static readonly field, named as the environment is.
    private static string? Text(ExpressionSyntax expression, SemanticModel semantics, CancellationToken cancellationToken) =>
        semantics.GetConstantValue(expression, cancellationToken).Value as string
        ?? (expression is MemberAccessExpressionSyntax { Expression: var type, Name.Identifier.ValueText: var name }
            && CallShapes.NameNode(type) is SimpleNameSyntax { Identifier.ValueText: "Environments" or "EnvironmentName" } ? name : null);

    // var isDevelopment = app.Environment.IsDevelopment();
    private static ExpressionSyntax? Declared(ExpressionSyntax name, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (semantics.GetSymbolInfo(name, cancellationToken).Symbol is not { DeclaringSyntaxReferences: { Length: 1 } declarations } symbol) return null;
        if (symbol is not (ILocalSymbol or IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null })) return null;
        var value = declarations[0].GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var initial } => initial,
            PropertyDeclarationSyntax { ExpressionBody.Expression: var body } => body,
            _ => null,
        };
        return value?.SyntaxTree == name.SyntaxTree && !value.Contains(name) ? value : null;
    }
}
