namespace ArchitectAnalyzers.Models;

/// <summary>The convention of <c>Startup</c> classes.</summary>
internal static class Startups
{
    /// <summary>
    /// Whether a method is a step of a start-up: <c>Configure[Environment]</c> with an app builder, or, for the ending <c>Services</c>,
    /// <c>Configure[Environment]Services</c> with the services.
    /// </summary>
    internal static bool IsStep(IMethodSymbol method, string ending, Facts facts)
    {
        if (!method.Name.StartsWith("Configure", StringComparison.Ordinal) || !method.Name.EndsWith(ending, StringComparison.Ordinal)) return false;
        var handed = ending.Length == 0 ? KnownType.IApplicationBuilder : KnownType.IServiceCollection;
        foreach (var parameter in method.Parameters)
            if (facts.Is(parameter.Type, handed)) return method.DeclaredAccessibility == Accessibility.Public;
        return false;
    }

    /// <summary>Whether a class is a start-up by its name and methods alone. Modules of other frameworks have a base class of theirs.</summary>
    internal static bool Is(INamedTypeSymbol type, Facts facts)
    {
        if (type is not { TypeKind: TypeKind.Class, IsAbstract: false, BaseType.SpecialType: SpecialType.System_Object }) return false;
        foreach (var member in type.GetMembers())
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && IsStep(method, "", facts)) return true;
        return false;
    }
}
