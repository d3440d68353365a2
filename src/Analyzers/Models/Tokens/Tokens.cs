using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// Cancellation tokens: which call could take one and was given none, which token is in scope at a place, and from where on cancelling
/// would do harm.
/// </summary>
internal sealed partial class Tokens
{
    private readonly Facts _facts;
    private readonly MemberTable? _othersToken;
    private readonly MemberTable? _keyLookups;

    // Null: the method has no place for a token, or it must be given one.
    private readonly ConcurrentDictionary<IMethodSymbol, TokenSlot?> _slots = new(SymbolEqualityComparer.Default);

    // The same by the type of the receiver, where that derives from the method's.
    private readonly ConcurrentDictionary<INamedTypeSymbol, ConcurrentDictionary<IMethodSymbol, TokenSlot?>> _receivers = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamespaceSymbol, ImmutableArray<INamedTypeSymbol>> _extensions = new(SymbolEqualityComparer.Default);

    internal Tokens(Facts facts)
    {
        _facts = facts;
        _othersToken = MemberTable.Of(facts, s_othersToken);
        _keyLookups = MemberTable.Of(facts, s_keyLookups);
    }

    /// <summary>Whether the type is <c>CancellationToken</c> or <c>CancellationToken?</c>.</summary>
    internal bool IsToken(ITypeSymbol? type) => IsPlainToken(type) || IsNullableToken(type);

    internal bool IsPlainToken(ITypeSymbol? type) => type?.Name == nameof(CancellationToken) && _facts.Is(type, KnownType.CancellationToken);

    internal bool IsSource(ITypeSymbol? type) =>
        type?.Name == nameof(CancellationTokenSource) && _facts.Is(type, KnownType.CancellationTokenSource);

    /// <summary>
    /// Whether a function could take a token and does not, by its signature alone: asynchronous, without a token or a source, and its own to change.
    /// </summary>
    internal bool CouldTakeToken(IMethodSymbol method)
    {
        if (method.IsOverride || method.MethodKind == MethodKind.ExplicitInterfaceImplementation || method.ContainingType?.TypeKind == TypeKind.Interface)
            return false;
        if (!method.ReturnType.IsTask(_facts) && !Endpoint.IsStream(method.ReturnType, _facts)) return false;
        foreach (var parameter in method.Parameters)
            if (IsToken(parameter.Type) || IsSource(parameter.Type)) return false;
        return true;
    }

    /// <summary>Whether the value is a token that nobody can cancel: <c>CancellationToken.None</c>, <c>default</c>, <c>new CancellationToken()</c>.</summary>
    internal bool IsNever(IOperation value) => value switch
    {
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: nameof(CancellationToken.None) } property } => IsPlainToken(property.ContainingType),
        IDefaultValueOperation => IsPlainToken(value.Type),
        IObjectCreationOperation { Arguments: { Length: < 2 } arguments } =>
            IsPlainToken(value.Type) && (arguments.IsEmpty || arguments[0].Value.ConstantValue is { HasValue: true, Value: false }),
        _ => false,
    };

    private bool IsNullableToken(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && IsPlainToken(nullable.TypeArguments[0]);
}

internal static class TokensAccess
{
    internal static Tokens Tokens(this Facts facts) => facts.Model(static f => new Tokens(f));
}
