namespace Metamers.Tests.Evaluation.Robustness;

/// <summary>The command as a process.</summary>
public sealed class RobustnessCommandTests
{
    [Theory]
    [InlineData("--per-class", "0", "--per-class 0: must be at least 1.")]
    [InlineData("--steps", "0", "--steps 0: must be at least 1.")]
    public void A_count_that_cannot_be_used_is_told_without_a_trace(string option, string value, string expected) =>
        Assert.Contains(expected, Refused([option, value]));

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_before_anything_is_measured()
    {
        using TemporaryFolder folder = new();
        string closed = Path.Combine(folder.Write("file", [1]), "results"); // root may write everywhere but here
        Assert.Contains($"Cannot write into {closed}: ", Refused(["--output", closed]));
    }

    private static string Refused(string[] options)
    {
        (int code, string output) = ChildProcess.RunWorkbook(["robustness", "resnet20-standard-seed0", .. options]);
        Assert.NotEqual(0, code);
        Assert.DoesNotContain("   at ", output);
        return output;
    }
}
