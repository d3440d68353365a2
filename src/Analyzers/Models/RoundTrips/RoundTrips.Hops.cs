using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Models;

internal sealed partial class RoundTrips
{
    private static readonly string[] s_linq =
    {
        "All", "Any", "Average", "Contains", "Count", "First", "FirstOrDefault", "Last", "LastOrDefault", "LongCount", "Max", "Min", "Single", "SingleOrDefault", "Sum", "ToArray", "ToDictionary", "ToHashSet", "ToList",
    };

    private readonly ConcurrentDictionary<IMethodSymbol, Body> _bodies = new(SymbolEqualityComparer.Default);

    /// <summary>What a method of the caller's own type, or a local function, asks of the database when it is called; null where it is not in sight.</summary>
    internal Body? BodyOf(IInvocationOperation call) => BodyOf(call.TargetMethod);

    /// <summary>The same for a method.</summary>
    internal Body? BodyOf(IMethodSymbol method)
    {
        method = method.OriginalDefinition;
        if (!IsInSight(method) || method.IsAbstract || method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction)) return null;
        if (_bodies.TryGetValue(method, out var known)) return known;
        return method.DeclaringSyntaxReferences.Length == 1 ? _bodies.GetOrAdd(method, Read(method)) : null;
    }

    /// <summary>Whether the method is of this project: its body may be read.</summary>
    internal bool IsInSight(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _facts.Compilation.Assembly);

    /// <summary>Whether the call is of a method that belongs to the same object as its caller, or of a local function.</summary>
    internal static bool IsOwn(IInvocationOperation call, ISymbol containing) =>
        call.TargetMethod.MethodKind == MethodKind.LocalFunction
        || (call.Instance is null or IInstanceReferenceOperation)
            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType.OriginalDefinition, containing.ContainingType?.OriginalDefinition)
            && !SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, containing.OriginalDefinition);

    private Body Read(IMethodSymbol method)
    {
        var declaration = method.DeclaringSyntaxReferences[0].GetSyntax();
        if (BodyCalls.BodyOf(declaration) is not { } syntax || !MayAsk(syntax) || _facts.Semantics(declaration.SyntaxTree).GetOperation(syntax) is not { } body) return Body.Empty;

        var found = new Body { IsPlain = body is not IBlockOperation { Operations.Length: > 1 } };
        foreach (var part in body.DescendantsAndSelf())
        {
            if (part is not IInvocationOperation call || Of(call) is not { } trip) continue;
            found.IsSaving |= trip.Kind == TripKind.Save;
            found.IsAsking |= trip.Kind != TripKind.Save;
            found.Guarded |= Repetitions.IsGuarded(call, body);
            if (trip.Holder is { } holder && !declaration.Span.Contains(PlaceOf(holder, declaration))) found.Holder ??= holder;
            else found.Owns = true;
            found.First ??= call;
        }

        found.IsExternal = found.IsSaving && ExternalWork.IsIn(body, this);
        return found;
    }

    // By name alone: most methods are not worth being bound a second time.
    private static bool MayAsk(SyntaxNode body)
    {
        foreach (var call in BodyCalls.Of(body))
        {
            if (CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: var name }) continue;
            if (name.StartsWith("Execute", StringComparison.Ordinal) || name.StartsWith("Query", StringComparison.Ordinal) || name.StartsWith("SaveChanges", StringComparison.Ordinal)) return true;
            if (StemOf(name) is not null || IsLinq(name)) return true;
        }

        return false;
    }

    private static bool IsLinq(string name)
    {
        var length = name.EndsWith("Async", StringComparison.Ordinal) ? name.Length - 5 : name.Length;
        foreach (var known in s_linq)
            if (known.Length == length && string.CompareOrdinal(known, 0, name, 0, length) == 0) return true;
        return false;
    }

    // Parameters of the method come from outside of it as well, but nobody can tell from where.
    private static TextSpan PlaceOf(ISymbol holder, SyntaxNode declaration) =>
        holder is ILocalSymbol or IParameterSymbol && !holder.DeclaringSyntaxReferences.IsEmpty && holder.DeclaringSyntaxReferences[0] is var reference
        && reference.SyntaxTree == declaration.SyntaxTree ? reference.Span : new TextSpan(int.MaxValue - 1, 0);

    /// <summary>What a body asks of the database.</summary>
    internal sealed class Body
    {
        internal static readonly Body Empty = new();

        /// <summary>Whether it runs a query or a command.</summary>
        internal bool IsAsking { get; set; }

        /// <summary>Whether it does nothing but that: one statement.</summary>
        internal bool IsPlain { get; set; }

        /// <summary>Whether it saves the changes of a context.</summary>
        internal bool IsSaving { get; set; }

        /// <summary>Whether some of it is done only sometimes: behind a cache, in a retry, or with its failures caught.</summary>
        internal bool Guarded { get; set; }

        /// <summary>Whether it also tells somebody outside.</summary>
        internal bool IsExternal { get; set; }

        /// <summary>The variable outside of it that holds the context or connection; null where there is none.</summary>
        internal ISymbol? Holder { get; set; }

        /// <summary>Whether it has a context or connection of its own, or one that it was handed.</summary>
        internal bool Owns { get; set; }

        /// <summary>The first call of them.</summary>
        internal IInvocationOperation? First { get; set; }
    }
}
