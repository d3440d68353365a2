namespace ArchitectAnalyzers.Models;

/// <summary>
/// Whether a value is computed only when somebody enumerates it, by a query or by I/O: an <c>IQueryable</c>, an <c>IEnumerable</c> that wraps one,
/// an iterator that runs one. What only walks memory is none. Bounded; ask after the cheap questions.
/// </summary>
internal sealed class Deferred
{
    private const int MostDepth = 12, MostHops = 2;

    private readonly Facts _facts;
    private readonly Queries _queries;

    internal Deferred(Facts facts)
    {
        _facts = facts;
        _queries = facts.Queries();
    }

    /// <summary>Whether values of the type may be lazy at all.</summary>
    internal bool MayBe(ITypeSymbol? type) => IsSequence(type) || _queries.IsQueryable(type);

    /// <summary>
    /// The query, the call that reads, or the call of an iterator that makes a value lazy; it may be in another method. Null where it is in
    /// memory, and where nobody can tell.
    /// </summary>
    internal IOperation? SourceOf(IOperation value, CancellationToken cancellationToken) => Find(value, 0, 0, cancellationToken);

    private IOperation? Find(IOperation value, int depth, int hops, CancellationToken cancellationToken)
    {
        if (depth > MostDepth || value is IConversionOperation { Type.Name: "IAsyncEnumerable" }) return null;
        if (value is IConversionOperation conversion) return Find(conversion.Operand, depth + 1, hops, cancellationToken);
        if (_queries.IsQueryable(value.Type)) return IsQuery(value) ? value : null;
        switch (value)
        {
            case IParenthesizedOperation parenthesized:
                return Find(parenthesized.Operand, depth + 1, hops, cancellationToken);
            case ITranslatedQueryOperation query:
                return Find(query.Operation, depth + 1, hops, cancellationToken);
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Find(choice.WhenTrue, depth + 1, hops, cancellationToken) ?? Find(otherwise, depth + 1, hops, cancellationToken);
            case ICoalesceOperation choice:
                return Find(choice.Value, depth + 1, hops, cancellationToken) ?? Find(choice.WhenNull, depth + 1, hops, cancellationToken);
            case ILocalReferenceOperation local when IsSequence(local.Type):
                return OfLocal(local, depth, hops, cancellationToken);
            case IInvocationOperation call when IsSequence(call.Type):
                if (_facts.Is(call.TargetMethod.ContainingType, KnownType.Enumerable))
                    return call.Arguments.IsEmpty ? null : Find(call.Arguments[0].Value, depth + 1, hops, cancellationToken);
                return ReadsLazily(call) ? call : _facts.Implementations().Of(call.TargetMethod) is { } called
                    && OfMethod(called, hops, cancellationToken) is not null ? call : null;
            default: return null;
        }
    }

    // What a method of this project hands out, and the model has read, without a query in it, is in memory.
    private bool IsQuery(IOperation value) => _queries.Of(value) is { } query && (query.Root != QueryRoot.Elsewhere || query.Source switch
    {
        IInvocationOperation call => SoleBody.Of(call.TargetMethod) is null,
        IPropertyReferenceOperation { Property.GetMethod: { } getter } => SoleBody.Of(getter) is null or AccessorDeclarationSyntax { Body: null,
            ExpressionBody: null },
        _ => true,
    });

    // All that is ever assigned must be lazy, but for what narrows it further.
    private IOperation? OfLocal(ILocalReferenceOperation local, int depth, int hops, CancellationToken cancellationToken)
    {
        IOperation? found = null;
        foreach (var part in local.Root().Descendants())
        {
            var value = part switch
            {
                IVariableDeclaratorOperation declarator when Same(declarator.Symbol, local.Local) => declarator.GetVariableInitializer()?.Value,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Same(target.Local, local.Local) => assignment.Value,
                _ => null,
            };
            if (value is null) continue;
            if (Mentions(value, local.Local) && MayBe(Plain(value).Type)) continue;
            if (Find(value, depth + 1, hops, cancellationToken) is not { } source) return null;
            found ??= source;
        }

        return found;
    }

    // File.ReadLines, Directory.EnumerateFiles, Dapper's Query(…, buffered: false).
    private bool ReadsLazily(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.Name == "ReadLines") return _facts.Is(method.ContainingType, KnownType.File);
        if (method.Name.StartsWith("Enumerate", StringComparison.Ordinal)) return _facts.Is(method.ContainingType, KnownType.Directory);
        if (method.Name != "Query" || !_facts.Is(method.ContainingType, KnownType.DapperSqlMapper)) return false;
        foreach (var argument in call.Arguments)
            if (argument.Parameter?.Name == "buffered") return argument.Value.ConstantValue is { HasValue: true, Value: false };
        return false;
    }

    /// <summary>The lazy source in a method of this compilation that returns or yields it.</summary>
    internal IOperation? OfMethod(IMethodSymbol method, int hops, CancellationToken cancellationToken)
    {
        if (hops >= MostHops || BodyOf(method, cancellationToken) is not { } body) return null;
        var source = default(IOperation);
        var yields = false;
        foreach (var part in body.Descendants())
        {
            if (part is not IReturnOperation result) continue;
            if (result.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak) yields = true;
            else if (result.ReturnedValue is { } returned) source ??= Answers.Part(returned, (this, hops, cancellationToken), static (value, s) =>
                s.Item1.Find(value, 0, s.hops + 1, s.cancellationToken) is not null);
        }

        return yields ? ReadsInside(body) : source;
    }

    /// <summary>The first part of a body that asks a database or reads; null where it only walks memory.</summary>
    internal IOperation? ReadsInside(IOperation body)
    {
        foreach (var part in body.Descendants())
        {
            if (part is not (IMemberReferenceOperation or IInvocationOperation or IParameterReferenceOperation or ILocalReferenceOperation)) continue;
            if (_queries.IsQueryable(part.Type) && IsQuery(part)) return part;
            if (part is IInvocationOperation { TargetMethod.ContainingType: { } type } call && (ReadsLazily(call) || type.IsA(_facts[KnownType.IDataReader])
                || type.IsA(_facts[KnownType.DbDataReader]) || type.IsA(_facts[KnownType.IDbCommand]) || type.IsA(_facts[KnownType.TextReader])
                || _facts.Is(type, KnownType.DapperSqlMapper))) return part;
        }

        return null;
    }

    private IOperation? BodyOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        SoleBody.Of(method) is { } body ? _facts.Semantics(body.SyntaxTree).GetOperation(body, cancellationToken) : null;

    private static IOperation Plain(IOperation value)
    {
        while (value is IConversionOperation or IParenthesizedOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        return value;
    }

    private static bool Mentions(IOperation value, ILocalSymbol local)
    {
        foreach (var part in value.DescendantsAndSelf())
            if (part is ILocalReferenceOperation reference && Same(reference.Local, local)) return true;
        return false;
    }

    internal bool IsSequence(ITypeSymbol? type) => type is
        { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IOrderedEnumerable" };

    private static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}

internal static class DeferredOfFacts
{
    internal static Deferred Deferred(this Facts facts) => facts.Model(static f => new Deferred(f));
}
