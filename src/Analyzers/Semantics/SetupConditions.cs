namespace ArchitectAnalyzers.Semantics;

/// <summary>Whether a part of the set-up runs in production, as far as the code around it shows.</summary>
internal static class SetupConditions
{
    // Words in the names of code that is for something else than production.
    private static readonly string[] s_elsewhere =
    {
        "Development", "Debug", "Test", "Tests", "Testing", "Fixture", "Fake", "Fakes", "Mock", "Mocks", "Benchmark", "Benchmarks", "Local", "DesignTime",
    };

    private static readonly string[] s_spaces = { "Test", "Tests", "Testing", "Benchmarks" };

    /// <summary>
    /// False where a condition asks for development, where one asks for something that is not known (a setting, a provider's name), and in code named
    /// after tests or development. Conditions on whether the options are set already decide nothing.
    /// </summary>
    internal static bool RunsInProduction(this IOperation operation, ISymbol containing)
    {
        if (operation.IsForDevelopment() || Directives.IsConditional(operation.Syntax)) return false;
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation) return false;
            if (parent is IConditionalOperation choice && choice.Condition != child && IsUnknown(choice, child)) return false;
        }

        for (ISymbol? symbol = containing; symbol is not null and not INamespaceSymbol { IsGlobalNamespace: true }; symbol = symbol.ContainingSymbol)
            if (symbol is not (IAssemblySymbol or IModuleSymbol) && HasWord(symbol.Name, symbol is INamespaceSymbol ? s_spaces : s_elsewhere)) return false;
        return true;
    }

    private static bool IsUnknown(IConditionalOperation choice, IOperation branch)
    {
        var sense = Development.SureSense(choice.Condition);
        if (sense != 0) return sense > 0 == (choice.WhenTrue == branch);
        foreach (var part in choice.Condition.DescendantsAndSelf())
            if (part is IPropertyReferenceOperation { Property.Name: "IsConfigured" }) return false;
        return true;
    }

    // TestStartup and IntegrationTests, but not Localization.
    private static bool HasWord(string name, string[] words)
    {
        foreach (var word in words)
        {
            var at = name.IndexOf(word, StringComparison.Ordinal);
            if (at >= 0 && (at + word.Length == name.Length || !char.IsLower(name[at + word.Length]))) return true;
        }

        return false;
    }
}
