namespace ArchitectAnalyzers.Models;

/// <summary>Which collections a query includes, each by the navigations that lead to it.</summary>
internal static class IncludePaths
{
    /// <summary>
    /// The call that includes the second of two collections that multiply each other's rows: neither leads to the other. Null where there are no
    /// two, or where it cannot be told.
    /// </summary>
    internal static IInvocationOperation? Multiplying(Query query)
    {
        List<ImmutableArray<ISymbol>>? collections = null;
        var path = ImmutableArray<ISymbol>.Empty;
        foreach (var one in query.Operators)
        {
            if (one.Step != QueryStep.Include || !one.IsCertain || one.Call.Arguments.Length != 2) continue;
            if (one.Name == "Include") path = ImmutableArray<ISymbol>.Empty;
            var from = path.Length;
            if (Append(one.Call.Arguments[1].Value, query.Entity, path) is not { } whole) return null;
            path = whole;
            for (var i = from; i < path.Length; i++)
            {
                if (!IsCollection(path[i])) continue;
                var reached = path.RemoveRange(i + 1, path.Length - i - 1);
                foreach (var other in collections ??= new())
                    if (!IsPrefix(other, reached) && !IsPrefix(reached, other)) return one.Call;
                collections.Add(reached);
            }
        }

        return null;
    }

    private static ImmutableArray<ISymbol>? Append(IOperation argument, ITypeSymbol? entity, ImmutableArray<ISymbol> path)
    {
        if (argument.ConstantValue is { HasValue: true, Value: string names }) return ByNames(names, entity, path);
        return Translation.LambdaOf(argument) is { } lambda && Translation.BodyOf(lambda) is { } body ? Walk(body, path) : null;
    }

    // o.Customer.Tags, o.Lines.Where(…).OrderBy(…), ((Special)o).Lines; in EF6 o.Lines.Select(l => l.Tags).
    private static ImmutableArray<ISymbol>? Walk(IOperation? body, ImmutableArray<ISymbol> path)
    {
        switch (body)
        {
            case IParameterReferenceOperation: return path;
            case IConversionOperation conversion: return Walk(conversion.Operand, path);
            case IPropertyReferenceOperation property: return Walk(property.Instance, path)?.Add(property.Property);
            case IInvocationOperation { Arguments: { Length: > 0 } arguments } call when QueryNames.IsLinq(call.TargetMethod.ContainingType):
                var source = Walk(arguments[0].Value, path);
                return call.TargetMethod.Name != "Select" || source is not { } reached ? source : Append(arguments[1].Value, null, reached);
            default: return null;
        }
    }

    private static ImmutableArray<ISymbol>? ByNames(string names, ITypeSymbol? entity, ImmutableArray<ISymbol> path)
    {
        foreach (var name in names.Split('.'))
        {
            IPropertySymbol? found = null;
            for (var type = entity; type is not null && found is null; type = type.BaseType)
                foreach (var member in type.GetMembers(name))
                    found = member as IPropertySymbol ?? found;
            if (found is null) return null;
            path = path.Add(found);
            entity = ElementOf(found.Type) ?? found.Type;
        }

        return path;
    }

    internal static bool IsCollection(ISymbol navigation) => navigation is IPropertySymbol { Type: var type } && ElementOf(type) is not null;

    private static ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String || type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte }) return null;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } itself)
            return itself.TypeArguments[0];
        foreach (var contract in type.AllInterfaces)
            if (contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) return contract.TypeArguments[0];
        return null;
    }

    private static bool IsPrefix(ImmutableArray<ISymbol> start, ImmutableArray<ISymbol> path)
    {
        if (start.Length > path.Length) return false;
        for (var i = 0; i < start.Length; i++)
            if (!SymbolEqualityComparer.Default.Equals(start[i], path[i])) return false;
        return true;
    }
}
