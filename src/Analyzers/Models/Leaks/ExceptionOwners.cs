namespace ArchitectAnalyzers.Models;

/// <summary>Who wrote what an exception says: the team, whose messages are meant for clients, or somebody who wrote for developers.</summary>
internal readonly struct ExceptionOwners(Facts facts, bool includeOwn)
{
    // Where exceptions of libraries live, whichever assembly declares them.
    private static readonly string[] s_libraries =
    {
        "System", "Microsoft", "Amazon", "Azure", "Confluent", "Dapper", "Google", "Grpc", "Internal", "MassTransit", "MongoDB", "MySql", "MySqlConnector", "Newtonsoft", "Npgsql",
        "Oracle", "Polly", "RabbitMQ", "Refit", "StackExchange", "Stripe",
    };

    // Exceptions of libraries whose messages are written for the client. What does not parse: MVC itself answers with that message.
    private static readonly string[] s_forClients = { "BadHttpRequestException", "JsonException", "ValidationException", "HubException" };

    // What a condition is about that lets some exceptions speak: which, only the author knows.
    private static readonly string[] s_distinctions = { "status", "known", "domain", "business", "expected", "handled", "operational", "public", "friendly", "safe", "internal" };

    internal bool IncludeOwn { get; } = includeOwn;

    /// <summary>Whether a member of an exception tells what was written for developers.</summary>
    /// <param name="exception">The exception, as it is read.</param>
    /// <param name="member">What is read of it; empty where it goes out itself.</param>
    internal bool Tells(IOperation exception, string member)
    {
        // A stack is nobody's message.
        if (member == "StackTrace") return true;
        while (exception is IConversionOperation conversion) exception = conversion.Operand;
        return !IsForClients(exception.Type) && !IsNarrowed(exception);
    }

    private bool IsForClients(ITypeSymbol? type)
    {
        if (type is null) return false;
        foreach (var name in s_forClients)
            if (type.Name == name) return true;
        return !IncludeOwn && IsOwn(type);
    }

    private bool IsOwn(ITypeSymbol type)
    {
        ISymbol root = type;
        while (root.ContainingNamespace is { IsGlobalNamespace: false } space) root = space;
        if (root is INamespaceSymbol)
            foreach (var library in s_libraries)
                if (root.Name == library) return false;
        if (!type.Locations.IsEmpty && type.Locations[0].IsInSource) return true;

        // Shop.Domain beside Shop.Api.
        return type.ContainingAssembly?.Name is { } there && facts.Compilation.AssemblyName is { } here && there.Split('.')[0] == here.Split('.')[0];
    }

    // ex is OrderException ? ex.Message : "…"; ex switch { OrderException => ex.Message }; catch (Exception ex) when (ex is OrderException)
    private bool IsNarrowed(IOperation exception)
    {
        for (var (child, parent) = (exception, exception.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IConditionalOperation choice when choice.Condition != child && (choice.WhenTrue == child && IsTest(choice.Condition, exception) || Distinguishes(choice.Condition)):
                case ICatchClauseOperation { Filter: { } filter } when filter != child && IsTest(filter, exception):
                case ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation arms } arm when AreSame(arms.Value, exception) && IsForClients(arm.Pattern):
                    return true;
                case ISwitchCaseOperation { Parent: ISwitchOperation sections } section when AreSame(sections.Value, exception):
                    foreach (var clause in section.Clauses)
                        if (clause is not IPatternCaseClauseOperation { Pattern: var pattern } || !IsForClients(pattern)) return false;
                    return true;
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return false;
            }
        }

        return false;
    }

    // status < 500 ? ex.Message : "…"
    private static bool Distinguishes(IOperation condition) => Words.Has(condition.Syntax.ToString(), s_distinctions, StringComparison.OrdinalIgnoreCase);

    private bool IsTest(IOperation condition, IOperation exception) => condition switch
    {
        IParenthesizedOperation parenthesized => IsTest(parenthesized.Operand, exception),
        ILocalReferenceOperation local => local.Initializer() is { } initial and not ILocalReferenceOperation && IsTest(initial, exception),
        IIsTypeOperation test => AreSame(test.ValueOperand, exception) && IsForClients(test.TypeOperand),
        IIsPatternOperation test => AreSame(test.Value, exception) && IsForClients(test.Pattern),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => IsTest(both.LeftOperand, exception) || IsTest(both.RightOperand, exception),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => IsTest(either.LeftOperand, exception) && IsTest(either.RightOperand, exception),
        _ => false,
    };

    private bool IsForClients(IPatternOperation pattern) => pattern switch
    {
        ITypePatternOperation type => IsForClients(type.MatchedType),
        IDeclarationPatternOperation declaration => IsForClients(declaration.MatchedType),
        IRecursivePatternOperation recursive => IsForClients(recursive.MatchedType),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => IsForClients(either.LeftPattern) && IsForClients(either.RightPattern),
        IBinaryPatternOperation both => IsForClients(both.LeftPattern) || IsForClients(both.RightPattern),
        _ => false,
    };

    private static bool AreSame(IOperation one, IOperation other)
    {
        while (one is IConversionOperation conversion) one = conversion.Operand;
        return SyntaxFactory.AreEquivalent(one.Syntax, other.Syntax);
    }
}
