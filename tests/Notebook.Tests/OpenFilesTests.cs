using System.Diagnostics;
using Metamers.Tests;

namespace Notebook.Tests;

public class OpenFilesTests
{
    [Fact]
    public async Task Too_few_open_files_are_said_in_a_sentence()
    {
        Skip.Unless(OperatingSystem.IsLinux(), "Only Linux limits the open files of a process by ulimit alone.");
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string workbook = Path.Combine(AppContext.BaseDirectory, "Workbook.dll");
        ProcessStartInfo start = new("sh", ["-c", $"ulimit -n 80; '{dotnet}' '{workbook}' list"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Equal(
            "This process may open only 80 files at once; at least 128 are needed. Raise the limit (ulimit -n 1024), "
                + "or ask the administrator of the machine.",
            errors.TrimEnd()
        );
    }
}
