using System.Diagnostics;

namespace Metamers.Tests;

/// <summary>Starts <see cref="Program"/> or the command line as a separate process.</summary>
internal static class ChildProcess
{
    /// <summary>
    /// Starts <see cref="Program"/>, with memory in small pages and garbage collected as usual, so that what it takes
    /// can be measured.
    /// </summary>
    public static Process Start(params string[] arguments) =>
        StartDll(
            typeof(Program).Assembly.Location,
            arguments,
            new() { ["THP_MEM_ALLOC_ENABLE"] = "0", ["DOTNET_GCgen0size"] = "0" }
        );

    /// <summary>
    /// Runs <see cref="Program"/> to its end and gives what it says.
    /// </summary>
    /// <param name="environment">Variables of its environment; null removes one.</param>
    /// <param name="arguments">The arguments.</param>
    public static string Run(Dictionary<string, string?> environment, params string[] arguments)
    {
        using Process process = StartDll(typeof(Program).Assembly.Location, arguments, environment);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    /// <summary>
    /// Starts <see cref="Program"/> with the system's tables of languages, which the tests do without.
    /// </summary>
    /// <param name="scratch">A folder for the settings of the process.</param>
    /// <param name="arguments">The arguments.</param>
    public static Process StartWithCultures(string scratch, params string[] arguments)
    {
        string dll = typeof(Program).Assembly.Location;
        string settings = Path.Combine(scratch, "cultures.runtimeconfig.json");
        string own = File.ReadAllText(Path.ChangeExtension(dll, ".runtimeconfig.json"));
        const string invariant = "\"System.Globalization.Invariant\": true";
        Assert.Contains(invariant, own);
        File.WriteAllText(settings, own.Replace(invariant, invariant.Replace("true", "false")));
        return StartDll(dll, arguments, new() { ["OMP_NUM_THREADS"] = "1" }, ["exec", "--runtimeconfig", settings]);
    }

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

    /// <summary>The same, with a folder in which it is run.</summary>
    public static (int ExitCode, string Output) RunWorkbookIn(string folder, params string[] arguments)
    {
        string before = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = folder;
            return RunWorkbook(arguments);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    /// <summary>Runs a script of bash to its end, with variables added to its environment.</summary>
    public static (int ExitCode, string Output) RunScript(string script, params (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = new("bash", [script]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static Process StartDll(
        string dll,
        string[] arguments,
        Dictionary<string, string?> environment,
        params string[] before
    )
    {
        // The host of a test run is dotnet itself or an executable next to it; DOTNET_HOST_PATH names dotnet in both
        // cases.
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, [.. before, dll, .. arguments]) { RedirectStandardOutput = true };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value; // null removes it
        }

        return Process.Start(start)!;
    }
}
