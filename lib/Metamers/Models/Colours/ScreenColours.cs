using static TorchSharp.torch;

namespace Metamers.Models.Colours;

/// <summary>From the cones of an eye that is adapted to white, to the colours of a screen.</summary>
internal static class ScreenColours
{
    // CIE 170-2:2015: tristimulus values of the cone fundamentals for 2 degrees.
    private static readonly double[,] Tristimulus =
    {
        { 1.94735469, -1.41445123, 0.36476327 },
        { 0.68990272, 0.34832189, 0 },
        { 0, 0, 1.93485343 },
    };

    // IEC 61966-2-1 (sRGB): from tristimulus values, with the white of D65 at Y = 1, to linear red, green and blue.
    private static readonly double[,] Primaries =
    {
        { 3.2406, -1.5372, -0.4986 },
        { -0.9689, 1.8758, 0.0415 },
        { 0.0557, -0.2040, 1.0570 },
    };

    /// <summary>(N, 3) responses of L, M and S, 1 for white → (N, 3) float32 red, green and blue from 0 to 1.</summary>
    public static Tensor FromCones(Tensor cones)
    {
        Tensor toTristimulus = tensor(Tristimulus).t();
        Tensor toScreen = tensor(Primaries).t();
        double[] absorbed =
        [
            .. "LMS".Select(cone => ConeFundamentals.Of(cone).Zip(Illuminant.Daylight.Power, (s, p) => s * p).Sum()),
        ];
        Tensor daylight = tensor(absorbed); // of a white surface
        Tensor white = daylight.matmul(toTristimulus);

        // The white of these cones in D65 differs a little from that of the sRGB standard, which has other observers.
        Tensor standard = linalg.solve(toScreen.t(), ones(3, float64));
        Tensor values = (cones * daylight).matmul(toTristimulus) / white * standard;
        Tensor linear = values.matmul(toScreen).clamp(0, 1);
        Tensor encoded = where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear.pow(1 / 2.4) - 0.055);
        return encoded.clamp(0, 1).to(float32);
    }
}
