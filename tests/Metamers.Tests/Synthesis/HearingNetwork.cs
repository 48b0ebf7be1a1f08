using Metamers.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>A small auditory model: strided convolutions over the waveform, with weights made by rule.</summary>
internal sealed class HearingNetwork : StagedModel
{
    /// <summary>Takes a tenth of a second at 16 kHz by default.</summary>
    public HearingNetwork(int samples = 1600, int samplingRate = 16000)
        : base(nameof(HearingNetwork), new InputNormalization(-1, 1, [0], [1]), samples)
    {
        SamplingRate = samplingRate;
        Conv1d conv0 = nn.Conv1d(1, 8, 32, stride: 8);
        Conv1d conv1 = nn.Conv1d(8, 16, 8, stride: 4);
        Linear linear = nn.Linear(16, 5);
        register_module("conv0", conv0);
        register_module("conv1", conv1);
        register_module("linear", linear);

        AddStage("relu0", x => conv0.call(x.unsqueeze(1)), endsInRelu: true);
        AddStage("relu1", conv1.call, endsInRelu: true);
        AddStage("final", x => linear.call(x.mean([2L])));
    }

    /// <summary>With its weights, frozen.</summary>
    public static HearingNetwork Ready()
    {
        HearingNetwork network = RuleTensors.Fill(new HearingNetwork());
        network.Freeze();
        return network;
    }
}
