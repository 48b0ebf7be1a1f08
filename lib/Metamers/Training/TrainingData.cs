using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Training;

/// <summary>A data set opened for a network, which is not changed: the training and the test part.</summary>
internal sealed class TrainingData : IDisposable
{
    private readonly List<IDisposable> held = [];
    private readonly Lazy<TrainingSet> train;
    private readonly Lazy<TrainingSet> test;

    private TrainingData(DataSet data, StagedModel model)
    {
        train = new(() => Read(data.Load(DataPart.Train), model));
        test = new(() => Read(data.Load(DataPart.Test), model));
    }

    /// <summary>The stimuli to train on; read at first use.</summary>
    public TrainingSet Train => train.Value;

    /// <summary>The stimuli to evaluate on; read at first use.</summary>
    public TrainingSet Test => test.Value;

    /// <summary>Opens a data set for a network.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="model">A network that takes such stimuli.</param>
    /// <returns>Both parts; dispose of it after use.</returns>
    /// <exception cref="MetamerException">
    /// The network takes other stimuli; or, at the first use of a part, its files are not found or damaged.
    /// </exception>
    public static TrainingData Open(DataSet data, StagedModel model) =>
        data.SamplingRate == model.SamplingRate
            ? new(data, model)
            : throw new MetamerException(
                $"{model.Name} takes {Kind(model.SamplingRate)}; '{data.Key}' holds {Kind(data.SamplingRate)}. Take a "
                    + "network of that kind, or another data set."
            );

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable part in held)
        {
            part.Dispose();
        }
    }

    private static string Kind(int? samplingRate) => samplingRate is { } rate ? $"sounds at {rate} Hz" : "pictures";

    private TrainingSet Read(LabelledStimuli stimuli, StagedModel model)
    {
        held.Add(stimuli);
        if (stimuli is LabelledImages images)
        {
            return new PictureSet(images);
        }

        SoundSet sounds = new((LabelledSounds)stimuli, (int)model.InputShape[0]);
        held.Add(sounds);
        return sounds;
    }
}
