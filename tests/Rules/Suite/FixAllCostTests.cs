using System.Diagnostics;
using System.Text;
using ArchitectAnalyzers.Tests.Docs;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>
/// What a site costs Fix All does not grow with the number of sites in the document. Measured is the time of the processor, of a process that
/// does nothing else meanwhile: neither other tests nor other programs change it much.
/// </summary>
[Collection(nameof(Alone))]
public class FixAllCostTests(ITestOutputHelper output)
{
    private const int Few = 125, Many = 500;

    /// <summary>Four times the sites take four times as long; quadratic work takes sixteen times.</summary>
    private const double Limit = 8;

    [Theory]
    [InlineData("ARCH1001", 1)]
    [InlineData("ARCH1101", 1)]
    [InlineData("ARCH1101", 1000)]
    [InlineData("ARCH1002", 1)]
    [InlineData("ARCH1002", 1000)]
    public async Task Fix_all_takes_as_long_as_there_are_sites(string id, int sitesAMethod)
    {
        Assert.SkipUnless(Engine.IsThorough, "measured on the newest Roslyn");

        // What is compiled and loaded once is not measured.
        await Measure(id, 50, sitesAMethod);
        var (few, many) = (await Least(id, Few, sitesAMethod), await Least(id, Many, sitesAMethod));
        output.WriteLine($"{id}: {few.TotalMilliseconds:F0} ms for {Few}, {many.TotalMilliseconds:F0} ms for {Many}");
        Assert.True(many < few * Limit, $"{Few} sites take {few.TotalMilliseconds:F0} ms, {Many} take {many.TotalMilliseconds:F0} ms");
    }

    // A collection of garbage is charged to whom it hits.
    private static async Task<TimeSpan> Least(string id, int sites, int sitesAMethod)
    {
        var (first, second) = (await Measure(id, sites, sitesAMethod), await Measure(id, sites, sitesAMethod));
        return first < second ? first : second;
    }

    private static async Task<TimeSpan> Measure(string id, int sites, int sitesAMethod)
    {
        var project = AllRules.Project([("Code.cs", Code(id, sites, sitesAMethod))]);
        await project.GetCompilationAsync();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var made = await Fixes.Apply(project, id);
        var taken = Process.GetCurrentProcess().TotalProcessorTime - before;
        Assert.Equal(sites, made.Split(id == "ARCH1001" ? " = await http." : ", token);").Length - 1);
        return taken;
    }

    private static string Code(string id, int sites, int sitesAMethod)
    {
        var code = new StringBuilder("public sealed class Orders(HttpClient http)\n{\n");
        for (var i = 0; i < sites; i++)
        {
            var head = id == "ARCH1001" ? $"private void Load{i}(int id)" : $"public async Task Load{i}(int id, CancellationToken token)";
            if (i % sitesAMethod == 0) code.Append($"    {head}\n    {{\n");
            code.Append(id switch
            {
                "ARCH1001" => $"        var text{i} = http.GetStringAsync(\"/orders/{i}\").Result; // order {i}\n",
                "ARCH1002" => $"        File.WriteAllText(\"/orders/{i}\", \"x\"); // order {i}\n",
                _ => $"        var text{i} = await http.GetStringAsync(\"/orders/{i}\"); // order {i}\n",
            });
            if ((i + 1) % sitesAMethod == 0 || i + 1 == sites) code.Append("    }\n\n");
        }

        return code.Append("}\n").ToString();
    }
}

/// <summary>Tests that measure time run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;
