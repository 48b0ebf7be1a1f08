using System.Buffers.Binary;
using System.Globalization;
using Metamers.Experiments;

namespace Metamers.Tests.Experiments;

/// <summary>The physics: which tone is quiet, and which cancels if both channels are added.</summary>
public class HeadphoneCheckTests
{
    private const int Header = 44,
        Rate = HeadphoneCheck.SamplingRate;

    [Fact]
    public void The_answer_is_the_tone_of_half_the_pressure_and_one_other_vanishes_in_the_air()
    {
        IReadOnlyList<byte[]> sounds = HeadphoneCheck.Sounds(seed: 4);
        Assert.NotEmpty(sounds);
        Assert.Equal(sounds.Count, HeadphoneCheck.Answers(seed: 4).Count);
        foreach ((byte[] sound, string answer) in sounds.Zip(HeadphoneCheck.Answers(seed: 4)))
        {
            (double Left, double Sum)[] tones = [.. Enumerable.Range(0, 3).Select(place => Levels(sound, place))];
            int quiet = int.Parse(answer, CultureInfo.InvariantCulture) - 1;
            Assert.Equal(-6, 20 * Math.Log10(tones[quiet].Left / tones.Max(tone => tone.Left)), 0.01);
            Assert.Equal(2, tones.Count(tone => Math.Abs(tone.Left - tones.Max(other => other.Left)) < 1e-4));
            Assert.Single(tones, tone => tone.Sum < 1e-4);
            Assert.True(tones[quiet].Sum > 0.01);
        }
    }

    [Fact]
    public void Every_order_is_there_once_and_the_seed_sets_which_comes_when()
    {
        Assert.Equal(["1", "1", "2", "2", "3", "3"], HeadphoneCheck.Answers(seed: 0).Order());
        Assert.Equal(HeadphoneCheck.Sounds(seed: 1), HeadphoneCheck.Sounds(seed: 1));
        Assert.True(
            Enumerable.Range(0, 10).Select(seed => string.Concat(HeadphoneCheck.Answers(seed))).Distinct().Count() > 3
        );
    }

    [Fact]
    public void The_noise_has_the_level_of_the_stimuli()
    {
        (double left, double sum) = Levels(HeadphoneCheck.Volume(0.1), 0);
        Assert.InRange(left, 0.07, 0.13);
        Assert.Equal(2 * left, sum, 1e-3);
    }

    /// <summary>Root mean square of one tone in the left channel and of the sum of both channels.</summary>
    private static (double Left, double Sum) Levels(byte[] wave, int place)
    {
        int start = (int)(place * 1.5 * Rate);
        double left = 0,
            sum = 0;
        for (int i = start; i < start + Rate; i++)
        {
            double l = BinaryPrimitives.ReadInt16LittleEndian(wave.AsSpan(Header + 4 * i)) / 32768.0,
                r = BinaryPrimitives.ReadInt16LittleEndian(wave.AsSpan(Header + 4 * i + 2)) / 32768.0;
            left += l * l;
            sum += (l + r) * (l + r);
        }

        return (Math.Sqrt(left / Rate), Math.Sqrt(sum / Rate));
    }
}
