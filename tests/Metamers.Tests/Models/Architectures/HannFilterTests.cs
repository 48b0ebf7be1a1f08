using Metamers.Models.Architectures.Blocks;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Architectures;

public sealed class HannFilterTests
{
    [Theory]
    [InlineData(2, 32)]
    [InlineData(2, 71)]
    [InlineData(3, 211)]
    [InlineData(4, 55)]
    public void A_pooling_keeps_one_value_a_stride_and_the_mean_of_the_interior(int stride, int length)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = full([2, 3, length, length + 5], 0.75f);
        Tensor pooled = HannFilter.Pool(x, stride);
        Assert.Equal([2, 3, (length + stride - 1) / stride, (length + 5 + stride - 1) / stride], pooled.shape);
        Assert.Equal(0.75f, pooled[1, 2, pooled.shape[2] / 2, pooled.shape[3] / 2].item<float>(), 5);
        Assert.Equal(x.shape, HannFilter.BeforeStride(x, stride).shape);
    }

    [Fact]
    public void Of_stride_4_it_is_the_window_of_LowPassAlexNet_Hann_of_17_points_without_its_zero_ends()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor impulse = zeros(1, 1, 15, 15, dtype: float64);
        impulse[0, 0, 7, 7] = 1;
        Tensor hann = hann_window(17, periodic: false, float64)[TensorIndex.Slice(1, 16)];
        hann /= hann.sum();
        Assert.True(HannFilter.BeforeStride(impulse, 4)[0, 0].allclose(outer(hann, hann), 0, 1e-12));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void What_subsampling_would_alias_is_weakened_at_least_100_times_at_its_worst(int stride)
    {
        using DisposeScope scope = NewDisposeScope();
        // A wave with one period per stride is a constant after subsampling.
        Tensor wave = cos(2 * Math.PI * arange(240, float64) / stride).view(1, 1, 1, -1).expand(1, 1, 60, 240);
        Tensor pooled = HannFilter.Pool(wave, stride)[0, 0, 10, TensorIndex.Slice(8, -8)];
        Assert.Equal(1.0, wave[0, 0, 0, 0].item<double>(), 6);
        Assert.True(pooled.abs().max().item<double>() < 0.01, $"{pooled.abs().max().item<double>()}");
    }
}
