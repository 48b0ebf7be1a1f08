using System.Diagnostics;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>Runs scripts with Debian's Python, which its package python3-torch gives PyTorch.</summary>
internal static class PythonScript
{
    /// <summary>The code with which a script ends that lacks a package; its output says which.</summary>
    public const int Lacking = 3;

    private const string Python = "/usr/bin/python3";

    /// <summary>Runs a script to its end, with one thread.</summary>
    /// <param name="arguments">Its path and what it is given.</param>
    /// <returns>What it wrote. Where Python or a package is missing, the test is skipped.</returns>
    public static async Task<string> Run(params string[] arguments)
    {
        Skip.Unless(File.Exists(Python), "It needs Debian's python3-torch and python3-torchvision.");
        ProcessStartInfo start = new(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Skip.When(process.ExitCode == Lacking, output.Trim());
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
