using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

internal sealed partial class RoundTrips
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _mutates = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _untracked = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a method of a class of this project changes the object that it is called on; null where its body is not in sight.</summary>
    internal bool? Mutates(IMethodSymbol method)
    {
        method = method.OriginalDefinition;
        if (method.IsStatic || method.DeclaringSyntaxReferences.Length != 1 || method.IsAbstract) return null;
        if (_mutates.TryGetValue(method, out var known)) return known;
        var declaration = method.DeclaringSyntaxReferences[0].GetSyntax();
        if (BodyCalls.BodyOf(declaration) is not { } syntax || _facts.Semantics(declaration.SyntaxTree).GetOperation(syntax) is not { } body) return null;
        var mutates = false;
        foreach (var part in body.DescendantsAndSelf())
        {
            mutates |= part switch
            {
                IAssignmentOperation { Target: var target } => IsOwnMember(target),
                IIncrementOrDecrementOperation { Target: var target } => IsOwnMember(target),
                IInvocationOperation { TargetMethod.Name: "Add" or "Remove" or "Clear" or "AddRange" or "RemoveAll", Instance: { } collection } => IsOwnMember(collection),
                IInvocationOperation { Instance: IInstanceReferenceOperation, TargetMethod: { ReturnsVoid: true } other } => !SymbolEqualityComparer.Default.Equals(other.OriginalDefinition, method),
                _ => false,
            };
        }

        return _mutates.GetOrAdd(method, mutates);
    }

    /// <summary>
    /// Whether queries of a context are not tracked unless they say so: it says <c>NoTracking</c> itself, or the call that registers it does.
    /// Null where something of the kind is said, and not for certain of this context.
    /// </summary>
    internal bool? IsUntracked(ITypeSymbol? context, CancellationToken cancellationToken)
    {
        if (!_queries.IsMentioned("QueryTrackingBehavior", cancellationToken)) return false;
        if (context is null) return null;
        if (_untracked.TryGetValue(context, out var known)) return known;
        var isSaid = false;
        foreach (var reference in context.DeclaringSyntaxReferences) isSaid |= SaysNoTracking(reference.GetSyntax(cancellationToken).ToString());
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            if (isSaid) break;
            if (!QueryMentions.Has(tree, "QueryTrackingBehavior", cancellationToken)) continue;
            foreach (var call in HostCalls.Of(tree, cancellationToken))
            {
                if (CallShapes.NameNode(call) is GenericNameSyntax { TypeArgumentList.Arguments: { Count: > 0 } types } name && name.Identifier.ValueText.StartsWith("AddDbContext", StringComparison.Ordinal)
                    && types[types.Count - 1].ToString() == context.Name && SaysNoTracking(call.ArgumentList.ToString())) isSaid = true;
            }
        }

        if (isSaid) return _untracked.GetOrAdd(context, true);
        return null;
    }

    private static bool SaysNoTracking(string text) => text.Contains("QueryTrackingBehavior.NoTracking");

    private static bool IsOwnMember(IOperation target) => target switch
    {
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } => true,
        IMemberReferenceOperation { Instance: { } owner } => IsOwnMember(owner),
        _ => false,
    };
}
