using System.Runtime.InteropServices;
using Metamers.Runtime;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using Xunit.Runner.InProc.SystemConsole;

namespace Metamers.Tests;

/// <summary>
/// The entry point: xunit's runner, or, with arguments of our own, a process that a test may kill or starve of disk
/// space.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) =>
        arguments switch
        {
            ["save-forever", string folder] => Task.FromResult(SaveForever(folder)),
            ["save-starved", string folder, string bytes] => Task.FromResult(SaveStarved(folder, ulong.Parse(bytes))),
            ["write-in", string culture, string folder] => Task.FromResult(CultureFiles.Write(culture, folder)),
            _ => ConsoleRunner.Run(arguments),
        };

    /// <summary>Saves two metamers alternately to the same folder until it is killed.</summary>
    private static int SaveForever(string folder)
    {
        using Metamer first = MetamerExamples.Noise(seed: 1);
        using Metamer second = MetamerExamples.Noise(seed: 2);
        for (int i = 0; ; i++)
        {
            MetamerStore.Save(i % 2 == 0 ? first : second, folder, overwrite: true);
            if (i == 0)
            {
                Console.WriteLine("saving");
            }
        }
    }

    /// <summary>
    /// Saves a metamer while no file may grow beyond a certain size, as on a full disk, and prints the error.
    /// </summary>
    private static int SaveStarved(string folder, ulong bytes)
    {
        using PosixSignalRegistration ignore = PosixSignalRegistration.Create(
            (PosixSignal)FileSizeSignal,
            context => context.Cancel = true
        );
        using Metamer metamer = MetamerExamples.Noise(seed: 2);
        FileSizeLimit limit = new(bytes, bytes);
        if (SetLimit(FileSizeResource, in limit) != 0)
        {
            throw new InvalidOperationException($"setrlimit: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        try
        {
            MetamerStore.Save(metamer, folder, overwrite: true);
            return 0;
        }
        catch (MetamerException error)
        {
            Console.WriteLine(error.Message);
            return 3;
        }
    }

    private const int FileSizeResource = 1; // RLIMIT_FSIZE, on Linux and macOS
    private const int FileSizeSignal = 25; // SIGXFSZ, on Linux and macOS

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, in FileSizeLimit limit);

    private readonly record struct FileSizeLimit(ulong Soft, ulong Hard);
}
