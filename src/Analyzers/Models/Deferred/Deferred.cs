namespace ArchitectAnalyzers.Models;

/// <summary>
/// Whether a value is computed only when somebody enumerates it, by a query or by I/O: an <c>IQueryable</c>, an <c>IEnumerable</c> that wraps one,
/// an iterator that runs one. What only walks memory is none. Bounded; ask after the cheap questions.
/// </summary>
internal sealed class Deferred
{
    private const int MostDepth = 12, MostHops = 2;

    private readonly Facts _facts;

    internal Deferred(Facts facts) => _facts = facts;

    /// <summary>Whether values of the type may be lazy at all.</summary>
    internal bool MayBe(ITypeSymbol? type) => IsSequence(type) || IsQueryable(type);

    internal bool IsQueryable(ITypeSymbol? type) => type is { TypeKind: TypeKind.Interface or TypeKind.Class } && type.Implements(_facts[KnownType.IQueryable]);

    /// <summary>
    /// The query, the call that reads, or the call of an iterator that makes a value lazy; it may be in another method. Null where it is in
    /// memory, and where nobody can tell.
    /// </summary>
    internal IOperation? SourceOf(IOperation value, CancellationToken cancellationToken) => Find(value, 0, 0, cancellationToken);

    private IOperation? Find(IOperation value, int depth, int hops, CancellationToken cancellationToken)
    {
        if (depth > MostDepth || value is IConversionOperation { Type.Name: "IAsyncEnumerable" }) return null;
        if (value is IConversionOperation conversion) return Find(conversion.Operand, depth + 1, hops, cancellationToken);
        if (IsQueryable(value.Type)) return value is IAwaitOperation || IsInMemory(value, depth, hops, cancellationToken) ? null : value;
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
                return ReadsLazily(call) ? call : OfMethod(call.TargetMethod, hops, cancellationToken) is not null ? call : null;
            default: return null;
        }
    }

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
            if (part.Type is { TypeKind: TypeKind.Interface or TypeKind.Class } && IsQueryable(part.Type) && !IsInMemory(part, 0, MostHops, default)) return part;
            if (part is IInvocationOperation { TargetMethod.ContainingType: { } type } call && (ReadsLazily(call) || type.IsA(_facts[KnownType.IDataReader])
                || type.IsA(_facts[KnownType.DbDataReader]) || type.IsA(_facts[KnownType.IDbCommand]) || type.IsA(_facts[KnownType.TextReader])
                || _facts.Is(type, KnownType.DapperSqlMapper))) return part;
        }

        return null;
    }

    private IOperation? BodyOf(IMethodSymbol method, CancellationToken cancellationToken)
    {
        method = method.OriginalDefinition;
        if (method.IsAbstract || method.IsAsync || method.DeclaringSyntaxReferences.Length != 1) return null;
        var syntax = method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        if (BodyCalls.BodyOf(syntax) is null) return null;
        return _facts.Semantics(syntax.SyntaxTree).GetOperation(syntax, cancellationToken);
    }

    // list.AsQueryable(), and what is made of it.
    private bool IsInMemory(IOperation query, int depth, int hops, CancellationToken cancellationToken)
    {
        if (depth > MostDepth) return false;
        switch (Plain(query))
        {
            case IInvocationOperation { TargetMethod.Name: "AsQueryable", Arguments: { Length: > 0 } arguments }
                when Plain(arguments[0].Value) is var source && !IsQueryable(source.Type):
                return Find(source, depth + 1, hops, cancellationToken) is null;
            case IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: { Length: > 0 } arguments } when IsQueryable(Plain(arguments[0].Value).Type):
                return IsInMemory(arguments[0].Value, depth + 1, hops, cancellationToken);
            case ITranslatedQueryOperation translated:
                return IsInMemory(translated.Operation, depth + 1, hops, cancellationToken);
            case ILocalReferenceOperation local when local.Declarator()?.GetVariableInitializer()?.Value is { } value:
                return IsInMemory(value, depth + 1, hops, cancellationToken);
            case IInvocationOperation call when hops < MostHops && BodyOf(call.TargetMethod, cancellationToken) is { } body:
                foreach (var part in body.Descendants())
                    if (part is IReturnOperation { ReturnedValue: { } returned }) return IsInMemory(returned, 0, hops + 1, cancellationToken);
                return false;
            case IMemberReferenceOperation reference when hops < MostHops && ValueOf(reference.Member, cancellationToken) is { } held:
                return IsInMemory(held, 0, hops + 1, cancellationToken);
            default: return false;
        }
    }

    // What a property or field of this compilation is declared with.
    private IOperation? ValueOf(ISymbol member, CancellationToken cancellationToken)
    {
        if (member.DeclaringSyntaxReferences.Length != 1) return null;
        var syntax = member.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        var value = syntax switch
        {
            PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            _ => null,
        };
        return value is null ? null : _facts.Semantics(value.SyntaxTree).GetOperation(value, cancellationToken);
    }

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

    private static bool IsSequence(ITypeSymbol? type) => type is
        { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IOrderedEnumerable" };

    private static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}

internal static class DeferredOfFacts
{
    internal static Deferred Deferred(this Facts facts) => facts.Model(static f => new Deferred(f));
}
