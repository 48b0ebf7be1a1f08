using Metamers.Models.Textures;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Textures;

public class WindowLayoutTests
{
    [Theory]
    [InlineData(0.25, 2)]
    [InlineData(0.5, 2)]
    [InlineData(1, 0.5)]
    public void Widths_are_the_scaling_times_the_eccentricity(double scaling, double aspect)
    {
        WindowLayout layout = new(65, 4097, new PoolingOptions { Scaling = scaling, Aspect = aspect });
        foreach (int ring in new[] { layout.Rings - 4, layout.Rings - 3 })
        {
            // Along the row to the right of the centre, in the middle of the window of angle 0.
            double[] profile = layout.Window(ring, 0)[(32 * 4097 + 2048)..(33 * 4097)];
            double centre = layout.Centre(ring);
            Assert.Equal(1, profile[(int)Math.Round(centre)]);
            double inner = Crossing(profile, rising: true);
            double outer = Crossing(profile, rising: false);
            Assert.Equal(scaling, (outer - inner) / centre, 0.01 * scaling);
            Assert.Equal(layout.InnerEdge(ring), inner, 0.5);
            Assert.Equal(layout.InnerEdge(ring + 1), outer, 0.5);
            double tangential = 2 * Math.PI / layout.Angles;
            Assert.InRange(2 * Math.PI / tangential - 2 * Math.PI * aspect / scaling, -0.5, 0.5); // a whole number
            Assert.Equal(centre * Math.Min(scaling, tangential), layout.Narrowest(ring), 1e-9 * centre);
        }
    }

    [Theory]
    [InlineData(64, 64, 0.5, 2, 3)]
    [InlineData(48, 80, 0.3, 1, 2)]
    [InlineData(64, 64, 2, 0.5, 3)] // two windows around
    public void Windows_sum_to_one_beyond_the_fovea_and_average_at_every_scale(
        int height,
        int width,
        double scaling,
        double aspect,
        int scales
    )
    {
        using DisposeScope scope = NewDisposeScope();
        PoolingOptions options = new()
        {
            Scaling = scaling,
            Aspect = aspect,
            Fovea = 0.25,
        };
        WindowLayout layout = new(height, width, options);
        double[] sum = new double[height * width];
        for (int window = 0; window < layout.Count; window++)
        {
            double[] weights = layout.Window(window / layout.Angles, window % layout.Angles);
            Assert.All(weights, weight => Assert.InRange(weight, 0, 1));
            sum = [.. sum.Zip(weights, (one, other) => one + other)];
        }

        for (int place = 0; place < sum.Length; place++)
        {
            bool beyond = layout.Eccentricity(place / width, place % width) >= layout.FoveaRadius;
            Assert.InRange(sum[place], beyond ? 1 - 1e-9 : 0, 1 + 1e-9);
        }

        Assert.Equal(0, sum[height / 2 * width + width / 2], 1e-9);
        using PoolingWindows windows = PoolingWindows.From(layout);
        for (int scale = 0; scale <= scales; scale++)
        {
            Tensor flat = full([1, 2, height >> scale, width >> scale], 0.3, float64);
            Assert.True(windows.Pool(scale, flat).allclose(full([1, 2, windows.Count], 0.3, float64), 1e-12, 1e-12));
            Tensor left = windows.Centred(scale, flat); // all but the fovea's middle is covered
            Assert.Equal(0, left[0, 0, 0].abs().max().item<double>(), 1e-12);
            Assert.Equal(0, left[0, 1, .., 0].abs().max().item<double>(), 1e-12);
        }

        Assert.Equal(
            0.3,
            windows.Centred(0, full([1, 1, height, width], 0.3, float64))[0, 0, height / 2, width / 2].item<double>(),
            1e-12
        );
    }

    [Fact]
    public void A_coarse_map_is_averaged_as_if_it_were_interpolated_to_all_pixels()
    {
        using DisposeScope scope = NewDisposeScope();
        using PoolingWindows windows = PoolingWindows.From(new(32, 32, new PoolingOptions { Fovea = 0.3 }));
        Tensor map = RuleTensors.Uniform("coarse", 1, 1, 8, 8);
        double[,] fine = new double[32, 32];
        for (int i = 0; i < 32 * 32; i++)
        {
            (double y, double x) = (i / 32 / 4.0, i % 32 / 4.0);
            for (int corner = 0; corner < 4; corner++)
            {
                (int row, int column) = ((int)y + corner / 2, (int)x + corner % 2);
                double weight = (1 - Math.Abs(y - row)) * (1 - Math.Abs(x - column));
                fine[i / 32, i % 32] += weight * map[0, 0, row % 8, column % 8].item<double>();
            }
        }

        Tensor pooled = windows.Pool(0, tensor(fine).view(1, 1, 32, 32));
        Assert.True(windows.Pool(2, map).allclose(pooled, 1e-12, 1e-12));
    }

    private static double Crossing(double[] profile, bool rising)
    {
        for (int i = 1; i < profile.Length; i++)
        {
            (double before, double after) = (profile[i - 1], profile[i]);
            if (rising ? before < 0.5 && after >= 0.5 : before >= 0.5 && after < 0.5)
            {
                return i - 1 + (0.5 - before) / (after - before);
            }
        }

        throw new InvalidOperationException("the profile does not cross half");
    }
}
