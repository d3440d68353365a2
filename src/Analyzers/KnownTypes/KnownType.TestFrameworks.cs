namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType XunitFact = new("Xunit.FactAttribute");
    internal static readonly KnownType NUnitTest = new("NUnit.Framework.TestAttribute");
    internal static readonly KnownType MSTestMethod = new("Microsoft.VisualStudio.TestTools.UnitTesting.TestMethodAttribute");
}
