namespace Metamers.Models.Colours;

/// <summary>
/// How well the three kinds of cones of the human eye absorb light of each wavelength at the cornea, with a largest
/// value of 1 (Stockman and Sharpe 2000, for fields of 2 degrees; adopted as CIE 170-1:2006; numbers of the Colour and
/// Vision Research Laboratory, www.cvrl.org). The S cones were not measured beyond 615 nm; they are 0 there.
/// </summary>
/// <example>
/// <code>
/// var peak = ConeFundamentals.Wavelengths[ConeFundamentals.L.Index().MaxBy(cone => cone.Item).Index];
/// $"{peak} nm"
/// </code>
/// </example>
public static class ConeFundamentals
{
    private static readonly double[][] Table = // L, M, S
    [
        [4.15003e-04, 3.68349e-04, 9.54729e-03], // 390 nm
        [2.40836e-03, 2.26991e-03, 5.66498e-02], // 400 nm
        [8.72127e-03, 8.79369e-03, 2.33008e-01], // 410 nm
        [1.84480e-02, 2.16649e-02, 5.43618e-01], // 420 nm
        [2.81877e-02, 3.94566e-02, 8.02555e-01], // 430 nm
        [4.02563e-02, 6.47782e-02, 9.91020e-01], // 440 nm
        [4.98639e-02, 8.70524e-02, 9.55393e-01], // 450 nm
        [6.47164e-02, 1.16272e-01, 7.86704e-01], // 460 nm
        [9.94755e-02, 1.75893e-01, 6.46359e-01], // 470 nm
        [1.40145e-01, 2.35754e-01, 3.90333e-01], // 480 nm
        [1.91556e-01, 3.03630e-01, 2.11867e-01], // 490 nm
        [2.88959e-01, 4.27764e-01, 1.22839e-01], // 500 nm
        [4.43683e-01, 6.15520e-01, 6.08210e-02], // 510 nm
        [6.28561e-01, 8.16610e-01, 2.92033e-02], // 520 nm
        [7.70630e-01, 9.35687e-01, 1.26013e-02], // 530 nm
        [8.81011e-01, 9.95217e-01, 5.08900e-03], // 540 nm
        [9.40198e-01, 9.77193e-01, 1.95896e-03], // 550 nm
        [9.81445e-01, 9.17750e-01, 7.40174e-04], // 560 nm
        [9.99993e-01, 8.13509e-01, 2.81800e-04], // 570 nm
        [9.69429e-01, 6.53274e-01, 1.09454e-04], // 580 nm
        [9.27673e-01, 4.92599e-01, 4.39024e-05], // 590 nm
        [8.33982e-01, 3.34429e-01, 1.83459e-05], // 600 nm
        [7.05713e-01, 2.05273e-01, 8.03488e-06], // 610 nm
        [5.54224e-01, 1.16641e-01, 0], // 620 nm
        [4.00711e-01, 6.21120e-02, 0], // 630 nm
        [2.65784e-01, 3.14282e-02, 0], // 640 nm
        [1.65141e-01, 1.54480e-02, 0], // 650 nm
        [9.30085e-02, 7.30255e-03, 0], // 660 nm
        [4.98661e-02, 3.43667e-03, 0], // 670 nm
        [2.53790e-02, 1.63734e-03, 0], // 680 nm
        [1.21701e-02, 7.61051e-04, 0], // 690 nm
        [5.89749e-03, 3.65317e-04, 0], // 700 nm
        [2.80447e-03, 1.74402e-04, 0], // 710 nm
        [1.32687e-03, 8.41716e-05, 0], // 720 nm
        [6.39373e-04, 4.16049e-05, 0], // 730 nm
    ];

    /// <summary>390 to 730 nm in steps of 10 nm: where spectra are sampled.</summary>
    public static IReadOnlyList<double> Wavelengths { get; } =
    [.. Enumerable.Range(0, Table.Length).Select(i => 390.0 + 10 * i)];

    /// <summary>The cones for long wavelengths.</summary>
    public static IReadOnlyList<double> L { get; } = [.. Table.Select(row => row[0])];

    /// <summary>The cones for middle wavelengths.</summary>
    public static IReadOnlyList<double> M { get; } = [.. Table.Select(row => row[1])];

    /// <summary>The cones for short wavelengths.</summary>
    public static IReadOnlyList<double> S { get; } = [.. Table.Select(row => row[2])];

    /// <summary>The cones of a letter: L, M or S.</summary>
    internal static IReadOnlyList<double> Of(char cone) =>
        cone == 'L' ? L
        : cone == 'M' ? M
        : S;
}
