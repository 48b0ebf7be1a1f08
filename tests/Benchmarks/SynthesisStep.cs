using BenchmarkDotNet.Attributes;
using Metamers.Models;
using Metamers.Synthesis;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>One step of one stimulus, by the published method and by ours, at every stage of a network.</summary>
public abstract class SynthesisStep
{
    private PublishedStep published = null!;
    private SynthesisRun run = null!;

    /// <summary>Stages of the network, in order.</summary>
    public abstract IEnumerable<string> StageNames { get; }

    /// <summary>The matched stage.</summary>
    [ParamsSource(nameof(StageNames))]
    public string Stage { get; set; } = "";

    /// <summary>Steps per measurement; enough for a stable time.</summary>
    protected abstract int Steps { get; }

    /// <summary>Stimuli that are optimised together by our method; the published batch is always 1.</summary>
    protected abstract int Batch { get; }

    [GlobalSetup]
    public void Setup()
    {
        manual_seed(0);
        StagedModel model = Build();
        model.eval();
        Tensor references = rand([Batch, .. model.InputShape]);
        Tensor start = (0.5 + 0.05 * randn([1, .. model.InputShape])).clamp(0, 1);
        int index = model.Stages.Select(stage => stage.Name).ToList().IndexOf(Stage);
        published = new PublishedStep(model, index, references[TensorIndex.Slice(0, 1)], start);
        manual_seed(0);
        MetamerOptions options = MetamerOptions.Paper with { ReportEvery = int.MaxValue };
        run = new MetamerSynthesizer(Build().Freeze(), options).Start(references, Stage, start);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        published.Dispose();
        run.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Published()
    {
        for (int i = 0; i < Steps * Batch; i++)
        {
            published.Step(1);
        }
    }

    [Benchmark]
    public void Ours() => run.Advance(run.Step + Steps);

    /// <summary>The network, with the same random weights at each call after the same seed.</summary>
    protected abstract StagedModel Build();
}
