namespace Metamers.Models.Textures;

/// <summary>
/// The gains of a complex steerable pyramid in the Fourier domain (Simoncelli and Freeman 1995; Karasaridis and
/// Simoncelli 1996): raised cosines in log frequency, an octave each, times powers of a cosine of the direction. As in
/// matlabPyrTools and plenoptic, both are read from tables with linear interpolation, so that their numbers are met;
/// the squares therefore sum to 1 up to 1e-5 only. All gains are on the grid of a scale, with frequency 0 first.
/// </summary>
internal sealed class SteerablePyramid
{
    private const int Radial = 256; // steps of the tables to an octave
    private const int Angular = 1024; // steps of the tables to half a turn

    private readonly int height;
    private readonly int width;
    private readonly double[] rise; // high-pass gain over the octave of a transition
    private readonly double[] fall; // low-pass gain
    private readonly double[] analysis; // gain over a turn: one half of the plane, doubled
    private readonly double[] synthesis; // the whole plane

    /// <summary>Makes the tables.</summary>
    /// <param name="height">Rows of the picture, a multiple of 2 to the power of <paramref name="scales"/>.</param>
    /// <param name="width">Columns of the picture, likewise.</param>
    /// <param name="scales">Number of scales.</param>
    /// <param name="orientations">Number of orientations, at least 2.</param>
    public SteerablePyramid(int height, int width, int scales, int orientations)
    {
        (this.height, this.width, Scales, Orientations) = (height, width, scales, orientations);
        rise = [.. Enumerable.Range(-Radial, Radial + 1).Select(i => Math.Cos(Math.PI * i / (2 * Radial)))];
        fall = [.. Enumerable.Range(-Radial, Radial + 1).Select(i => Math.Abs(Math.Sin(Math.PI * i / (2 * Radial))))];
        double peak = Peak(orientations);
        synthesis =
        [
            .. Enumerable
                .Range(0, 2 * Angular)
                .Select(i => peak * Math.Pow(Math.Cos(Math.PI * i / Angular), orientations - 1)),
        ];
        analysis = [.. synthesis.Select((gain, i) => i < Angular / 2 || i > 2 * Angular - Angular / 2 ? 2 * gain : 0)];
    }

    public int Scales { get; }

    public int Orientations { get; }

    /// <summary>Rows and columns at a scale, 0 being the finest; the low-pass residual is at the last.</summary>
    public (int Height, int Width) SizeAt(int scale) => (height >> scale, width >> scale);

    /// <summary>Gain of the high-pass residual: (H, W).</summary>
    public double[] Highpass() => OnGrid(0, (y, x) => Rise(LogRadius(y, x)));

    /// <summary>Gain of the low-pass residual: (H, W) of the last scale.</summary>
    public double[] Lowpass() => OnGrid(Scales, (y, x) => Below(Scales, LogRadius(y, x)));

    /// <summary>
    /// Gains of the oriented filters of a scale, each on one half of the plane: (orientations, H, W) of a grid.
    /// </summary>
    /// <param name="scale">The scale of the filters.</param>
    /// <param name="grid">The scale of the grid, the same or a finer one.</param>
    public double[] Bands(int scale, int grid) => Oriented(scale, grid, analysis);

    /// <summary>
    /// Gains of the filters that put the bands of a scale together again, (orientations, H, W) of its grid: those of
    /// the analysis, but on the whole plane and with half the gain.
    /// </summary>
    public double[] Synthesis(int scale) => Oriented(scale, scale, synthesis);

    /// <summary>
    /// Gain from the picture to what the low-pass residual without its mean and the bands of a scale and all coarser
    /// ones make of it, on the grid of that scale: (H, W / 2 + 1), the positive horizontal frequencies. The scale after
    /// the last is that of the residual alone.
    /// </summary>
    public double[] Reconstruction(int scale) =>
        OnGrid(scale, (y, x) => (Rebuilt(scale, y, x) + Rebuilt(scale, -y, -x)) / 2, half: true);

