namespace ArchitectAnalyzers.Core;

/// <summary>A table of <see cref="KnownMethod"/>s resolved in one compilation: rows by name, then the symbols that the row means.</summary>
internal sealed class MemberTable
{
    private readonly Dictionary<string, List<Entry>> _byName = new(StringComparer.Ordinal);
    private readonly bool[] _uses = new bool[4];

    private MemberTable() { }

    /// <summary>The table, or null where no row's type exists in the compilation.</summary>
    internal static MemberTable? Of(Facts facts, IEnumerable<KnownMethod> rows)
    {
        MemberTable? table = null;
        foreach (var row in rows)
        {
            if (facts[row.Type] is not { } type) continue;
            table ??= new MemberTable();
            table._uses[(int)row.Use] = true;
            if (!table._byName.TryGetValue(row.Name, out var entries)) table._byName.Add(row.Name, entries = new List<Entry>());
            entries.Add(new Entry(row, type));
        }

        return table;
    }

    internal bool Has(MemberUse use) => _uses[(int)use];

    /// <summary>The row that a called method or constructor is, overrides or implements.</summary>
    internal KnownMethod? Match(IMethodSymbol method)
    {
        var isConstructor = method.MethodKind == MethodKind.Constructor;
        if (!_byName.TryGetValue(isConstructor ? "" : method.Name, out var entries)) return null;
        foreach (var entry in entries)
        {
            if (entry.Row.Use != (isConstructor ? MemberUse.New : MemberUse.Call)) continue;
            if (entry.Row.Arity >= 0 && entry.Row.Arity != ParametersAsWritten(method)) continue;
            if (isConstructor ? method.ContainingType.IsOrDerivesFrom(entry.Type) : Declares(method, entry.Type)) return entry.Row;
        }

        return null;
    }

    /// <summary>The row that a property read or assignment is.</summary>
    internal KnownMethod? Match(IPropertyReferenceOperation reference)
    {
        if (!_byName.TryGetValue(reference.Property.Name, out var entries)) return null;
        var use = reference.Parent is IAssignmentOperation assignment && assignment.Target == reference ? MemberUse.Set : MemberUse.Get;
        foreach (var entry in entries)
            if (entry.Row.Use == use && Declares(reference.Property, entry.Type)) return entry.Row;
        return null;
    }

    private static int ParametersAsWritten(IMethodSymbol method) =>
        method.IsExtensionMethod && method.ReducedFrom is null ? method.Parameters.Length - 1 : method.Parameters.Length;

    // The member itself, what it overrides, or (for a class behind an interface of the table) what it implements by name.
    private static bool Declares(ISymbol member, INamedTypeSymbol type)
    {
        for (ISymbol? m = member; m is not null; m = Overridden(m))
            if (SymbolEqualityComparer.Default.Equals(m.ContainingType?.OriginalDefinition, type)) return true;
        return type.TypeKind == TypeKind.Interface && member.ContainingType is { } containing && containing.Implements(type);
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    private readonly struct Entry(KnownMethod row, INamedTypeSymbol type)
    {
        internal KnownMethod Row { get; } = row;
        internal INamedTypeSymbol Type { get; } = type;
    }
}
