using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Sounds;
using Metamers.Stimuli.Synthetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>
/// Words to train on: each at a random time in a background (<see cref="SoundMixing"/>), the whole at a root mean
/// square of 0.1. For evaluation they are in the middle of the clip without background, as <see
/// cref="SpokenDigits.Subset"/> gives them.
/// </summary>
internal sealed class SoundSet : TrainingSet, IDisposable
{
    private readonly LabelledSounds words;
    private readonly int samples;
    private readonly BabbleTape babble;
    private readonly Tensor padded; // (N, longest), zeros behind each word
    private readonly long[] lengths;

    /// <summary>Prepares words for clips of a length.</summary>
    /// <param name="words">The words; not disposed by this set.</param>
    /// <param name="samples">Length of a clip in samples, which the network takes.</param>
    public SoundSet(LabelledSounds words, int samples)
    {
        (this.words, this.samples) = (words, samples);
        babble = new BabbleTape(words.Sounds);
        lengths = [.. words.Sounds.Select(word => Math.Min(word.shape[0], samples))];
        padded = zeros(words.Count, samples);
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < words.Count; i++)
        {
            // Of a word longer than the clip, the stretch with the most energy; all at a root mean square of 1 while
            // they sound.
            float[] word = SoundClip.LoudestStretch(words.Sounds[i].data<float>().ToArray(), samples);
            padded[i, ..word.Length] = SyntheticSounds.Normalised(tensor(word));
        }
    }

    /// <inheritdoc/>
    public override long Count => words.Count;

    internal override int EvaluationBatch => 50;

    internal override Tensor Labels => words.Labels;

    internal override Tensor Augmented(Tensor chosen, StagedModel model, Augmentation augmentation, Generator random)
    {
        using DisposeScope scope = NewDisposeScope();
        SoundMixing mixing =
            augmentation.Sound
            ?? throw new MetamerException(
                "These stimuli are sounds, but nothing says how they are mixed with backgrounds. Set "
                    + "Augmentation.Sound, or add \"sound\": { } to the recipe for the defaults."
            );
        long count = chosen.shape[0];
        Tensor length = tensor([.. chosen.data<long>().Select(i => lengths[i])]).unsqueeze(1);
        Tensor start = (rand([count, 1], float64, generator: random) * (samples - length + 1)).floor().to(int64);
        Tensor from = arange(samples) - start; // sample of the word at each sample of the clip; silence outside of it
        Tensor sounds = padded[chosen].gather(1, from.clamp(0, samples - 1)) * from.ge(0).logical_and(from.lt(length));

        Tensor decibels =
            mixing.LowestSnr + (mixing.HighestSnr - mixing.LowestSnr) * rand([count, 1], generator: random);
        Tensor mixed = rand([count, 1], generator: random).ge(mixing.CleanShare);
        Tensor level = sounds.pow(2).mean([1L], keepdim: true).sqrt() * pow(10, -decibels / 20) * mixed;
        sounds += level * SyntheticSounds.Backgrounds((int)count, samples, words.SamplingRate, random, babble);
        sounds = (SyntheticSounds.Normalised(sounds) * SoundFile.Level).clamp(model.Input.Minimum, model.Input.Maximum);
        return sounds.to(model.ElementType, model.Device).MoveToOuterDisposeScope();
    }

    internal override Tensor Plain(long first, long end, StagedModel model)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] clips =
        [
            .. Enumerable
                .Range((int)first, (int)(end - first))
                .Select(i =>
                    tensor(
                        SoundClip
                            .Prepare(
                                padded[i, ..(int)lengths[i]].data<float>().ToArray(),
                                samples,
                                SoundFile.Level,
                                $"Word {i}"
                            )
                            .Samples
                    )
                ),
        ];
        return stack(clips).to(model.ElementType, model.Device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        babble.Dispose();
        padded.Dispose();
    }
}
