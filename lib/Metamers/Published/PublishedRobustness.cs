namespace Metamers.Published;

/// <summary>Accuracy of a network on adversarial pictures, as in figure 6: one norm, one size, one seed.</summary>
/// <param name="Norm">"l1", "l2" or "linf".</param>
/// <param name="Model">The network's name in the authors' repository.</param>
/// <param name="Radius">The size of the perturbations in that norm, with pixels from 0 to 1.</param>
/// <param name="Seed">0 to 4; selects the pictures and the random starts.</param>
/// <param name="Accuracy">Proportion correct, 0 to 1, of 1,024 pictures, printed with four decimals.</param>
/// <param name="Source">The file in the authors' repository.</param>
public sealed record PublishedRobustness(
    string Norm,
    string Model,
    double Radius,
    int Seed,
    double Accuracy,
    string Source
)
{
    /// <summary>Number of pictures behind each accuracy: every printed value is a count out of this number.</summary>
    internal const int Pictures = 1024;
}
