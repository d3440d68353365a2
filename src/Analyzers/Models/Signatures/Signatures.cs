using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

/// <summary>Whether a method's signature is its own to change, or others hold to it. Thread-safe.</summary>
internal sealed class Signatures
{
    private readonly Facts _facts;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _delegates = new(SymbolEqualityComparer.Default);

    internal Signatures(Facts facts) => _facts = facts;

    /// <summary>Whether the method implements a member of an interface.</summary>
    internal static bool IsImplementation(IMethodSymbol method)
    {
        if (!method.ExplicitInterfaceImplementations.IsEmpty) return true;
        foreach (var contract in method.ContainingType.AllInterfaces)
            foreach (var member in contract.GetMembers(method.Name))
                if (Implements(method, member)) return true;
        return false;
    }

    /// <summary>Whether the method implements an interface's member that this project's own, written code does not declare.</summary>
    internal bool ImplementsForeign(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (var contract in method.ContainingType.AllInterfaces)
            foreach (var member in contract.GetMembers(method.Name))
                if (Implements(method, member) && !IsWrittenHere(member, cancellationToken)) return true;
        return false;
    }

    /// <summary>Whether code of this project hands the method on as a delegate, whose type decides what it takes. To LINQ a lambda could be handed.</summary>
    internal bool IsDelegate(IMethodSymbol method, CancellationToken cancellationToken)
    {
        method = method.OriginalDefinition;
        if (_delegates.TryGetValue(method, out var known)) return known;
        return _delegates.GetOrAdd(method, FindDelegate(method, cancellationToken));
    }

    private bool FindDelegate(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            if (DelegateNames.Of(tree, method.Name, cancellationToken) is not { } names) continue;
            foreach (var name in names)
            {
                var semantics = _facts.Semantics(tree);
                var info = semantics.GetSymbolInfo(name, cancellationToken);
                if (!Means(info, method)) continue;
                if (semantics.GetOperation(name.FirstAncestorOrSelf<InvocationExpressionSyntax>() ?? (SyntaxNode)name, cancellationToken)
                    is not IInvocationOperation { TargetMethod.ContainingType.ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } })
                    return true;
            }
        }

        return false;
    }

    private bool IsWrittenHere(ISymbol member, CancellationToken cancellationToken)
    {
        if (member.DeclaringSyntaxReferences.IsEmpty) return false;
        if (!SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, _facts.Compilation.Assembly)) return false;
        foreach (var reference in member.DeclaringSyntaxReferences)
            if (GeneratedCode.Is(reference.SyntaxTree, _facts.Compilation.Options, cancellationToken)) return false;
        return true;
    }

    private static bool Implements(IMethodSymbol method, ISymbol member) =>
        SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method);

    private static bool Means(SymbolInfo info, IMethodSymbol method)
    {
        if (info.Symbol is not null) return Is(info.Symbol, method);
        foreach (var candidate in info.CandidateSymbols)
            if (Is(candidate, method)) return true;
        return false;
    }

    private static bool Is(ISymbol symbol, IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition, method);
}

internal static class SignaturesOfFacts
{
    internal static Signatures Signatures(this Facts facts) => facts.Model(static f => new Signatures(f));
}
