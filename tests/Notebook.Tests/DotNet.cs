using System.Diagnostics;

namespace Notebook.Tests;

/// <summary>Runs the <c>dotnet</c> that runs the tests.</summary>
internal static class DotNet
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>The exit code, and what it wrote to both outputs.</returns>
    public static (int Code, string Said) Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    /// <summary>Runs it to its end with more variables in its environment.</summary>
    public static (int Code, string Said) Run(
        string folder,
        (string Name, string Value)[] environment,
        string[] arguments
    )
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said + errors.Result);
    }
}
