using System.Diagnostics;

namespace Metamers.Tests;

/// <summary>Starts <see cref="Program"/> as a process of its own.</summary>
internal static class ChildProcess
{
    public static Process Start(params string[] arguments)
    {
        // The host of a test run is dotnet itself or an executable beside it; DOTNET_HOST_PATH names dotnet in both cases.
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, [typeof(Program).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }
}
