using BenchmarkDotNet.Reports;

namespace Benchmarks;

/// <summary>The last lines of a run: the speed-up for each stage, its median, and that of the summed times.</summary>
internal static class SpeedUp
{
    public static void Print(Summary summary)
    {
        foreach (
            IGrouping<Type, BenchmarkReport> network in summary
                .Reports.Where(report => report.ResultStatistics is not null)
                .GroupBy(report => report.BenchmarkCase.Descriptor.Type)
        )
        {
            (string Stage, double Published, double Ours)[] rows =
            [
                .. network
                    .GroupBy(report => (string)report.BenchmarkCase.Parameters["Stage"])
                    .Select(stage =>
                        (stage.Key, Milliseconds(stage, baseline: true), Milliseconds(stage, baseline: false))
                    ),
            ];
            int measurements = network
                .First()
                .AllMeasurements.Count(m => m.IterationStage == BenchmarkDotNet.Engines.IterationStage.Result);
            Console.WriteLine(
                $"\n{network.Key.Name}: median of {measurements} measurements, milliseconds per operation"
            );
            foreach ((string stage, double published, double ours) in rows)
            {
                Console.WriteLine(
                    $"  {stage, -20} published {published, 9:F2}   ours {ours, 9:F2}   {published / ours, 6:F2} times"
                );
            }

            double[] ratios = [.. rows.Select(row => row.Published / row.Ours).Order()];
            Console.WriteLine(
                $"  median of the stages {(ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]) / 2:F2} "
                    + $"times; over their sum {rows.Sum(row => row.Published) / rows.Sum(row => row.Ours):F2} times"
            );
        }
    }

    private static double Milliseconds(IEnumerable<BenchmarkReport> reports, bool baseline) =>
        reports.Single(report => report.BenchmarkCase.Descriptor.Baseline == baseline).ResultStatistics!.Median / 1e6;
}
