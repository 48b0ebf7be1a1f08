using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Synthetic;

/// <summary>
/// Words one after another in a random order, each with a root mean square of 1: the speech of the talkers of a babble.
/// The words are copied once; a babble is then a sum of stretches of the tape.
/// </summary>
internal sealed class BabbleTape : IDisposable
{
    private readonly Tensor _tape;

    /// <summary>Joins the words.</summary>
    /// <param name="words">At least one sound (T) float32, all with the same sampling rate; they are copied.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <exception cref="ArgumentException">There is no word, or all are silent.</exception>
    public BabbleTape(IReadOnlyList<Tensor> words, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(words);
        SplitMix64 random = new(seed);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor[] spoken =
        [
            .. from word in words
            let level = word.pow(2).mean().sqrt()
            where level.item<float>() > 0
            orderby random.Next()
            select word / level,
        ];
        if (spoken.Length == 0)
        {
            throw new ArgumentException(
                $"A babble needs a word that is not silent; {words.Count} were given.",
                nameof(words)
            );
        }

        _tape = cat(spoken).DetachFromDisposeScope();
    }

    /// <summary>Total number of samples of the words.</summary>
    public long Samples => _tape.shape[0];

    /// <summary>
    /// Makes babbles, each the sum of as many stretches of the tape as there are talkers, starting at random positions.
    /// </summary>
    /// <param name="count">N, at least 1.</param>
    /// <param name="samples">T, at least 1; a shorter tape is repeated.</param>
    /// <param name="talkers">At least 1.</param>
    /// <param name="random">Draws the positions.</param>
    /// <returns>(N, T) float32 on the words' device, mean 0, root mean square 1.</returns>
    public Tensor Mix(int count, int samples, int talkers, Generator random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(talkers, 1);
        using DisposeScope scope = NewDisposeScope();
        double[] places = rand(count * talkers, float64, random.device, generator: random)
            .cpu()
            .data<double>()
            .ToArray();
        return Mix(samples, talkers, places).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// As the other method, but from given positions between 0 and 1, those of the talkers of one babble after
    /// another.
    /// </summary>
    public Tensor Mix(int samples, int talkers, double[] places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor tape = Samples >= samples ? _tape : _tape.repeat((samples + Samples - 1) / Samples);
        long last = tape.shape[0] - samples;
        Tensor talk = stack(places.Select(place => tape.narrow(0, (long)(place * (last + 1)), samples)));
        return SyntheticSounds.Normalised(talk.view(-1, talkers, samples).sum(1)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => _tape.Dispose();
}
