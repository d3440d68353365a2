using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Core;

/// <summary>
/// What is known about one compilation, shared by all rules and fixes: the symbols of known types, and the models. Thread-safe.
/// </summary>
internal sealed class Facts
{
    private static readonly ConditionalWeakTable<Compilation, Facts> s_all = new();

    // Null: not asked yet. s_absent: asked, and not there.
    private static readonly object s_absent = new();
    private readonly object?[] _types = new object?[KnownType.Count];
    private readonly DeclaredTypes[] _assemblies;
    private readonly ConcurrentDictionary<Type, object> _models = new();
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _semantics = new();

    private Facts(Compilation compilation)
    {
        Compilation = compilation;
        var references = compilation.SourceModule.ReferencedAssemblySymbols;
        _assemblies = new DeclaredTypes[references.Length];
        for (var i = 0; i < references.Length; i++) _assemblies[i] = DeclaredTypes.Of(references[i]);
    }

    internal Compilation Compilation { get; }

    internal static Facts Of(Compilation compilation) => s_all.GetValue(compilation, static c => new Facts(c));

    /// <summary>The type's symbol in this compilation, or null where nothing declares it.</summary>
    internal INamedTypeSymbol? this[KnownType type]
    {
        get
        {
            var known = Volatile.Read(ref _types[type.Index]);
            if (known is null)
            {
                known = (object?)Find(type) ?? s_absent;
                Volatile.Write(ref _types[type.Index], known);
            }

            return known as INamedTypeSymbol;
        }
    }

    internal bool Has(KnownType type) => this[type] is not null;

    /// <summary>Whether the type, constructed or not, is <paramref name="type"/>.</summary>
    internal bool Is(ITypeSymbol? symbol, KnownType type) =>
        symbol is not null && this[type] is { } known && SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, known);

    /// <summary>The one instance of a model for this compilation, made when first asked for.</summary>
    internal T Model<T>(Func<Facts, T> create) where T : class
    {
        // Two threads may both create; one instance wins, so models must not publish themselves.
        if (_models.TryGetValue(typeof(T), out var model)) return (T)model;
        return (T)_models.GetOrAdd(typeof(T), create(this));
    }

    /// <summary>
    /// The semantic model of a tree, for models that look outside the operation a rule was handed. Costs a second binding of what is
    /// asked: ask after the names match.
    /// </summary>
    internal SemanticModel Semantics(SyntaxTree tree)
    {
        if (_semantics.TryGetValue(tree, out var model)) return model;
#pragma warning disable RS0030 // this is the one place
        return _semantics.GetOrAdd(tree, Compilation.GetSemanticModel(tree));
#pragma warning restore RS0030
    }

    // Several references may declare a type (shared source, facades): our own source wins, then what is public.
    private INamedTypeSymbol? Find(KnownType type)
    {
        if (Compilation.Assembly.GetTypeByMetadataName(type.MetadataName) is { } own) return own;
        INamedTypeSymbol? best = null;
        foreach (var assembly in _assemblies)
        {
            if (assembly[type] is not { } candidate) continue;
            if (best is null || (best.DeclaredAccessibility != Accessibility.Public && candidate.DeclaredAccessibility == Accessibility.Public))
                best = candidate;
        }

        return best;
    }

    /// <summary>
    /// The known types that a referenced assembly declares. The compilations of an editor share its symbol, so each type is looked up once, and not
    /// again after each keystroke.
    /// </summary>
    private sealed class DeclaredTypes
    {
        private static readonly ConditionalWeakTable<IAssemblySymbol, DeclaredTypes> s_byAssembly = new();
        private static readonly ConditionalWeakTable<IAssemblySymbol, DeclaredTypes>.CreateValueCallback s_create = static assembly => new(assembly);

        private readonly IAssemblySymbol _assembly;
        private readonly object?[] _types = new object?[KnownType.Count];

        private DeclaredTypes(IAssemblySymbol assembly) => _assembly = assembly;

        internal static DeclaredTypes Of(IAssemblySymbol assembly) => s_byAssembly.GetValue(assembly, s_create);

        internal INamedTypeSymbol? this[KnownType type]
        {
            get
            {
                var known = Volatile.Read(ref _types[type.Index]);
                if (known is null)
                {
                    known = (object?)_assembly.GetTypeByMetadataName(type.MetadataName) ?? s_absent;
                    Volatile.Write(ref _types[type.Index], known);
                }

                return known as INamedTypeSymbol;
            }
        }
    }
}
