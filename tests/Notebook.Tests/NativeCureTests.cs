using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Metamers.Runtime;
using Metamers.Tests;
using TorchSharp;

namespace Notebook.Tests;

/// <summary>
/// The build makes the newest C++ library's version optional in its copy of TorchSharp's native file, on Linux.
/// </summary>
public class NativeCureTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void The_output_folders_copy_asks_for_the_newest_version_weakly_and_for_the_others_as_before()
    {
        string package = Package();
        Dictionary<string, ushort> original = Flags(File.ReadAllBytes(package));
        Dictionary<string, ushort> cured = Flags(
            File.ReadAllBytes(Path.Combine(NativeTorch.Folder, NativeTorch.FileName))
        );
        Assert.True(
            (cured[Version] & 2) != 0,
            $"{Version} is not weak in {NativeTorch.Folder}: the target NativeTorch of lib/NativeTorch.targets did "
                + "not run; build again."
        );
        Assert.Equal(
            original.Where(need => need.Key != Version).OrderBy(need => need.Key),
            cured.Where(need => need.Key != Version).OrderBy(need => need.Key)
        );
    }

    [Fact]
    public void The_package_cache_is_as_it_was_published()
    {
        string package = Package();
        Assert.Equal(0, Flags(File.ReadAllBytes(package))[Version]);
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(package)!, "..", "..", ".."));
        using ZipArchive published = ZipFile.OpenRead(Directory.GetFiles(root, "*.nupkg").Single());
        using Stream entry = published.GetEntry(Path.GetRelativePath(root, package).Replace('\\', '/'))!.Open();
        Assert.Equal(SHA256.HashData(entry), SHA256.HashData(File.ReadAllBytes(package)));
    }

    [Fact]
    public void The_cure_works_in_a_folder_with_an_ampersand_in_its_name()
    {
        string package = Package();
        using TemporaryFolder folder = new();
        string checkout = Path.Combine(folder.Path, "R&D notes");
        string project = Path.Combine(checkout, "lib", "Own");
        Directory.CreateDirectory(project);
        File.Copy(
            Path.Combine(ProjectFolder.Root, "Directory.Build.targets"),
            Path.Combine(checkout, "Directory.Build.targets")
        );
        foreach (string file in new[] { "NativeTorch.targets", "WeakenSymbolVersion.cs" })
        {
            File.Copy(Path.Combine(ProjectFolder.Root, "lib", file), Path.Combine(checkout, "lib", file));
        }

        string library = Path.Combine(project, NativeTorch.FileName);
        File.Copy(package, library);
        File.WriteAllText(
            Path.Combine(project, "own.proj"),
            $"""
            <Project DefaultTargets="Build">
              <Import Project="../../Directory.Build.targets" />
              <Target Name="Build">
                <WeakenSymbolVersion Library="$(MSBuildProjectDirectory)/{NativeTorch.FileName}" Version="{Version}" />
              </Target>
            </Project>
            """
        );
        using Process process = Process.Start(
            new ProcessStartInfo("dotnet", ["msbuild", "own.proj", "-nologo"])
            {
                WorkingDirectory = project,
                RedirectStandardOutput = true,
            }
        )!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
        Assert.True((Flags(File.ReadAllBytes(library))[Version] & 2) != 0, said);
    }

    [Fact]
    public void A_program_cures_its_own_copy_as_the_build_does()
    {
        string package = Package();
        using TemporaryFolder folder = new();
        string library = Path.Combine(folder.Path, NativeTorch.FileName);
        File.CreateSymbolicLink(library, package);
        // libtorch is not beside it, so it does not load on any system.
        Assert.True(NativeCure.Apply(library));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(NativeTorch.Folder, NativeTorch.FileName)),
            File.ReadAllBytes(library)
        );
        Assert.Equal(0, Flags(File.ReadAllBytes(package))[Version]); // the link is replaced, not the package's file
        Assert.False(NativeCure.Apply(library));

        byte[] cut = File.ReadAllBytes(package)[..5000];
        File.WriteAllBytes(library, cut);
        Assert.False(NativeCure.Apply(library));
        Assert.Equal(cut, File.ReadAllBytes(library));
        Assert.False(NativeCure.Apply(Path.Combine(folder.Path, "missing.so")));
    }

    [Fact]
    public void The_native_library_loads_and_says_its_version_and_threads()
    {
        NativeTorch.UseAllCores();
        NativeTorchState state = NativeTorch.Examine();
        Assert.Null(state.Problem);
        Assert.StartsWith("2.", state.Version, StringComparison.Ordinal);
        string? set = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        Assert.Equal(
            set is null ? Environment.ProcessorCount : int.Parse(set, CultureInfo.InvariantCulture),
            state.Threads
        );
    }

    [Theory]
    [InlineData(
        "libstdc++.so.6: version `GLIBCXX_3.4.32' not found",
        "the project's build makes that version optional. Run `dotnet build`"
    )]
    [InlineData(
        "/x/libLibTorchSharp.so does not exist.",
        "Native files are chosen for the machine that builds: run `dotnet build`"
    )]
    [InlineData("cannot allocate memory", "see \"The native library\" in environment.md")]
    public void A_library_that_does_not_load_is_told_with_its_cure(string problem, string cure)
    {
        string message = NativeTorch.Explain(problem);
        Assert.StartsWith(
            "The native library of TorchSharp does not load: " + problem,
            message,
            StringComparison.Ordinal
        );
        Assert.Contains(cure, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_and_a_broken_file_are_told_apart()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, NativeTorch.FileName);
        Assert.Equal($"{file} does not exist.", NativeTorch.Problem(folder.Path));
        File.WriteAllText(file, "not a library");
        Assert.NotNull(NativeTorch.Problem(folder.Path));
    }

    /// <summary>
    /// The native file in the package cache: it is in the package of the TorchSharp.dll that the output folder links to
    /// or copied. Without one the test is skipped.
    /// </summary>
    private static string Package()
    {
        Skip.Unless(OperatingSystem.IsLinux(), "Only Linux needs the cure.");
        string cache =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string linked =
            File.ResolveLinkTarget(typeof(torch).Assembly.Location, returnFinalTarget: true)?.FullName
            ?? Path.Combine(
                cache,
                "torchsharp",
                typeof(torch).Assembly.GetName().Version!.ToString(3),
                "lib",
                "net8.0",
                "TorchSharp.dll"
            );
        string file = Path.GetFullPath(
            Path.Combine(
                Path.GetDirectoryName(linked)!,
                "..",
                "..",
                "runtimes",
                RuntimeInformation.RuntimeIdentifier,
                "native",
                NativeTorch.FileName
            )
        );
        string portable = file.Replace(RuntimeInformation.RuntimeIdentifier, "linux-x64", StringComparison.Ordinal);
        Skip.Unless(File.Exists(file) || File.Exists(portable), $"There is neither {file} nor {portable}.");
        return File.Exists(file) ? file : portable;
    }

    /// <summary>The versions that an ELF library needs (.gnu.version_r), with their flags.</summary>
    private static Dictionary<string, ushort> Flags(byte[] elf)
    {
        const uint NeededVersions = 0x6ffffffe;
        Dictionary<string, ushort> flags = [];
        long U64(long at) => BitConverter.ToInt64(elf, (int)at);
        uint U32(long at) => BitConverter.ToUInt32(elf, (int)at);
        ushort U16(long at) => BitConverter.ToUInt16(elf, (int)at);
        long sections = U64(0x28);
        long header = Enumerable
            .Range(0, U16(0x3c))
            .Select(i => sections + i * U16(0x3a))
            .Single(at => U32(at + 4) == NeededVersions);
        long strings = U64(sections + U32(header + 0x28) * U16(0x3a) + 0x18);
        long need = U64(header + 0x18);
        for (uint left = U32(header + 0x2c); left > 0; left--, need += U32(need + 12))
        {
            long entry = need + U32(need + 8);
            for (ushort of = U16(need + 2); of > 0; of--, entry += U32(entry + 12))
            {
                int name = (int)(strings + U32(entry + 8));
                flags[Encoding.ASCII.GetString(elf, name, Array.IndexOf(elf, (byte)0, name) - name)] = U16(entry + 4);
            }
        }

        return flags;
    }
}
