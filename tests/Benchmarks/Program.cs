using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Benchmarks;
using Metamers.Runtime;
using Perfolizer.Horology;
using TorchSharp;

// In one process, so that both sides share the native library and its threads; medians, since a laptop is never quiet.
torch.set_num_threads(Environment.ProcessorCount);
if (args is ["cochleagram"])
{
    CochleagramTable.Print();
    return;
}

if (args is ["precision"])
{
    PrecisionTable.Print();
    return;
}

if (args is ["null"])
{
    NullTable.Print();
    return;
}

if (args is ["memory"])
{
    MemoryTable.Print();
    return;
}

if (args is ["threads"])
{
    ThreadTable.Print();
    return;
}

if (args is [ThreadTable.Child, string place, string threads])
{
    ThreadTable.PrintCase(
        int.Parse(place, CultureInfo.InvariantCulture),
        int.Parse(threads, CultureInfo.InvariantCulture)
    );
    return;
}

if (args is ["texture"])
{
    TextureTable.PrintTimes();
    return;
}

if (args is ["texture-synthesis", .. string[] pictures])
{
    TextureTable.PrintLosses(pictures.FirstOrDefault());
    return;
}

if (args is ["report", string reported])
{
    ReportTime.Print(reported);
    return;
}

if (args is ["cost", string network, string count, .. string[] arguments])
{
    try
    {
        CostTable.Print(network, int.Parse(count, CultureInfo.InvariantCulture), arguments);
    }
    catch (MetamerException error)
    {
        Console.Error.WriteLine(error.Message);
        Environment.ExitCode = 1;
    }

    return;
}

Job job = Job
    .Default.WithToolchain(InProcessNoEmitToolchain.DontLogOutput)
    .WithWarmupCount(3)
    .WithIterationCount(9)
    .WithInvocationCount(1)
    .WithUnrollFactor(1);
IConfig config = DefaultConfig
    .Instance.AddJob(job)
    .AddColumn(StatisticColumn.Median)
    .WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.JoinSummary)
    .WithSummaryStyle(SummaryStyle.Default.WithTimeUnit(TimeUnit.Millisecond));
foreach (Summary summary in BenchmarkSwitcher.FromAssembly(typeof(SynthesisStep).Assembly).Run(args, config))
{
    SpeedUp.Print(summary);
}

Console.WriteLine(
    $"\nPeak memory of the process {System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:F2} GB"
);
