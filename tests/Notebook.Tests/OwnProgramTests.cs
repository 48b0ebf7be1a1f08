using Metamers.Runtime;

namespace Notebook.Tests;

/// <summary>
/// A program of a reader's own, outside the checkout, finds the native library and the weights: with a reference to the
/// project, and with the NuGet package that <c>dotnet pack</c> makes.
/// </summary>
public sealed class OwnProgramTests : IDisposable
{
    private const string Program = """
        using Metamers.Models;
        using Metamers.Models.Zoo;
        using Metamers.Runtime;
        using TorchSharp;

        try
        {
            using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
            Console.WriteLine($"{model.Logits(torch.zeros(1, 3, 32, 32)).shape[1]} classes");
        }
        catch (MetamerException error)
        {
            Console.WriteLine(error.Message);
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_reference_to_the_project_brings_the_cure_and_the_weights()
    {
        string project = Path.Combine(ProjectFolder.Root, "lib", "Metamers", "Metamers.csproj");
        // The library is built already; building it again would change files that other tests load.
        Build($"<ProjectReference Include=\"{project}\" />", "-p:BuildProjectReferences=false");
        Assert.Equal("10 classes", Run().Trim());

        // Publishing takes the package's own native file, which the program itself cures when it starts.
        Expect(
            DotNet.Run(
                folder.Path,
                [
                    "publish",
                    "--no-build",
                    "-c",
                    "Debug",
                    "-o",
                    "published",
                    "-v",
                    "q",
                    "-nologo",
                    "-p:BuildProjectReferences=false",
                    "-p:CreateSymbolicLinksForPublishFilesIfPossible=true",
                ]
            )
        );
        string published = Path.Combine(folder.Path, "published", "own.dll");
        // The host takes the folder of the program itself for that of its files, so that one must not be a link.
        string built = File.ResolveLinkTarget(published, returnFinalTarget: true)!.FullName;
        File.Delete(published);
        File.Copy(built, published);
        (string, string)[] data = [("METAMERS_DATA", ProjectFolder.Data)];
        Assert.Equal("10 classes", Expect(DotNet.Run(folder.Path, data, [published])).Trim());
    }

    [Fact]
    public void The_package_brings_the_cure_and_says_where_weights_are_looked_for()
    {
        // A version of its own, so that no other package is taken from the cache, nor this one by others.
        string version = $"1.0.0-test-{Guid.NewGuid():N}";
        string feed = Path.Combine(folder.Path, "feed");
        Expect(
            DotNet.Run(
                ProjectFolder.Root,
                [
                    "pack",
                    "lib/Metamers",
                    "-c",
                    "Debug",
                    "--no-build",
                    "-o",
                    feed,
                    $"-p:PackageVersion={version}",
                    "-v",
                    "q",
                    "-nologo",
                ]
            )
        );
        try
        {
            Build(
                $"<PackageReference Include=\"Metamers\" Version=\"[{version}]\" />",
                $"-p:RestoreAdditionalProjectSources={feed}"
            );
            string said = Run();
            Assert.Contains("METAMERS_DATA", said, StringComparison.Ordinal);
            Assert.Equal("10 classes", Run(("METAMERS_DATA", ProjectFolder.Data)).Trim());
        }
        finally
        {
            string cached = Path.Combine(Cache, "metamers", version);
            if (Directory.Exists(cached))
            {
                Directory.Delete(cached, recursive: true);
            }
        }
    }

    private static string Cache =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>
    /// Builds the program; links to libtorch in place of half a gigabyte of copies keep the test quick.
    /// </summary>
    private void Build(string reference, string option)
    {
        File.WriteAllText(
            Path.Combine(folder.Path, "own.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <CreateSymbolicLinksForCopyLocalIfPossible>true</CreateSymbolicLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>{reference}</ItemGroup>
            </Project>
            """
        );
        File.WriteAllText(Path.Combine(folder.Path, "Program.cs"), Program);
        Expect(DotNet.Run(folder.Path, ["build", "-v", "q", "-nologo", option]));
    }

    private string Run(params (string Name, string Value)[] environment) =>
        Expect(DotNet.Run(folder.Path, environment, [Path.Combine(folder.Path, "bin", "Debug", "net10.0", "own.dll")]));

    private static string Expect((int Code, string Said) ended)
    {
        Assert.True(ended.Code == 0, ended.Said);
        return ended.Said;
    }
}
