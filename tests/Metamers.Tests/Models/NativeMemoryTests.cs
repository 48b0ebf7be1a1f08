using System.Diagnostics;
using System.Globalization;

namespace Metamers.Tests.Models;

/// <summary>Networks that are disposed leave nothing in memory that is not the garbage collector's.</summary>
public sealed class NativeMemoryTests(ITestOutputHelper output)
{
    private const int Loads = 8000;
    private const int MostKibibytes = 49_152; // 160 bytes for each parameter that the last half makes

    /// <remarks>
    /// A process of its own, so that no other test allocates meanwhile. What the system counts as its memory varies by
    /// 5 to 25 MiB, however many loads there are; so many make any leak larger than that. TorchSharp counts one tensor
    /// for each parameter ever made that it does not count off again, although it releases it.
    /// </remarks>
    [Fact]
    public void Thousands_of_loads_and_disposals_of_a_network_leave_no_tensor_and_no_memory()
    {
        using Process process = ChildProcess.Start("load-often", Loads.ToString(CultureInfo.InvariantCulture));
        string[] answer = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        output.WriteLine($"Grew by {answer[0]} KiB; {answer[1]} tensors counted, {answer[2].Trim()} parameters made.");
        Assert.Equal(0, process.ExitCode);
        long[] numbers = [.. answer.Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        Assert.True(numbers[0] < MostKibibytes, $"{numbers[0]} KiB.");
        Assert.Contains(numbers[1], new[] { 0, numbers[2] });
    }
}
