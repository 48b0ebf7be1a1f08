using System.Diagnostics;
using System.Globalization;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Reports;

namespace Benchmarks;

/// <summary>What the quick report of a network costs, made anew.</summary>
internal static class ReportTime
{
    /// <summary>Makes it in a temporary folder.</summary>
    /// <param name="key">A network of the zoo.</param>
    public static void Print(string key)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("report");
        try
        {
            using StagedModel model = ModelZoo.Load(key);
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            Stopwatch watch = Stopwatch.StartNew();
            using ModelReport report = ModelReport.Make(
                model,
                ReportOptions.Quick with
                {
                    Label = key,
                    Folder = folder.FullName,
                }
            );
            TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - before;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{key}: {watch.Elapsed.TotalSeconds:F0} s, {used.TotalSeconds:F0} s of processor time, "
                        + $"{TorchSharp.torch.get_num_threads()} threads; {report}"
                )
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
