namespace Metamers.Models.Textures;

/// <summary>
/// Where windows are that tile polar angle and the logarithm of eccentricity (Freeman and Simoncelli 2011, equations 9
/// to 11): products of raised cosines with a flat top, each half of whose width is a transition that it shares with its
/// neighbour. They sum to 1 everywhere from the edge of the fovea on; the first ring rises within the fovea.
/// </summary>
internal sealed class WindowLayout
{
    private const double Transition = 0.5; // of a window's width, as published

    private readonly double first; // log of the eccentricity of the first ring's centre
    private readonly double step; // between rings, in log eccentricity
    private readonly double widest; // the largest eccentricity in the picture

    /// <summary>Places the windows.</summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="options">Scaling, aspect and fovea, in range.</param>
    public WindowLayout(int height, int width, PoolingOptions options)
    {
        // The width from half to half is one step: e^(step / 2) − e^(−step / 2) is the scaling.
        step = 2 * Math.Asinh(options.Scaling / 2);
        Angles = (int)Math.Round(2 * Math.PI * options.Aspect / options.Scaling);
        FoveaRadius = options.Fovea * Math.Min(height, width) / 2;
        first = Math.Log(FoveaRadius) + step * (1 - Transition) / 2;
        widest = Math.Sqrt((height - 1.0) * (height - 1) + (width - 1.0) * (width - 1)) / 2;
        double flat = first + step * (1 - Transition) / 2;
        Rings = 1 + Math.Max(0, (int)Math.Ceiling((Math.Log(widest) - flat) / step));
        (Height, Width) = (height, width);
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Radius of the fovea in pixels.</summary>
    public double FoveaRadius { get; }

    /// <summary>Number of windows around a ring.</summary>
    public int Angles { get; }

    /// <summary>Number of rings.</summary>
    public int Rings { get; }

    /// <summary>Number of windows, with those whose place is outside the picture.</summary>
    public int Count => Rings * Angles;

    /// <summary>Eccentricity of a ring's centre, pixels.</summary>
    public double Centre(int ring) => Math.Exp(first + ring * step);

    /// <summary>
    /// Where a ring's windows have half their height on the inner side, pixels; on the outer side, it is the next
    /// ring's.
    /// </summary>
    public double InnerEdge(int ring) => Math.Exp(first + (ring - 0.5) * step);

    /// <summary>The smaller of the radial and the tangential width of a ring's windows, pixels.</summary>
    public double Narrowest(int ring) => Centre(ring) * Math.Min(2 * Math.Sinh(step / 2), 2 * Math.PI / Angles);

    /// <summary>Distance of a pixel from the centre of the picture, pixels.</summary>
    public double Eccentricity(int row, int column) => Math.Sqrt(Square(Down(row)) + Square(Across(column)));

    /// <summary>The weights of a window: (H · W), 0 to 1.</summary>
    public double[] Window(int ring, int angle)
    {
        double[] weights = new double[Height * Width];
        double width = 2 * Math.PI / Angles;
        for (int row = 0; row < Height; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                double radial = Mother((Math.Log(Eccentricity(row, column)) - first - ring * step) / step);
                if (radial > 0)
                {
                    double turn = Math.Atan2(Down(row), Across(column)) / width - angle;
                    turn -= Angles * Math.Round(turn / Angles); // to the nearest copy of the window
                    weights[row * Width + column] = radial * Mother(turn);
                }
            }
        }

        return weights;
    }

    /// <summary>
    /// 1 at the flat top, half at ±1/2, and squared cosines between; copies at all whole shifts sum to 1.
    /// </summary>
    private static double Mother(double x)
    {
        double into = (Math.Abs(x) - (1 - Transition) / 2) / Transition; // of the transition, 0 to 1
        return into <= 0 ? 1
            : into >= 1 ? 0
            : Square(Math.Cos(Math.PI / 2 * into));
    }

    private double Down(int row) => row - (Height - 1) / 2.0;

    private double Across(int column) => column - (Width - 1) / 2.0;

    private static double Square(double x) => x * x;
}
