namespace ArchitectAnalyzers.Core;

/// <summary>
/// Tells test projects, where rules are silent unless their facts say otherwise: by MSBuild's <c>IsTestProject</c>, or by a reference to a
/// test framework. <c>architect.include_tests = true</c> turns the rules on there.
/// </summary>
internal static class TestProject
{
    internal static readonly Option<bool> IncludeTests = Option.Bool(null, "include_tests", false,
        "Report in test projects too.");

    internal static bool Is(Facts facts, AnalyzerOptions options)
    {
        var global = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        var isTest = global.TryGetValue("build_property.IsTestProject", out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase)
            || facts.Has(KnownType.XunitFact) || facts.Has(KnownType.NUnitTest) || facts.Has(KnownType.MSTestMethod);
        return isTest && !IncludeTests.Read(global);
    }
}
