using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// Synchronous calls and what could be awaited in their place: a method that exists here, is accessible and not obsolete, takes the arguments as
/// they are written, gives the same when awaited, and is not the method that the call is in.
/// </summary>
internal sealed partial class Counterparts
{
    /// <summary>The project's own blocking calls.</summary>
    internal static readonly ListFile File = new("ArchitectAnalyzers.BlockingCalls.txt", "Namespace.Type.Method -> MethodAsync", static line => Parse(line) is not null);

    private readonly Facts _facts;
    private readonly ByDesign _byDesign;
    private readonly Dictionary<string, List<(BlockingCalls Row, INamedTypeSymbol Type)>> _rows = new(StringComparer.Ordinal);
    private readonly List<(BlockingCalls Row, INamedTypeSymbol Type)> _wholeTypes = new();
    private readonly List<(string Sources, INamedTypeSymbol Operators)> _providers = new();
    private readonly List<(string Type, string Method, string Counterpart)> _own = new();

    // Null and empty: looked into, and nothing there.
    private readonly ConcurrentDictionary<IMethodSymbol, BlockingMethod?> _blocking = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> _siblings = new(SymbolEqualityComparer.Default);

    internal Counterparts(Facts facts, AnalyzerOptions options)
    {
        _facts = facts;
        _byDesign = new ByDesign(ByDesign.File.Read(options));
        foreach (var line in File.Read(options))
            if (Parse(line) is { } own) _own.Add(own);
        foreach (var row in BlockingCalls.Table)
        {
            if (facts[row.Type] is not { } type) continue;
            if (row.Names.Length == 0) _wholeTypes.Add((row, type));
            foreach (var name in row.Names)
            {
                if (!_rows.TryGetValue(name, out var rows)) _rows.Add(name, rows = new());
                rows.Add((row, type));
            }
        }

        foreach (var (sources, operators) in BlockingCalls.QueryProviders)
            if (facts[operators] is { } type) _providers.Add((sources, type));
    }

    /// <summary>Whether a method is in the table of blocking calls. A look-up; whether a call of it waits is another question.</summary>
    internal bool IsOfTable(IMethodSymbol method) => Blocking(method.OriginalDefinition) is not null;

    /// <summary>Whether a call of the table waits for something outside, wherever it is: its code may be synchronous. Entering another lock does not count.</summary>
    internal bool Waits(IInvocationOperation call, ISymbol containing) =>
        Blocking(call.TargetMethod.OriginalDefinition) is { Row: not { BelongsToThread: true } } method && !IsPoll(call) && Verdict(call, method, containing) is not null;

    /// <summary>
    /// The verdict on a call of the table of blocking calls; null where it is none, where it does not wait, and where its code could not await.
    /// </summary>
    internal BlockedCall? Blocked(IInvocationOperation call, ISymbol containing)
    {
        if (Blocking(call.TargetMethod.OriginalDefinition) is not { } method || !call.IsInAsyncCode(containing, _facts)) return null;
        if (method.Row is { BelongsToThread: true } && (call.Function(containing) is not { IsAsync: true } || !call.IsAwaitedUnder())) return null;
        if (IsPoll(call) || Verdict(call, method, containing) is not { } blocked) return null;
        return blocked.Counterpart is { Method: var best } && (IsOwn(call, best, containing) || HasTwin(call, best.Name, containing)) ? null : blocked;
    }

    private BlockedCall? Verdict(IInvocationOperation call, BlockingMethod method, ISymbol containing)
    {
        var candidates = method.Candidates;
        if (method.IsQuery)
        {
            if (OperatorsFor(call) is not { } operators) return null;
            candidates = Awaitables(operators, call.TargetMethod.OriginalDefinition, call.TargetMethod.Name + "Async");
        }
        else if (IsQuiet(call))
        {
            return null;
        }
        else if (candidates.IsEmpty && method.Advice is null)
        {
            candidates = Imported(call, method.CounterpartName);
        }

        if (Best(call, candidates, containing, withToken: false) is { } best) return new BlockedCall(best, null);
        return method.Advice is null ? null : new BlockedCall(null, method.Advice);
    }

    /// <summary>The sibling of any other synchronous call in asynchronous code; null where it has none that would do.</summary>
    internal Counterpart? Sibling(IInvocationOperation call, ISymbol containing)
    {
        var siblings = Siblings(call.TargetMethod.OriginalDefinition);
        if (siblings.IsEmpty || !call.IsInAsyncCode(containing, _facts) || IsQuiet(call)) return null;
        return Best(call, siblings, containing, withToken: false) is { } best && !IsOwn(call, best.Method, containing)
            && !HasTwin(call, best.Method.Name, containing) ? best : null;
    }

    /// <summary>What could be awaited in the place of a call, whether or not it waits and its code could await.</summary>
    internal Counterpart? Of(IInvocationOperation call, ISymbol containing)
    {
        var definition = call.TargetMethod.OriginalDefinition;
        var candidates = Blocking(definition) is { IsQuery: false } method ? method.Candidates : Siblings(definition);
        return Best(call, candidates, containing, withToken: false);
    }

