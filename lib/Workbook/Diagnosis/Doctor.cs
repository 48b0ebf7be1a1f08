using System.Diagnostics;
using System.Globalization;
using Metamers.Runtime;
using Metamers.Stimuli.Data;
using TorchSharp;

namespace Workbook.Diagnosis;

/// <summary>Checks everything that the notebooks need on this machine.</summary>
public static class Doctor
{
    private const double NeededGigabytes = 2;

    /// <summary>The findings, each as it is made; some start a program and take a second.</summary>
    public static IEnumerable<Finding> Examine()
    {
        yield return Sdk();
        yield return Library();
        NativeTorchState native = NativeTorch.Examine();
        yield return Native(native);
        if (native.Problem is null)
        {
            yield return Threads();
            yield return Device();
        }

        yield return FSharp();
        yield return KernelTool();
        yield return KernelInJupyter();
        foreach (DataFile file in DataFiles.All)
        {
            yield return Data(file);
        }

        yield return Folder(ProjectFolder.Artifacts);
        yield return Folder(ProjectFolder.Metamers);
        yield return Disk();
    }

    /// <summary>Whether results can be written into a folder.</summary>
    public static Finding Folder(string folder) =>
        WritableFolder.Problem(folder) is { } problem
            ? new Finding(
                "results",
                State.Broken,
                $"{folder} cannot be written: {problem} Notebooks and metamers would be computed and then lost.",
                WritableFolder.Cure
            )
            : new Finding("results", State.Good, $"{folder} can be written");

    private static Finding Sdk() =>
        Run("dotnet", "--version") is { } version
            ? new Finding("SDK", State.Good, $".NET SDK {version.Trim()}, runtime {Environment.Version}")
            : new Finding(
                "SDK",
                State.Broken,
                "`dotnet --version` fails in the project's folder.",
                "Install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0"
            );

    private static Finding Library()
    {
        string library = Path.Combine(ProjectFolder.Root, "lib", "Metamers", "bin", "Debug", "net10.0", "Metamers.dll");
        return File.Exists(library)
            ? new Finding("library", State.Good, library)
            : new Finding(
                "library",
                State.Broken,
                $"{library} does not exist; the notebooks' setup cell looks for it there.",
                "Run `dotnet build` in the project's folder."
            );
    }

    private static Finding Native(NativeTorchState native) =>
        native.Problem is null
            ? new Finding(
                "native library",
                State.Good,
                $"libtorch {native.Version} from {native.File}"
                    + (
                        Convolutions.UseOneDnn
                            ? ""
                            : ", without oneDNN, whose convolutions are wrong on this processor (environment.md)"
                    )
            )
            : new Finding("native library", State.Broken, $"{native.File} does not load.", native.Problem);

    private static Finding Threads()
    {
        int threads = NativeTorch.UseAllCores();
        string? set = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        string found =
            $"{threads} of {Environment.ProcessorCount} cores" + (set is null ? "" : $" (OMP_NUM_THREADS={set})");
        return threads <= Environment.ProcessorCount
            ? new Finding("threads", State.Good, found)
            : new Finding(
                "threads",
                State.Missing,
                found,
                "More threads than cores are slow: unset OMP_NUM_THREADS or set it to the number of cores."
            );
    }

    private static Finding Device()
    {
        try
        {
            torch.Device device = ComputeDevice.Choose();
            string unset = Environment.GetEnvironmentVariable(ComputeDevice.Variable) is null ? " is not set" : "";
            return new Finding("device", State.Good, $"{device} ({ComputeDevice.Variable}{unset})");
        }
        catch (MetamerException error)
        {
            return new Finding(
                "device",
                State.Broken,
                $"{ComputeDevice.Variable}={Environment.GetEnvironmentVariable(ComputeDevice.Variable)}",
                error.Message
            );
        }
    }

    private static Finding FSharp()
    {
        string file = Path.Combine(Path.GetDirectoryName(typeof(NativeTorch).Assembly.Location)!, "FSharp.Core.dll");
        return File.Exists(file)
            ? new Finding(
                "FSharp.Core",
                State.Good,
                $"{FileVersionInfo.GetVersionInfo(file).FileVersion}, for Plotly.NET; a kernel that has loaded another "
                    + "keeps its own"
            )
            : new Finding(
                "FSharp.Core",
                State.Broken,
                $"{file} does not exist, and Plotly.NET needs it.",
                "Run `dotnet build` in the project's folder."
            );
    }

    private static Finding KernelTool() =>
        Run("dotnet", "interactive --version") is { } version
            ? new Finding("kernel tool", State.Good, $"dotnet-interactive {version.Trim().Split('+')[0]}")
            : new Finding(
                "kernel tool",
                State.Missing,
                "Microsoft.dotnet-interactive is not restored; VS Code and Jupyter need it, `workbook run` does not.",
                "Run `dotnet tool restore` in the project's folder."
            );

    private static Finding KernelInJupyter() =>
        Run("jupyter", "kernelspec list") switch
        {
            null => new Finding(
                "Jupyter",
                State.Missing,
                "`jupyter` is not installed; JupyterLab and nbconvert need it, VS Code and `workbook run` do not.",
                "See environment.md."
            ),
            string list when list.Contains(".net-csharp", StringComparison.Ordinal) => new Finding(
                "Jupyter",
                State.Good,
                "the kernel .net-csharp is installed"
            ),
            _ => new Finding(
                "Jupyter",
                State.Missing,
                "Jupyter does not know the C# kernel.",
                "Run `dotnet interactive jupyter install` in the project's folder."
            ),
        };

    private static Finding Data(DataFile file)
    {
        try
        {
            return DataFiles.Find(file.Name) is { } path
                ? new Finding("data", State.Good, path)
                : new Finding(
                    "data",
                    State.Missing,
                    $"{file.Name} is in none of {string.Join(", ", DataFiles.Folders.Select(folder => folder.Path))}",
                    "See data/README.md. Notebooks run without it, with the photographs, words and weights that "
                        + "come with the project."
                );
        }
        catch (MetamerException error)
        {
            return new Finding("data", State.Missing, $"{file.Name} is damaged", error.Message);
        }
    }

    private static Finding Disk()
    {
        double free = new DriveInfo(ProjectFolder.Root).AvailableFreeSpace / 1e9;
        string found = string.Create(CultureInfo.InvariantCulture, $"{free:0.0} GB free at {ProjectFolder.Root}");
        return free >= NeededGigabytes
            ? new Finding("disk", State.Good, found)
            : new Finding(
                "disk",
                State.Missing,
                found,
                $"Free some space: results and page files need up to {NeededGigabytes} GB."
            );
    }

    /// <summary>What a program prints when it is run in the project's folder; null if it is missing or fails.</summary>
    private static string? Run(string program, string arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    WorkingDirectory = ProjectFolder.Root,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            )!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
