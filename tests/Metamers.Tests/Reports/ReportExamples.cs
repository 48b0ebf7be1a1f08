using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Reports;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Reports;

/// <summary>Reports that take seconds.</summary>
internal static class ReportExamples
{
    public const string Key = "resnet20-standard-seed0";

    /// <summary>Eight drawn pictures with the class that a network of the panel gives them.</summary>
    public static ImageStimulus[] Pictures { get; } = Named();

    static ReportExamples() { } // so that these tensors belong to no test's dispose scope

    /// <summary>A few steps, and unrelated pictures that are drawn.</summary>
    public static ReportOptions Options(string folder) =>
        ReportOptions.Quick with
        {
            References = Pictures,
            Schedule = MetamerOptions.Quick with { Repetitions = 4, StepsPerRepetition = 10, ReportEvery = 10 },
            Nulls = new() { Blocks = 1, BlockSize = 8 },
            NullData = DataSet.FromStimuli("drawn", DrawnPictures.WithClasses(DataPart.Train, 4), []),
            Resamples = 200,
            TestStimuli = 10,
            Folder = folder,
        };

    private static ImageStimulus[] Named()
    {
        using StagedModel model = ModelZoo.Load(Key);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return
        [
            .. Enumerable
                .Range(0, 8)
                .Select(seed =>
                {
                    ImageStimulus drawn = SyntheticStimuli.DeadLeaves(32, seed);
                    int named = (int)model.call(drawn.Pixels.unsqueeze(0)).argmax(1).item<long>();
                    drawn.Pixels.DetachFromDisposeScope();
                    return drawn with { ClassIndex = named, Label = Cifar10.ClassNames[named] };
                }),
        ];
    }
}