    private double Rebuilt(int scale, int y, int x)
    {
        double logRadius = LogRadius(y, x);
        double low = y == 0 && x == 0 ? 0 : Below(Scales, logRadius);
        if (scale == Scales)
        {
            (int rows, int columns) = SizeAt(scale);
            return low * low * Edge(y, rows) * Edge(x, columns);
        }

        double sum = low * low;
        for (int level = scale; level < Scales; level++)
        {
            double gain = Ring(level, logRadius);
            for (int band = 0; gain > 0 && band < Orientations; band++)
            {
                sum += gain * gain * At(analysis, y, x, band) * At(synthesis, y, x, band);
            }
        }

        return sum;
    }

    /// <summary>
    /// With an odd number of samples, plenoptic halves the lowest negative frequency when it shrinks a picture, as is
    /// right for an even number.
    /// </summary>
    private static double Edge(int frequency, int samples) =>
        samples % 2 == 1 && frequency == -(samples - 1) / 2 ? 0.5 : 1;

    private double[] Oriented(int scale, int grid, double[] table) =>
        [
            .. Enumerable
                .Range(0, Orientations)
                .SelectMany(band => OnGrid(grid, (y, x) => Ring(scale, LogRadius(y, x)) * At(table, y, x, band))),
        ];

    /// <summary>The frequencies of a scale in all directions.</summary>
    private double Ring(int scale, double logRadius) => Below(scale, logRadius) * Rise(logRadius + scale + 1);

    /// <summary>What is left for a scale: the product of the low-pass filters before it.</summary>
    private double Below(int scale, double logRadius)
    {
        double gain = 1;
        for (int i = 0; i <= scale; i++)
        {
            gain *= Transition(fall, logRadius + i);
        }

        return gain;
    }

    private double Rise(double logRadius) => Transition(rise, logRadius);

    /// <summary>The gain over the octave below 0, constant on both sides of it.</summary>
    private static double Transition(double[] table, double logRadius)
    {
        double at = (Math.Clamp(logRadius, -1, 0) + 1) * Radial;
        int from = Math.Min((int)at, Radial - 1);
        return table[from] + (at - from) * (table[from + 1] - table[from]);
    }

    /// <summary>The gain of an orientation's filter in the direction of a frequency.</summary>
    private double At(double[] table, int y, int x, int band)
    {
        double direction = Math.Atan2((double)y / height, (double)x / width) / Math.PI;
        double at = (direction - (double)band / Orientations + 2) * Angular; // from 0 to 3 half turns
        int from = (int)at;
        double first = table[from % table.Length];
        return first + (at - from) * (table[(from + 1) % table.Length] - first);
    }

    /// <summary>Log₂ of the frequency, 0 at half a cycle a sample; frequency 0 takes its neighbour's.</summary>
    private double LogRadius(int y, int x)
    {
        double across = y == 0 && x == 0 ? 2.0 / width : 2.0 * x / width;
        double down = 2.0 * y / height;
        return Math.Log2(Math.Sqrt(across * across + down * down));
    }

    private double[] OnGrid(int scale, Func<int, int, double> gain, bool half = false)
    {
        (int rows, int columns) = SizeAt(scale);
        int kept = half ? columns / 2 + 1 : columns;
        double[] values = new double[rows * kept];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = gain(Signed(i / kept, rows), Signed(i % kept, columns));
        }

        return values;
    }

    private static int Signed(int index, int samples) => index < (samples + 1) / 2 ? index : index - samples;

    /// <summary>
    /// The gain along a filter's direction with which the squared gains of all orientations sum to 1.
    /// </summary>
    private static double Peak(int orientations)
    {
        int order = orientations - 1;
        double power = Math.Pow(2, 2 * order) / orientations;
        for (int i = 1; i <= order; i++)
        {
            power *= (double)i / (order + i); // order!² / (2 order)!
        }

        return Math.Sqrt(power);
    }
}
