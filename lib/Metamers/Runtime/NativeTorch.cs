using System.Runtime.InteropServices;
using TorchSharp;

namespace Metamers.Runtime;

/// <summary>
/// The native library under TorchSharp: loads it, with an error that says what to do if it fails, and sets its threads.
/// </summary>
public static class NativeTorch
{
    private static readonly Lazy<Exception?> Failure = new(Try);

    /// <summary>The file that TorchSharp loads on this system.</summary>
    public static string FileName { get; } =
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll"
        : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib"
        : "libLibTorchSharp.so";

    /// <summary>The folder it is loaded from: that of TorchSharp.dll.</summary>
    public static string Folder =>
        Path.GetDirectoryName(typeof(torch).Assembly.Location) is { Length: > 0 } folder
            ? folder
            : AppContext.BaseDirectory;

    /// <summary>
    /// Loads the native library now, and checks its convolutions: on some virtual machines those of oneDNN are wrong,
    /// and the library then does without it.
    /// </summary>
    /// <exception cref="MetamerException">
    /// It does not load, or its convolutions are wrong; the message says why and what to do.
    /// </exception>
    public static void Load()
    {
        if (Failure.Value is { } error)
        {
            throw new MetamerException(Explain(Problem(Folder) ?? error.Message), error);
        }

        _ = Convolutions.UseOneDnn;
    }

    /// <summary>Reports the state of the native library without throwing.</summary>
    /// <returns>Its version, file and threads if it loads, otherwise the problem and what to do.</returns>
    public static NativeTorchState Examine()
    {
        string file = Path.Combine(Folder, FileName);
        return Failure.Value is { } error
            ? new NativeTorchState(null, file, 0, Explain(Problem(Folder) ?? error.Message))
            : new NativeTorchState(torch.__version__, file, torch.get_num_threads(), null);
    }

    /// <summary>
    /// Sets the threads of one operation to the number of cores this process may use, unless <c>OMP_NUM_THREADS</c>
    /// sets another number. Left alone, OpenMP counts the cores of the host and not those of the container, and a
    /// kernel with more threads than cores can be hundreds of times slower.
    /// </summary>
    /// <returns>The threads now in use.</returns>
    public static int UseAllCores()
    {
        Load();
        if (!int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), out int threads) || threads < 1)
        {
            threads = Environment.ProcessorCount;
        }

        torch.set_num_threads(threads);
        return torch.get_num_threads();
    }

    /// <summary>The dynamic loader's error for the native library in a folder; null if it loads.</summary>
    internal static string? Problem(string folder)
    {
        string file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            return $"{file} does not exist.";
        }

        try
        {
            NativeLibrary.Load(file);
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            return error.Message.Trim();
        }
    }

    /// <summary>The loader's error with what to do.</summary>
    internal static string Explain(string problem)
    {
        string cure = problem switch
        {
            _ when problem.Contains("GLIBCXX", StringComparison.Ordinal) =>
                "The C++ library of this system is older than the one TorchSharp was built with; the project's build "
                    + "makes that version optional. "
                    + "Run `dotnet build` in the project's folder, which puts the patched copy into the output folder, "
                    + "and restart the kernel.",
            _ when problem.Contains("does not exist", StringComparison.Ordinal) =>
                "Native files are chosen for the machine that builds: run `dotnet build` in the project's folder on "
                    + "this machine, and restart the kernel. "
                    + "TorchSharp has them for linux-x64, win-x64 and osx-arm64.",
            _ => "Run `dotnet build` in the project's folder, restart the kernel, and see \"The native library\" in "
                + "environment.md.",
        };
        return $"The native library of TorchSharp does not load: {problem} {cure}";
    }

    private static Exception? Try()
    {
        // TorchSharp prints its own (misleading) advice before it throws; the exception carries ours.
        TextWriter console = Console.Out;
        try
        {
            Console.SetOut(TextWriter.Null);
            torch.InitializeDeviceType(DeviceType.CPU);
            return null;
        }
        catch (Exception error)
            when (error
                    is NotSupportedException
                        or DllNotFoundException
                        or TypeInitializationException
                        or BadImageFormatException
            )
        {
            return error;
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
