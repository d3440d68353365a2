namespace ArchitectAnalyzers.Models;

/// <summary>Reads one query backwards from an expression to its root. Bounded; made for one question and thrown away.</summary>
internal sealed class QueryReader
{
    private const int MostHops = 24, MostMethods = 3;

    private readonly Facts _facts;
    private readonly Queries _queries;

    // What a local holds so far, or a parameter of a method that is being read was handed. Null: no query.
    private readonly Dictionary<ISymbol, QueryChain?> _now = new(SymbolEqualityComparer.Default);
    private int _hops, _methods;

    internal QueryReader(Facts facts, Queries queries)
    {
        _facts = facts;
        _queries = queries;
    }

    /// <summary>The query; null where the value is in memory, or nothing can be told of it.</summary>
    internal QueryChain? Read(IOperation? value)
    {
        if (value is null || _hops++ > 200) return null;
        switch (value)
        {
            case IConversionOperation conversion: return Read(conversion.Operand);
            case ITranslatedQueryOperation translated: return Read(translated.Operation);
            case IConditionalAccessOperation access: return Read(access.WhenNotNull);
            case IConditionalAccessInstanceOperation: return Read(value.Accessed());
            case IParenthesizedOperation parenthesized: return Read(parenthesized.Operand);
            case IConditionalOperation { WhenFalse: { } other } choice: return QueryChain.Either(Read(choice.WhenTrue), Read(other));
            case ISwitchExpressionOperation choice: return ReadArms(choice);
            case ICoalesceOperation coalesce: return QueryChain.Either(Read(coalesce.Value), Read(coalesce.WhenNull));
            case ISimpleAssignmentOperation assignment: return Read(assignment.Value);
        }

        if (!_queries.IsQueryable(value.Type)) return null;
        return value switch
        {
            IInvocationOperation call => ReadCall(call),
            ILocalReferenceOperation reference => ReadLocal(reference),
            IParameterReferenceOperation reference when _now.TryGetValue(reference.Parameter, out var handed) => handed,
            IPropertyReferenceOperation reference => ReadProperty(reference),
            _ => RootOf(value, null),
        };
    }

    private QueryChain? ReadCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var (isLinq, isProvider) = (QueryNames.IsLinq(method.ContainingType), QueryNames.IsProvider(method.ContainingNamespace));
        if (isProvider && (method.Name.StartsWith("FromSql", StringComparison.Ordinal) || method.Name.StartsWith("SqlQuery", StringComparison.Ordinal)))
            return SqlRoot(call);
        if (isProvider && !method.IsExtensionMethod && method.Name is "Set" or "CreateObjectSet" && QueryNames.IsSet(method.ReturnType))
            return RootOf(call, call.Instance);

        var source = Queries.SourceOf(call);
        if (isLinq || isProvider)
        {
            // A list's AsQueryable() is in memory.
            if (source is null || !_queries.IsQueryable(source.Type)) return null;
            if (Read(source) is not { } chain) return null;
            return method.Name == "AsQueryable" ? chain : chain.With(QueryNames.StepOf(method.Name), call);
        }

