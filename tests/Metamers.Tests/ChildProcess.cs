using System.Diagnostics;

namespace Metamers.Tests;

/// <summary>Starts <see cref="Program"/> or the command line as a separate process.</summary>
internal static class ChildProcess
{
    public static Process Start(params string[] arguments) =>
        StartDll(typeof(Program).Assembly.Location, arguments, []);

    /// <summary>The command line, on one thread, so that all its processes compute the same bits.</summary>
    public static Process StartWorkbook(params string[] arguments) =>
        StartDll(
            Path.Combine(AppContext.BaseDirectory, "Workbook.dll"),
            arguments,
            new() { ["OMP_NUM_THREADS"] = "1" }
        );

    /// <summary>Runs the command line to its end.</summary>
    public static (int ExitCode, string Output) RunWorkbook(params string[] arguments)
    {
        using Process process = StartWorkbook(arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static Process StartDll(string dll, string[] arguments, Dictionary<string, string> environment)
    {
        // The host of a test run is dotnet itself or an executable next to it; DOTNET_HOST_PATH names dotnet in both
        // cases.
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, [dll, .. arguments]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
