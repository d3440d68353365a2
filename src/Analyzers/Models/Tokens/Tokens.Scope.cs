using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    // The way from a value of the type to its one token; empty where there is none, or no telling which.
    private readonly ConcurrentDictionary<ITypeSymbol, string> _paths = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The token to pass at an operation: of the innermost function that has one, outward through lambdas and local functions as long as they
    /// run as part of what encloses them; then of the type. Null where there is none, where it cannot be told which, where its name means
    /// something else there, and where the operation's task is made to outlive the caller.
    /// </summary>
    /// <param name="operation">Where the token would be passed.</param>
    /// <param name="containing">The member that the operation is in.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal TokenSource? At(IOperation operation, ISymbol containing, CancellationToken cancellationToken)
    {
        if (containing is not IMethodSymbol method || Outlives(operation)) return null;
        var source = Find(operation, method, withLocals: true, cancellationToken);
        return source is not null && Binds(source, operation) ? source : null;
    }

    /// <summary>The same, but for the tokens and sources that the function makes itself: the token that its caller brought.</summary>
    internal TokenSource? BroughtTo(IOperation operation, ISymbol containing, CancellationToken cancellationToken) =>
        containing is IMethodSymbol method && Find(operation, method, withLocals: false, cancellationToken) is { } source
            && Binds(source, operation) ? source : null;

    private TokenSource? Find(IOperation operation, IMethodSymbol method, bool withLocals, CancellationToken cancellationToken)
    {
        var from = operation;
        var isCaptured = false;
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var function = parent switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => null,
            };
            if (function is null) continue;

            if (Of(function, from, parent, withLocals, isCaptured, out var isDecided) is { } source) return source;
            if (isDecided || function.IsStatic || !RunsHere(parent, depth: 0)) return null;

            // What a local function may use of the locals around it depends on where it is called.
            withLocals &= parent is not ILocalFunctionOperation;
            isCaptured = true;
            from = parent;
        }

        return Of(method, from, null, withLocals, isCaptured, out var isFinal)
            ?? (isFinal || method.IsStatic ? null : OfType(operation, method));
    }

    // A function's own token: a local one that is linked to another, a parameter, a parameter's member, any other local one.
    private TokenSource? Of(IMethodSymbol function, IOperation from, IOperation? body, bool withLocals, bool isCaptured, out bool isDecided)
    {
        var locals = withLocals ? LocalTokens.Before(from, body, this) : default;
        isDecided = true;
        if (locals.Linked is not null) return locals.Linked;

        TokenSource? token = null, member = null;
        bool several = false, severalMembers = false;
        foreach (var parameter in function.Parameters)
        {
            if (IsToken(parameter.Type))
            {
                // An ignored token of one's own is no reason to take another's.
                if (IsIgnored(parameter.Name) || token is not null) return null;
                if (parameter.RefKind != RefKind.None && (isCaptured || parameter.RefKind != RefKind.In)) { several = true; continue; }
                token = TokenSource.Of(parameter);
                if (!IsPlainToken(parameter.Type)) token = token with { Expression = token.Name + ".GetValueOrDefault()" };
            }
            else if (parameter is { RefKind: RefKind.None, NullableAnnotation: not NullableAnnotation.Annotated } && !IsIgnored(parameter.Name)
                     && Path(parameter.Type) is { Length: > 0 } path)
            {
                severalMembers |= member is not null;
                member = TokenSource.Of(parameter, path, isMember: true);
            }
        }

        if (token is not null || several) return several ? null : token;
        if (member is not null) return severalMembers ? null : member;
        isDecided = locals.IsUnclear;
        return locals.Other;
    }

    /// <summary>Whether a parameter's name says that it is there for somebody else's sake.</summary>
    internal static bool IsIgnored(string name) => name is "_" or "" or "__" or "_1" or "_2" or "ignored" or "_ignored" or "unused" or "_unused" or "notUsed";

    private string Path(ITypeSymbol type)
    {
        if (type.SpecialType != SpecialType.None || type is not INamedTypeSymbol { TypeKind: not (TypeKind.Delegate or TypeKind.Enum) }) return "";
        return _paths.TryGetValue(type, out var path) ? path : _paths.GetOrAdd(type, FindPath(type));
    }

    private string FindPath(ITypeSymbol type)
    {
        if (IsSource(type) || _facts.Is(type, KnownType.CancellationTokenRegistration) || type.IsOrDerivesFrom(_facts[KnownType.Exception])) return "";
        if (OnlyProperty(type, p => IsPlainToken(p.Type), out var several) is { } token) return token.Name;

        // Filter contexts, authentication events and the like lead to the request.
        if (several || !_facts.Has(KnownType.HttpContext) || _facts.Is(type, KnownType.HttpRequest) || _facts.Is(type, KnownType.HttpResponse))
            return "";
        return OnlyProperty(type, p => _facts.Is(p.Type, KnownType.HttpContext) && p.NullableAnnotation != NullableAnnotation.Annotated, out _)
            is { } context ? context.Name + ".RequestAborted" : "";
    }

    private static IPropertySymbol? OnlyProperty(ITypeSymbol type, Func<IPropertySymbol, bool> matches, out bool several)
    {
        IPropertySymbol? only = null;
        several = false;
        for (var t = type; t is not null; t = t.BaseType) Look(t, ref only, ref several);
        if (type.TypeKind == TypeKind.Interface)
            foreach (var parent in type.AllInterfaces) Look(parent, ref only, ref several);
        return several ? null : only;

        void Look(ITypeSymbol t, ref IPropertySymbol? found, ref bool isSecond)
        {
            foreach (var member in t.GetMembers())
            {
                if (member is not IPropertySymbol { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public } property
                    || property.GetMethod is not { DeclaredAccessibility: Accessibility.Public } || !matches(property)) continue;
                isSecond |= found is not null && found.Name != property.Name;
                found ??= property;
            }
        }
    }

    // Whether the name, written there, still means what it was found as.
    private static bool Binds(TokenSource source, IOperation operation)
    {
        if (operation.SemanticModel is not { } semantics) return false;
        foreach (var symbol in semantics.LookupSymbols(operation.Syntax.SpanStart, name: source.Root.Name))
            if (SymbolEqualityComparer.Default.Equals(symbol, source.Root)) return true;
        return false;
    }
}
