namespace ArchitectAnalyzers.Package.Tests;

/// <summary>
/// What the SDK's templates for web apps get on the first day, freshly made. What is reported is what a reviewer would ask of such an app before
/// it goes into production, and of no template more than that.
/// </summary>
public class TemplateTests(Feed feed)
{
    // ARCH3001: each of them answers any number of requests of anybody.
    [Theory]
    [InlineData("web", "", "ARCH3001")]
    [InlineData("webapi", "", "ARCH3001")]
    [InlineData("webapi", "--use-controllers", "ARCH3001")]
    [InlineData("mvc", "", "ARCH3001")]
    [InlineData("webapp", "", "ARCH3001")]
    [InlineData("grpc", "", "ARCH3001")]
    public async Task A_new_app_is_warned_of_what_it_lacks(string template, string option, string expected)
    {
        var name = "New" + template + option.Length;
        var folder = Path.Combine(feed.Folder, "templates");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.targets"), $"""
            <Project>
              <PropertyGroup><ErrorLog>$(MSBuildProjectDirectory)/findings.sarif,version=2.1</ErrorLog></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ArchitectAnalyzers" Version="{feed.Version}" PrivateAssets="all" />
                <!-- Those that are on this machine. -->
                <PackageReference Update="Microsoft.AspNetCore.OpenApi" Version="{Repository.OpenApiVersion}" />
                <PackageReference Update="Grpc.AspNetCore" Version="{Repository.GrpcVersion}" />
              </ItemGroup>
            </Project>
            """);
        string[] options = option.Length == 0 ? [] : [option];
        (await Sdk.Run(feed, folder, ["new", template, "-o", name, "--no-restore", .. options])).Succeeded();
        (await Sdk.Run(feed, folder, "build", name, "-nodeReuse:false")).Succeeded();

        var ours = Finding.Read(Path.Combine(folder, name, "findings.sarif")).Where(finding => finding.IsOurs && finding.Level == "warning");
        Assert.Equal(expected, string.Join(" ", ours.Select(finding => finding.Id)));
    }
}
