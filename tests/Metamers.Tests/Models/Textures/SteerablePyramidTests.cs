using Metamers.Models.Textures;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Textures;

public class SteerablePyramidTests
{
    private const double Tolerance = 2e-5; // the tables are interpolated linearly, as plenoptic's are

    [Theory]
    [InlineData(64, 64, 3, 4)]
    [InlineData(48, 80, 2, 5)]
    public void Powers_of_all_filters_sum_to_one(int height, int width, int scales, int orientations)
    {
        SteerablePyramid pyramid = new(height, width, scales, orientations);
        double[] sum = [.. pyramid.Highpass().Select(gain => gain * gain)];
        for (int scale = 0; scale < scales; scale++)
        {
            // A frequency and its negative share the power: the filter of each band passes one half of the plane,
            // with twice the gain.
            double[] bands = pyramid.Bands(scale, 0);
            for (int i = 0; i < bands.Length; i++)
            {
                (int y, int x) = (i % (height * width) / width, i % width);
                sum[y * width + x] += bands[i] * bands[i] / 4;
                sum[(height - y) % height * width + (width - x) % width] += bands[i] * bands[i] / 4;
            }
        }

        double[] low = pyramid.Lowpass();
        (int rows, int columns) = pyramid.SizeAt(scales);
        for (int i = 0; i < low.Length; i++)
        {
            (int y, int x) = (Full(i / columns, rows, height), Full(i % columns, columns, width));
            sum[y * width + x] += low[i] * low[i];
        }

        Assert.All(sum, total => Assert.Equal(1, total, Tolerance));
    }

    [Theory]
    [InlineData(64, 64, 3, 4)]
    [InlineData(48, 80, 2, 5)]
    public void Bands_put_together_are_the_picture_less_its_high_frequencies_and_mean(
        int height,
        int width,
        int scales,
        int orientations
    )
    {
        using DisposeScope scope = NewDisposeScope();
        TextureOptions options = new() { Scales = scales, Orientations = orientations };
        using TextureFilters filters = new(height, width, options);
        SteerablePyramid pyramid = new(height, width, scales, orientations);
        Tensor picture = RuleTensors.Uniform("picture", 1, height, width);
        Tensor[] bands = new TextureMeasurement(picture, filters).Bands;

        // The finest scale and all that is below it, on its grid: by the transforms of the bands, and by one gain.
        Tensor low = picture - Filtered(picture, pyramid.Highpass(), square: true);
        Tensor sum = zeros_like(picture);
        for (int scale = scales - 1; scale >= 0; scale--)
        {
            (int rows, int columns) = pyramid.SizeAt(scale);
            Tensor gains = tensor(pyramid.Synthesis(scale), [orientations, rows, columns]);
            Tensor spectrum = (fft.fft2(bands[scale]) * gains).sum(1) * Phase(orientations - 1); // (1, rows, columns)
            Tensor whole = zeros([height, width], complex128);
            foreach (int y in Enumerable.Range(0, rows))
            {
                foreach (int x in Enumerable.Range(0, columns))
                {
                    whole[Full(y, rows, height), Full(x, columns, width)] = spectrum[0, y, x];
                }
            }

            sum += fft.ifft2(whole).real;
        }

        Tensor rest = Filtered(picture, Embedded(pyramid, height, width), square: true);
        Assert.True((sum + rest - low).abs().max().item<double>() < Tolerance);

        Tensor rebuilt = fft.irfft2(fft.rfft2(picture) * filters.Reconstruction(0, picture), [height, width]);
        Tensor mean = picture.mean();
        Assert.True((rebuilt - (low - mean)).abs().max().item<double>() < Tolerance);
    }

    private static Tensor Filtered(Tensor picture, double[] gains, bool square)
    {
        Tensor gain = tensor(gains, [picture.shape[1], picture.shape[2]]);
        return fft.ifft2(fft.fft2(picture) * (square ? gain * gain : gain)).real;
    }

    private static double[] Embedded(SteerablePyramid pyramid, int height, int width)
    {
        (int rows, int columns) = pyramid.SizeAt(pyramid.Scales);
        double[] low = pyramid.Lowpass();
        double[] all = new double[height * width];
        for (int i = 0; i < low.Length; i++)
        {
            all[Full(i / columns, rows, height) * width + Full(i % columns, columns, width)] = low[i];
        }

        return all;
    }

    /// <summary>What undoes the phase (−i)ⁿ of the analysis.</summary>
    private static Tensor Phase(int order) =>
        (order % 4) switch
        {
            0 => tensor(1.0, 0.0),
            1 => tensor(0.0, 1.0),
            2 => tensor(-1.0, 0.0),
            _ => tensor(0.0, -1.0),
        };

    /// <summary>The place of a frequency of a smaller grid in a larger one, 0 first.</summary>
    private static int Full(int index, int samples, int all) =>
        index < (samples + 1) / 2 ? index : index - samples + all;
}
