using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>Test code is silent, unless <c>architect.include_tests</c> says otherwise.</summary>
public class TestCodeTests
{
    private const string Defect = """
        class OrderClient(HttpClient http)
        {
            Task<string> Get(CancellationToken token) => http.{|#0:GetStringAsync|}("orders");
        }
        """;

    private const string TestClass = """
        namespace Xunit { class FactAttribute : Attribute { } }

        class OrderTests
        {
            private readonly HttpClient http = new();

            [Xunit.Fact]
            public void Works() { }

            Task<string> Get(CancellationToken token) => http.{|#0:GetStringAsync|}("orders");
        }
        """;

    private static readonly Dictionary<string, string> s_testProject = new() { ["build_property.IsTestProject"] = "true" };
    private static readonly Dictionary<string, string> s_include = new() { ["architect.include_tests"] = "true" };

    [Fact]
    public Task Ordinary_code_reports() => Reports(Defect, new());

    [Fact]
    public Task A_test_project_is_silent() => Silent(Defect, new() { GlobalOptions = s_testProject });

    [Fact]
    public Task A_project_that_says_it_is_no_test_project_reports() =>
        Reports(Defect, new() { GlobalOptions = new Dictionary<string, string> { ["build_property.IsTestProject"] = "false" } });

    [Fact]
    public Task A_test_project_reports_where_the_option_says_so() =>
        Reports(Defect, new() { GlobalOptions = s_testProject.Concat(s_include).ToDictionary() });

    [Fact]
    public Task A_class_with_test_methods_is_silent() => Silent(TestClass, new());

    [Fact]
    public Task A_class_with_test_methods_reports_where_the_option_says_so() => Reports(TestClass, new() { Options = s_include });

    [Fact]
    public Task An_attribute_of_the_same_name_elsewhere_makes_no_test() => Reports(TestClass.Replace("Xunit", "Facts"), new());

    private static Task Reports(string code, Setup setup) => Verify<UnforwardedCancellationToken>.Reports(code, setup,
        Verify<UnforwardedCancellationToken>.Report(0).WithArguments("GetStringAsync", "token"));

    private static Task Silent(string code, Setup setup) =>
        Verify<UnforwardedCancellationToken>.Silent(code.Replace("{|#0:", "").Replace("|}", ""), setup);
}
