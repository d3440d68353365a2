namespace ArchitectAnalyzers.Core;

/// <summary>
/// Tells test code, where rules are silent unless their facts say otherwise: test projects by MSBuild's <c>IsTestProject</c> (which the
/// package makes visible), and classes with test methods anywhere. A mere reference to a test framework proves nothing.
/// <c>architect.include_tests = true</c> turns the rules on in both.
/// </summary>
internal static class TestCode
{
    internal static readonly Option<bool> IncludeTests = Option.Bool(null, "include_tests", false,
        "Report in test projects and test classes too.");

    // Namespace and attribute of a test method, as the frameworks name them.
    private static readonly (string Space, string Attribute)[] s_attributes =
    {
        ("Xunit", "FactAttribute"), ("Xunit", "TheoryAttribute"),
        ("Framework", "TestAttribute"), ("Framework", "TestCaseAttribute"), ("Framework", "TestCaseSourceAttribute"),
        ("UnitTesting", "TestMethodAttribute"), ("UnitTesting", "DataTestMethodAttribute"),
        ("Core", "TestAttribute"),
    };

    /// <summary>Whether the project is one of tests and does not ask for reports. Its first file speaks for its <c>.editorconfig</c>.</summary>
    internal static bool IsProject(AnalyzerOptions options, Compilation compilation)
    {
        var global = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        if (!global.TryGetValue("build_property.IsTestProject", out var value) || !value.Equals("true", StringComparison.OrdinalIgnoreCase)) return false;
        if (IncludeTests.Read(global)) return false;
        foreach (var tree in compilation.SyntaxTrees) return !IncludeTests.Read(options, tree);
        return true;
    }

    /// <summary>Whether a symbol is in a class that has test methods. Walks members: ask after the verdict.</summary>
    internal static bool Contains(ISymbol? symbol, AnalyzerOptions options, SyntaxTree tree)
    {
        for (var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType; type is not null; type = type.ContainingType)
            if (HasTests(type)) return !IncludeTests.Read(options, tree);
        return false;
    }

    private static bool HasTests(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary }) continue;
            foreach (var attribute in member.GetAttributes())
                foreach (var (space, name) in s_attributes)
                    if (attribute.AttributeClass is { } c && c.Name == name && c.ContainingNamespace?.Name == space) return true;
        }

        return false;
    }
}
