using Metamers.Evaluation.Kinds;

namespace Metamers.Tests.Evaluation.Kinds;

public sealed class PairedClassifierTests
{
    private const int Count = 10;

    [Fact]
    public void A_shift_that_all_pairs_share_is_always_told_however_different_the_references_are()
    {
        double[][] first = Noise(1, 100);
        double[][] second = [.. first.Select(values => values.Select((v, f) => v + (f == 0 ? 3.0 : 0)).ToArray())];
        PairedClassifier found = PairedClassifier.Test([(first, second)], 1000, 0);
        Assert.All(found.Correct, right => Assert.Equal(1, right));
        Assert.Equal(2.0 / (1 << Count), found.P); // as given, and all pairs swapped
    }

    [Fact]
    public void Differences_that_the_pairs_do_not_share_are_told_at_chance()
    {
        double[] accuracies =
        [
            .. Enumerable
                .Range(0, 200)
                .Select(seed =>
                    PairedClassifier.Test([(Noise(2 * seed, 1), Noise(2 * seed + 1, 1))], 1, 0).Correct.Average()
                ),
        ];
        Assert.Equal(0.5, accuracies.Average(), 0.05);
        double[] p =
        [
            .. Enumerable
                .Range(0, 200)
                .Select(seed => PairedClassifier.Test([(Noise(2 * seed, 1), Noise(2 * seed + 1, 1))], 1, 0).P),
        ];
        Assert.InRange(p.Count(value => value <= 0.05), 2, 20);
    }

    [Fact]
    public void Equal_pairs_are_told_at_chance_and_the_judges_are_averaged()
    {
        double[][] same = Noise(1, 1);
        double[][] shifted = [.. same.Select(values => values.Select(v => v + 1).ToArray())];
        Assert.All(PairedClassifier.Test([(same, same)], 100, 0).Correct, right => Assert.Equal(0.5, right));
        Assert.Equal(1, PairedClassifier.Test([(same, same)], 100, 0).P);
        Assert.All(
            PairedClassifier.Test([(same, same), (same, shifted)], 100, 0).Correct,
            right => Assert.Equal(0.75, right)
        );
    }

    private static double[][] Noise(int seed, double size)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable
                .Range(0, Count)
                .Select(_ => Enumerable.Range(0, 6).Select(_ => size * random.NextDouble()).ToArray()),
        ];
    }
}
