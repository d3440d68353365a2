namespace ArchitectAnalyzers.Semantics;

/// <summary>In which function an operation runs, and what may be done there.</summary>
internal static class Functions
{
    /// <summary>The innermost lambda or local function around an operation; null where the member itself runs it.</summary>
    internal static IOperation? NestedFunction(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return parent;
        return null;
    }

    /// <summary>The innermost function that runs an operation: a lambda, a local function, or the method that contains both.</summary>
    internal static IMethodSymbol? Function(this IOperation operation, ISymbol containing) => operation.NestedFunction() switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => containing as IMethodSymbol,
    };

    /// <summary>The member that a symbol is or is within: for a lambda or a local function, what contains it.</summary>
    internal static ISymbol Member(this ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } function) symbol = function.ContainingSymbol;
        return symbol;
    }

    /// <summary>Whether the operation is data, not code that runs: in an expression tree or in <c>nameof</c>.</summary>
    internal static bool IsQuoted(this IOperation operation, Facts facts)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is INameOfOperation) return true;
            if (parent is IAnonymousFunctionOperation { Parent: IConversionOperation conversion }
                && conversion.Type.IsOrDerivesFrom(facts[KnownType.Expression])) return true;
        }

        return false;
    }

    /// <summary>Whether the method starts the program: <c>Main</c>, or the top-level statements.</summary>
    internal static bool IsEntryPoint(this IMethodSymbol method) => method switch
    {
        { IsStatic: true, Name: "<Main>$" } => true,
        { IsStatic: true, Name: "Main", TypeParameters.Length: 0, Parameters.Length: 0 } => true,
        { IsStatic: true, Name: "Main", TypeParameters.Length: 0, Parameters: { Length: 1 } parameters } =>
            parameters[0].Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String },
        _ => false,
    };

    /// <summary>Whether the method ends an object's life without awaiting: <c>Dispose()</c>, <c>Dispose(bool)</c>, a finalizer.</summary>
    internal static bool IsSynchronousDispose(this IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.Destructor) return true;
        var name = method.MethodKind == MethodKind.ExplicitInterfaceImplementation && method.ExplicitInterfaceImplementations.Length == 1
            ? method.ExplicitInterfaceImplementations[0].Name
            : method.Name;
        return name == "Dispose" && method.ReturnsVoid
            && (method.Parameters.Length == 0
                || method.Parameters.Length == 1 && method.Parameters[0].Type.SpecialType == SpecialType.System_Boolean);
    }

    /// <summary>
    /// The function that a piece of syntax runs in: a method, an accessor, a lambda, a local function, or the file for top-level statements.
    /// Null for an initializer of a member.
    /// </summary>
    internal static SyntaxNode? FunctionNode(SyntaxNode node)
    {
        for (var parent = node.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax
                or CompilationUnitSyntax) return parent;
            if (parent is ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax property }) return property;
            if (parent is MemberDeclarationSyntax and not GlobalStatementSyntax) return null;
        }

        return null;
    }

    /// <summary>Whether the function (a node of <see cref="FunctionNode"/>) is async already. Top-level statements always may await.</summary>
    internal static bool IsAsync(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword != default,
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        CompilationUnitSyntax => true,
        _ => false,
    };

    /// <summary>The return type that a function is written with; null where it has none.</summary>
    internal static TypeSyntax? ReturnType(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.ReturnType,
        LocalFunctionStatementSyntax local => local.ReturnType,
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ReturnType,
        _ => null,
    };

    /// <summary>
    /// Whether the language lets an <c>await</c> stand at a place, given that its function is or becomes async: not in a <c>lock</c>, in
    /// unsafe code, in a catch filter, nor in a query but for the first source.
    /// </summary>
    internal static bool AllowsAwait(SyntaxNode node)
    {
        var function = FunctionNode(node);
        if (function is null) return false;
        for (var (child, parent) = (node, node.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case LockStatementSyntax held when child == held.Statement:
                case UnsafeStatementSyntax or FixedStatementSyntax or CatchFilterClauseSyntax or AttributeSyntax or ParameterSyntax:
                case FromClauseSyntax { Parent: not QueryExpressionSyntax }:
                case JoinClauseSyntax join when child != join.InExpression:
                case QueryClauseSyntax and not (FromClauseSyntax or JoinClauseSyntax):
                case SelectOrGroupClauseSyntax:
                    return false;
            }

            if (parent == function) return !IsUnsafe(function);
        }

        return false;
    }

    private static bool IsUnsafe(SyntaxNode function)
    {
        for (SyntaxNode? node = function; node is not null; node = node.Parent)
        {
            if (node is MemberDeclarationSyntax member && member.Modifiers.Any(SyntaxKind.UnsafeKeyword)
                || node is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.UnsafeKeyword)
                || node is UnsafeStatementSyntax) return true;
        }

        return false;
    }
}
