using System.Globalization;
using Metamers.Runtime;

namespace Metamers.Tests.Runtime;

/// <summary>
/// How libtorch gets its memory: by page faults, 16,384 of 4 KiB or 32 of 2 MiB for a tensor of 64 MiB.
/// </summary>
public class NativeMemoryTests
{
    private const string Setting = "/sys/kernel/mm/transparent_hugepage/enabled";
    private const int Many = 5000;

    [Theory]
    [InlineData(null, true)]
    [InlineData("0", false)] // what the environment says counts
    public void Large_tensors_are_in_huge_pages_unless_the_environment_says_otherwise(string? variable, bool huge)
    {
        Skip.Unless(
            File.Exists(Setting) && !File.ReadAllText(Setting).Contains("[never]", StringComparison.Ordinal),
            "This system has no huge pages."
        );
        long first = PageFaults(new() { [NativeMemory.HugePages] = variable }).First;
        Assert.True(first < Many == huge, $"{first} page faults for 64 MiB");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("131072", false)] // bytes
    public void Memory_that_was_freed_is_kept_unless_the_environment_says_otherwise(string? variable, bool kept)
    {
        Skip.Unless(OperatingSystem.IsLinux(), "It is the C library of Linux that is told so.");
        long again = PageFaults(new() { [NativeMemory.HugePages] = "0", ["MALLOC_TRIM_THRESHOLD_"] = variable }).Again;
        Assert.True(again < Many == kept, $"{again} page faults for 64 MiB that were used and freed before");
    }

    private static (long First, long Again) PageFaults(Dictionary<string, string?> environment)
    {
        string[] said = ChildProcess.Run(environment, "page-faults").Split();
        return (long.Parse(said[0], CultureInfo.InvariantCulture), long.Parse(said[1], CultureInfo.InvariantCulture));
    }
}
