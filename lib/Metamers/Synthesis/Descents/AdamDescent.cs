using static TorchSharp.torch;

namespace Metamers.Synthesis.Descents;

/// <summary>
/// Adam with AMSGrad on half the squared loss, then clamped (method: torch.optim.Adam(amsgrad=True), which plenoptic's
/// Metamer uses at a rate of 0.01; it keeps the range by a penalty instead).
/// </summary>
internal sealed class AdamDescent(double rate, double minimum, double maximum) : Descent(minimum, maximum)
{
    private const double MeanDecay = 0.9;
    private const double SquareDecay = 0.999;
    private const double Floor = 1e-8;

    public override Tensor Step(Tensor x, Tensor losses, Tensor gradient, bool last)
    {
        Tensor g = gradient * losses.view([-1, .. Enumerable.Repeat(1L, (int)x.dim() - 1)]);
        Tensor mean = Keep(
            "mean",
            Remembered("mean") is { } m ? m * MeanDecay + g * (1 - MeanDecay) : g * (1 - MeanDecay)
        );
        Tensor square = g * g * (1 - SquareDecay);
        square = Keep("square", Remembered("square") is { } s ? s * SquareDecay + square : square);
        Tensor largest = Keep("largest", Remembered("largest") is { } most ? most.maximum(square) : square.clone());
        Tensor count = Keep("count", Remembered("count") is { } done ? done + 1 : ones(1, float64, x.device));
        Tensor meanShare = 1 - pow(tensor(MeanDecay, float64, x.device), count);
        Tensor squareShare = 1 - pow(tensor(SquareDecay, float64, x.device), count);
        Tensor scale = (largest / squareShare.to(x.dtype)).sqrt() + Floor;
        return Clamped(x - rate * (mean / meanShare.to(x.dtype)) / scale);
    }
}
