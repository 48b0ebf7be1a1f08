using Metamers.Models.Architectures.Blocks;
using Metamers.Models.Cochleagrams;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// The paper's SpecTemp (the authors' audio_models/spectemp_filts.py): a model of auditory cortex before deep learning,
/// in which only the readout is trained. The cochleagram × 100 is filtered with 111 spectrotemporal filters, squared,
/// averaged over time, and read out by a linear classifier. Stages: input_after_preproc (1, 211, 390), filtered_signal
/// (111, 211, 390), spectempfilter_power (111, 211, 390), avgpool (111, 211, 1), final (classes). No stage ends in a
/// ReLU.
/// </summary>
/// <remarks>
/// The filters take 440 MB, as in the authors' checkpoint; the first two stages need about 2 GB per sound with its
/// gradient.
/// </remarks>
internal sealed class SpecTemp : StagedModel
{
    private const double Rescaling = 100;
    private const double LeastPower = 1e-8;

    private readonly Sequential spectempfilterbank;
    private readonly Linear classification;

    /// <summary>Builds a network with a random readout (torch's default initialisation, from its seed).</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public SpecTemp(int classes = 794)
        : base(nameof(SpecTemp), new Cochleagram(CochleagramOptions.Paper))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        SpectrotemporalFilters filters = new();
        spectempfilterbank = nn.Sequential(("apply_filt", filters));
        classification = nn.Linear(SpectrotemporalFilters.Modulations.Count * SpectrotemporalFilters.Channels, classes);
        RegisterComponents();

        AddStage("filtered_signal", x => filters.call(x * Rescaling));
        AddStage("spectempfilter_power", x => x.square().clamp_min(LeastPower));
        AddStage("avgpool", x => x.mean([-1], keepdim: true));
        AddStage("final", x => classification.call(x.flatten(1)));
    }
}
