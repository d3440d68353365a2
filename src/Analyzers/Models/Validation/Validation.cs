using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

/// <summary>Which types say what is valid, by attributes or by themselves, and which code looks whether it is. Thread-safe.</summary>
internal sealed class Validation
{
    private readonly Facts _facts;
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _hasRules = new(SymbolEqualityComparer.Default);

    internal Validation(Facts facts) => _facts = facts;

    /// <summary>Whether objects of the type can be invalid by an attribute of a property, or by their own judgement.</summary>
    internal bool HasRules(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } named) return false;
        if (_hasRules.TryGetValue(named, out var known)) return known;
        return _hasRules.GetOrAdd(named, Find(named));
    }

    /// <summary>Whether requests may be validated for all endpoints of the kind: by a filter, a behaviour, a library, by the framework.</summary>
    internal bool IsGeneral(bool isMinimal, CancellationToken cancellationToken)
    {
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            var (minimal, mvc, _) = ValidationNames.Of(tree, cancellationToken);
            if (isMinimal ? minimal : mvc) return true;
        }

        return false;
    }

    /// <summary>Whether <c>[ApiController]</c> is told not to refuse invalid models by itself.</summary>
    internal bool IsSuppressed(CancellationToken cancellationToken)
    {
        foreach (var tree in _facts.Compilation.SyntaxTrees)
            if (ValidationNames.Of(tree, cancellationToken).Suppressed) return true;
        return false;
    }

    /// <summary>Whether the code of a handler, or a method of this compilation that it calls, speaks of validity or refuses requests.</summary>
    internal bool IsLookedAt(Handler handler)
    {
        if (Speaks(handler.Body.Syntax)) return true;
        return handler.First(0, static (part, _) => part is IInvocationOperation call && SoleBody.Of(call.TargetMethod) is { } body
            && Speaks(body), inNested: true) is not null;
    }

    private static bool Speaks(SyntaxNode code)
    {
        foreach (var token in code.DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken) || token.Parent?.FirstAncestorOrSelf<AttributeListSyntax>() is not null) continue;
            var name = token.ValueText;
            if (name is "ModelState" or "BadRequest" or "UnprocessableEntity" or "TryUpdateModelAsync") return true;
            if (name.IndexOf("valid", StringComparison.OrdinalIgnoreCase) >= 0 && !name.EndsWith("Exception", StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private bool Find(INamedTypeSymbol type)
    {
        if (type.Implements(_facts[KnownType.IValidatableObject])) return true;
        for (var t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false } && HasRule(member)) return true;
                if (!t.IsRecord || member is not IMethodSymbol { MethodKind: MethodKind.Constructor } constructor) continue;
                foreach (var parameter in constructor.Parameters)
                    if (HasRule(parameter)) return true;
            }
        }

        return false;
    }

    // [DataType] only describes.
    private bool HasRule(ISymbol member)
    {
        foreach (var attribute in member.GetAttributes())
            if (attribute.AttributeClass.IsOrDerivesFrom(_facts[KnownType.ValidationAttribute])
                && !_facts.Is(attribute.AttributeClass, KnownType.DataTypeAttribute)) return true;
        return false;
    }
}

internal static class ValidationOfFacts
{
    internal static Validation Validation(this Facts facts) => facts.Model(static f => new Validation(f));
}