        // A method of this project: read it where it is short and there is one of it, else anything may be in it.
        if (Entered(call, source) is { } read) return read;
        if (source is not null && _queries.IsQueryable(source.Type)) return Read(source)?.With(QueryStep.Unknown, call);
        foreach (var argument in call.Arguments)
            if (_queries.IsQueryable(argument.Value.Unconverted().Type)) return Read(argument.Value)?.With(QueryStep.Unknown, call);
        return Elsewhere(call);
    }

    private QueryChain? SqlRoot(IInvocationOperation call)
    {
        var set = Queries.SourceOf(call);
        var root = set is not null && _queries.IsQueryable(set.Type) ? Read(set) : null;
        return new QueryChain(QueryRoot.Sql, call, Queries.ElementOf(call.Type), root?.Context ?? SymbolOf(ContextOf(set)),
            root?.ContextType ?? ContextOf(set)?.Type,
            ImmutableArray<QueryOperator>.Empty);
    }

    // db.Database.SqlQuery<int>(…)
    private static IOperation? ContextOf(IOperation? database) =>
        database is IPropertyReferenceOperation { Property.Name: "Database", Instance: { } context } ? context.Unconverted() : null;

    private QueryChain? ReadProperty(IPropertyReferenceOperation reference)
    {
        if (QueryNames.IsSet(reference.Type))
        {
            // The set of a context, of an interface in front of one, or one that a repository keeps.
            var isOfContext = QueryNames.IsContext(reference.Property.ContainingType) || reference.Property.ContainingType.TypeKind == TypeKind.Interface;
            if (isOfContext) return RootOf(reference, reference.Instance);
        }

        if (reference.Property.GetMethod is { } getter && Returned(getter) is { } returned) return returned;
        return RootOf(reference, null);
    }

    // The expression itself is the root.
    private QueryChain? RootOf(IOperation value, IOperation? context)
    {
        if (!QueryNames.IsSet(value.Type)) return Elsewhere(value);
        context = context?.Unconverted();
        return new QueryChain(QueryRoot.Table, value, Queries.ElementOf(value.Type), SymbolOf(context), context?.Type, ImmutableArray<QueryOperator>.Empty);
    }

    private static QueryChain Elsewhere(IOperation value) =>
        new(QueryRoot.Elsewhere, value, Queries.ElementOf(value.Type), null, null, ImmutableArray<QueryOperator>.Empty);

    private static ISymbol? SymbolOf(IOperation? holder) => holder switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IFieldReferenceOperation reference => reference.Field,
        IPropertyReferenceOperation reference => reference.Property,
        IInstanceReferenceOperation reference => reference.Type,
        _ => null,
    };

    private QueryChain? ReadArms(ISwitchExpressionOperation choice)
    {
        QueryChain? all = null;
        var isFirst = true;
        foreach (var arm in choice.Arms)
        {
            if (arm.Value.Unconverted() is IThrowOperation) continue;
            all = isFirst ? Read(arm.Value) : QueryChain.Either(all, Read(arm.Value));
            isFirst = false;
            if (all is null) return null;
        }

        return all;
    }

    // Walks through what is written to the local, up to the place where it is read.
    private QueryChain? ReadLocal(ILocalReferenceOperation reference)
    {
        var local = reference.Local;
        if (_now.TryGetValue(local, out var known)) return known;
        if (_methods > MostHops) return null;
        QueryChain? chain = null;
        var isWritten = false;
        foreach (var part in reference.Root().Descendants())
        {
            var value = part switch
            {
                IVariableDeclaratorOperation declarator when Is(declarator.Symbol, local) => declarator.GetVariableInitializer()?.Value,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local, local) => assignment.Value,
                _ => null,
            };
            if (value is null)
            {
                // Written in a way that is not read here.
                if (part is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: ILocalReferenceOperation given }
                    && Is(given.Local, local)
                    || part is ICoalesceAssignmentOperation { Target: ILocalReferenceOperation coalesced } && Is(coalesced.Local, local)
                    || part is ITupleOperation { Parent: IDeconstructionAssignmentOperation } tuple && Holds(tuple, local)) return Elsewhere(reference);
                continue;
            }

            if (part.Syntax.Span.Contains(reference.Syntax.Span)) continue;
            var place = PlaceOf(part, reference);
            if (place == Place.Never) continue;
            _now[local] = chain;
            var written = Read(value);
            _now.Remove(local);
            if (written is null) return null;
            chain = !isWritten || place == Place.Always ? written : QueryChain.Either(chain, written);
            isWritten = true;
        }

        return isWritten ? chain : RootOf(reference, null);
    }

    private enum Place { Never, Sometimes, Always }

    // Whether what is written at one place is there at another.
    private static Place PlaceOf(IOperation write, IOperation read)
    {
        var place = Place.Always;
        for (var (inner, outer) = (write, write.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            if (outer.Syntax.Span.Contains(read.Syntax.Span))
            {
                if (outer is IConditionalOperation choice && (inner == choice.WhenTrue || inner == choice.WhenFalse)
                    && !choice.Condition.Syntax.Span.Contains(read.Syntax.Span)
                    && !inner.Syntax.Span.Contains(read.Syntax.Span)) return Place.Never;
                if (outer is ISwitchOperation choices && inner is ISwitchCaseOperation && !choices.Value.Syntax.Span.Contains(read.Syntax.Span))
                    return Place.Never;
                if (write.Syntax.SpanStart < read.Syntax.SpanStart) return place;

                // Later in the text: there where a loop comes round again.
                if (outer is ILoopOperation) return Place.Sometimes;
                continue;
            }

            if (outer is IConditionalOperation or ISwitchCaseOperation or ILoopOperation or ICatchClauseOperation or ITryOperation
                or IAnonymousFunctionOperation or ILocalFunctionOperation or ICoalesceOperation or IConditionalAccessOperation
                or ISwitchExpressionArmOperation) place = Place.Sometimes;
        }

        return Place.Never;
    }

    private static bool Is(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);

    private static bool Holds(ITupleOperation tuple, ILocalSymbol local)
    {
        foreach (var element in tuple.Elements)
            if (element is ILocalReferenceOperation reference && Is(reference.Local, local)
                || element is IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared } && Is(declared.Local, local)) return true;
        return false;
    }

    // Inside a method, its parameters are what it was handed.
    private QueryChain? Entered(IInvocationOperation call, IOperation? source)
    {
        var method = call.TargetMethod;
        if (SoleBody.Of(method) is null) return null;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter || !_queries.IsQueryable(argument.Value.Unconverted().Type)) continue;
            var definition = (method.ReducedFrom ?? method).OriginalDefinition;
            _now[definition.Parameters[parameter.Ordinal]] = Read(argument.Value);
        }

        return Returned(method);
    }

    // What a method or getter of this project returns; null where it is not read.
    private QueryChain? Returned(IMethodSymbol method)
    {
        if (_methods >= MostMethods || SoleBody.Of(method) is not { } body || _facts.Semantics(body.SyntaxTree).GetOperation(body) is not { } operation)
            return null;
        _methods++;
        QueryChain? all = null;
        var isFirst = true;
        foreach (var part in operation.Descendants())
        {
            if (part is not IReturnOperation { ReturnedValue: { } value } || part.NestedFunction() is { } nested && nested.Syntax != body) continue;
            var one = Read(value);
            all = isFirst ? one : QueryChain.Either(all, one);
            isFirst = false;
            if (all is null) break;
        }

        _methods--;
        return all;
    }
}
