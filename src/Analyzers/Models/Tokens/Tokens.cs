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

    private bool IsNullableToken(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && IsPlainToken(nullable.TypeArguments[0]);
}

internal static class TokensAccess
{
    internal static Tokens Tokens(this Facts facts) => facts.Model(static f => new Tokens(f));
}
