namespace ArchitectAnalyzers.Package.Tests;

public class ScratchTests(Scratch scratch)
{
    [Fact] public void Dump()
    {
        var b = scratch.Build();
        var s = string.Join("\n", new[]{"Web","Web8","Console","TestProject","ProfileStrict","ProfileNone","Severities","Categories","BadOptions","App","OpenLibrary","OpenApp"}
          .Select(p => p + "\n" + string.Join("\n", scratch.All(p, p == "Web8" ? "net8.0" : "net10.0"))));
        Assert.Fail(b + "\n" + s + "\n" + scratch.UnsoundBuild());
    }
}
