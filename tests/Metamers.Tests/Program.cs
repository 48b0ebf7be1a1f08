using System.Diagnostics;
using System.Runtime.InteropServices;
using Metamers.Models;
using Metamers.Models.Checkpoints;
using Metamers.Models.Import;
using Metamers.Runtime;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using Xunit.Runner.InProc.SystemConsole;
using static TorchSharp.torch;

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
            ["refuse", string file] => Task.FromResult(Refuse(file)),
            ["convolve"] => Task.FromResult(Convolve()),
            ["page-faults"] => Task.FromResult(CountPageFaults()),
            ["load-often", string loads] => Task.FromResult(LoadOften(int.Parse(loads))),
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

    /// <summary>
    /// Reads an ONNX file that is refused, and prints why and whether the convolutions were checked before.
    /// </summary>
    private static int Refuse(string file)
    {
        try
        {
            new OnnxNetwork(file).Dispose();
            return 1;
        }
        catch (MetamerException error)
        {
            Console.WriteLine($"{error.Message}\n{Convolutions.AreChecked}");
            return 0;
        }
    }

    /// <summary>
    /// Prints the largest relative error of convolutions and their gradients, over many numbers of channels, or that it
    /// is not a number.
    /// </summary>
    private static int Convolve()
    {
        using IDisposable scope = NewDisposeScope();
        NativeTorch.Load();
        long[] channels = [1, 3, 8, 12, 16, 20, 24, 32];
        double[] errors =
        [
            .. channels.SelectMany(from =>
                channels.Select(to => ConvolutionError(rand(2, from, 9, 9), rand(to, from, 3, 3)))
            ),
        ];
        Console.WriteLine(errors.Any(double.IsNaN) ? double.NaN : errors.Max());
        return 0;
    }

    private static double ConvolutionError(Tensor x, Tensor weight)
    {
        (Tensor single, Tensor twice) = (x.clone().requires_grad_(), x.to(float64).requires_grad_());
        Tensor output = nn.functional.conv2d(single, weight, padding: [1, 1]);
        Tensor exact = nn.functional.conv2d(twice, weight.to(float64), padding: [1, 1]);
        Tensor back = autograd.grad([output.square().sum()], [single])[0];
        Tensor exactBack = autograd.grad([exact.square().sum()], [twice])[0];
        return ((output - exact).norm() / exact.norm() + (back - exactBack).norm() / exactBack.norm()).item<double>();
    }

    /// <summary>
    /// Prints how many pages the system hands over for a tensor of 64 MiB, and on average for the same again.
    /// </summary>
    private static int CountPageFaults()
    {
        NativeTorch.Load();
        const int more = 10;
        long before = Faults();
        zeros(1 << 24).Dispose();
        long first = Faults();
        for (int i = 0; i < more; i++)
        {
            zeros(1 << 24).Dispose();
        }

        Console.WriteLine($"{first - before} {(Faults() - first) / more}");
        return 0;

        static long Faults() => long.Parse(File.ReadAllText("/proc/self/stat").Split(") ")[1].Split(' ')[7]);
    }

    /// <summary>
    /// Loads and disposes of a network many times, and uses every tenth; prints by how many KiB the process grew in the
    /// last half of them, the tensors left, and the parameters made.
    /// </summary>
    private static int LoadOften(int loads)
    {
        string file = Path.Combine(Path.GetTempPath(), $"metamers-test-{Environment.ProcessId}.safetensors");
        long parameters = 0;
        long before = 0;
        long tensors = 0;
        using (StagedModel model = Deep())
        {
            SafeTensors.Write(file, model.state_dict());
        }

        // The smallest of some measurements: the system gives a process memory, and takes it back, in large pages.
        List<long> after = [];
        for (int i = 0; i < loads; i++)
        {
            if (i % 10 == 0 && (i == loads / 2 || i % (loads / 2) >= loads / 2 - 100))
            {
                after.Add(Resident());
                if (i == loads / 2)
                {
                    (before, tensors, parameters) = (after.TakeLast(10).Min(), Tensor.TotalCount, 0);
                }
            }

            using StagedModel model = Deep();
            Checkpoint.Load(model, file);
            model.Freeze();
            parameters += model.parameters().Count();
            if (i % 10 == 0)
            {
                using Tensor input = zeros([1, .. model.InputShape]);
                model.Logits(input).Dispose();
            }
        }

        Console.WriteLine(
            $"{after.TakeLast(10).Append(Resident()).Min() - before} {Tensor.TotalCount - tensors} {parameters}"
        );
        File.Delete(file);
        return 0;
    }

    /// <summary>Many small layers, since what is left behind of a layer does not depend on its size.</summary>
    private static ModuleNetwork Deep() =>
        new(
            nn.Sequential(Enumerable.Range(0, 40).Select(i => ($"{i}", (nn.Module<Tensor, Tensor>)nn.Conv2d(1, 1, 1)))),
            new InputNormalization(0, 1, [0.5], [0.25]),
            [1, 4, 4],
            "0"
        );

    /// <summary>KiB of this process in memory, after everything managed was collected.</summary>
    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1024;
    }

    private const int FileSizeResource = 1; // RLIMIT_FSIZE, on Linux and macOS
    private const int FileSizeSignal = 25; // SIGXFSZ, on Linux and macOS

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, in FileSizeLimit limit);

    private readonly record struct FileSizeLimit(ulong Soft, ulong Hard);
}
