using ArchitectAnalyzers.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace ArchitectAnalyzers.Tests.Suite;

public class UsingsTests
{
    [Theory]
    [InlineData("class C { }", "using System.Threading;\n\nclass C { }")]
    [InlineData("/// <summary>C.</summary>\nclass C { }", "using System.Threading;\n\n/// <summary>C.</summary>\nclass C { }")]
    [InlineData("// Licence\n\nclass C { }", "// Licence\n\nusing System.Threading;\n\nclass C { }")]
    [InlineData("using System;\nusing Xunit;\nclass C { }", "using System;\nusing System.Threading;\nusing Xunit;\nclass C { }")]
    [InlineData("// Licence\nusing Xunit;\nclass C { }", "// Licence\nusing System.Threading;\nusing Xunit;\nclass C { }")]
    [InlineData("global using System;\nglobal using Xunit;\nclass C { }", "global using System;\nglobal using Xunit;\nusing System.Threading;\nclass C { }")]
    [InlineData("namespace N\n{\n    using System;\n    class C { }\n}", "namespace N\n{\n    using System;\nusing System.Threading;\n    class C { }\n}")]
    public void A_namespace_that_is_not_imported_is_added(string code, string expected) => Assert.Equal(expected, Add(code));

    [Theory]
    [InlineData("using System.Threading;\nclass C { }")]
    [InlineData("global using System.Threading;\nclass C { }")]
    [InlineData("namespace N\n{\n    using System.Threading;\n    class C { }\n}")]
    public void A_namespace_that_the_file_imports_is_not(string code) => Assert.Equal(code, Add(code));

    [Theory]
    [InlineData("class C { }")]
    [InlineData("")]
    [InlineData("using System;\nnamespace N;\nclass C { }")]
    [InlineData("System.Console.WriteLine();")]
    public void A_namespace_that_a_global_using_imports_is_not(string code) => Assert.Equal(code, Add(code, "global using System.Threading;"));

    private static string Add(string code, string other = "")
    {
        var tree = CSharpSyntaxTree.ParseText(code);
        var compilation = CSharpCompilation.Create("test", [tree, CSharpSyntaxTree.ParseText(other)], ReferenceSet.Console10.References);
        return Usings.Add(tree.GetRoot(), ["System.Threading", "System.Threading"], compilation.GetSemanticModel(tree)).ToFullString().Replace("\r\n", "\n");
    }
}