    /// <summary>The form of a counterpart that takes a token too, where there is one: <c>OpenAsync(token)</c> beside <c>OpenAsync()</c>.</summary>
    internal Counterpart WithToken(IInvocationOperation call, Counterpart counterpart, ISymbol containing) =>
        counterpart.Token is not null ? counterpart
        : Best(call, Awaitables(counterpart.Method.ContainingType, counterpart.Method, counterpart.Method.Name), containing, withToken: true)
            is { Token: not null } best ? best : counterpart;

    private BlockingMethod? Blocking(IMethodSymbol definition) =>
        _blocking.TryGetValue(definition, out var known) ? known : _blocking.GetOrAdd(definition, FindBlocking(definition));

    private ImmutableArray<IMethodSymbol> Siblings(IMethodSymbol definition) =>
        _siblings.TryGetValue(definition, out var known) ? known : _siblings.GetOrAdd(definition, FindSiblings(definition));

    private BlockingMethod? FindBlocking(IMethodSymbol method)
    {
        if (!CouldBlock(method)) return null;
        if (Own(method) is { } counterpart) return new BlockingMethod(Awaitables(method.ContainingType, method, counterpart), counterpart);
        if (_byDesign.Contains(method)) return null;
        if (_rows.TryGetValue(method.Name, out var rows))
        {
            foreach (var (row, type) in rows)
            {
                if (!method.ContainingType.IsA(type)) continue;
                var name = row.Counterpart ?? method.Name + "Async";
                var on = row.On is null ? method.ContainingType : _facts[row.On];
                return new BlockingMethod(on is null ? ImmutableArray<IMethodSymbol>.Empty : Awaitables(on, method, name), name) { Row = row, Advice = row.Advice };
            }
        }

        if (IsLinq(method))
        {
            foreach (var (_, operators) in _providers)
                if (!operators.GetMembers(method.Name + "Async").IsEmpty) return new BlockingMethod(ImmutableArray<IMethodSymbol>.Empty, "") { IsQuery = true };
            return null;
        }

        if (!IsOfClient(method)) return null;
        var siblings = Awaitables(method.ContainingType, method, method.Name + "Async");
        return siblings.IsEmpty ? null : new BlockingMethod(siblings, method.Name + "Async");
    }

    private ImmutableArray<IMethodSymbol> FindSiblings(IMethodSymbol method)
    {
        if (!CouldBlock(method) || Blocking(method) is not null) return ImmutableArray<IMethodSymbol>.Empty;
        var siblings = Awaitables(method.ContainingType, method, method.Name + "Async");
        return siblings.IsEmpty || _byDesign.Contains(method) ? ImmutableArray<IMethodSymbol>.Empty : siblings;
    }

    private bool CouldBlock(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, ContainingType: not null } && (method.ReturnsVoid || !method.ReturnType.IsAwaitable(_facts));

    private bool IsLinq(IMethodSymbol method) =>
        _facts.Is(method.ContainingType, KnownType.Queryable) || _facts.Is(method.ContainingType, KnownType.Enumerable);

    private bool IsOfClient(IMethodSymbol method)
    {
        foreach (var (_, type) in _wholeTypes)
            if (method.ContainingType.IsA(type)) return true;
        var space = method.ContainingNamespace.ToDisplayString();
        foreach (var client in BlockingCalls.Clients)
            if (IsWithin(space, client)) return true;
        return false;
    }

    private static bool IsWithin(string space, string prefix) =>
        space.StartsWith(prefix, StringComparison.Ordinal) && (space.Length == prefix.Length || space[prefix.Length] == '.');

    // The project's own line for a method.
    private string? Own(IMethodSymbol method)
    {
        foreach (var (type, name, counterpart) in _own)
        {
            if (name != method.Name) continue;
            for (var t = method.ContainingType; t is not null; t = t.BaseType)
                if (ByDesign.NameOf(t) == type) return counterpart;
            foreach (var contract in method.ContainingType.AllInterfaces)
                if (ByDesign.NameOf(contract) == type) return counterpart;
        }

        return null;
    }

    private static (string Type, string Method, string Counterpart)? Parse(string line)
    {
        var arrow = line.IndexOf("->", StringComparison.Ordinal);
        if (arrow < 0) return null;
        var (call, counterpart) = (line.Substring(0, arrow).Trim(), line.Substring(arrow + 2).Trim());
        var dot = call.LastIndexOf('.');
        return dot > 0 && ByDesign.IsName(call) && SyntaxFacts.IsValidIdentifier(counterpart)
            ? (call.Substring(0, dot), call.Substring(dot + 1), counterpart)
            : null;
    }

    private sealed class BlockingMethod(ImmutableArray<IMethodSymbol> candidates, string counterpartName)
    {
        internal ImmutableArray<IMethodSymbol> Candidates { get; } = candidates;
        internal string CounterpartName { get; } = counterpartName;
        internal BlockingCalls? Row { get; init; }
        internal string? Advice { get; init; }
        internal bool IsQuery { get; init; }
    }
}

internal static class CounterpartsAccess
{
    /// <param name="facts">The facts of the compilation.</param>
    /// <param name="options">The project's, for its files of further calls.</param>
    internal static Counterparts Counterparts(this Facts facts, AnalyzerOptions options) => facts.Model(f => new Counterparts(f, options));
}
