using static TorchSharp.torch;

namespace Metamers.Synthesis.Descents;

/// <summary>
/// L-BFGS on f = half the squared loss, which unlike the loss is smooth at a match (method: the two-loop recursion of
/// Nocedal and Wright 2006, algorithm 7.4). Every step evaluates one point: a point that lowers f enough (Armijo) is
/// accepted and gives the next direction; otherwise the item goes half the way back. Values at a bound that the
/// gradient pushes outwards do not move; those that a move would take across a bound stop there, by which the move may
/// turn upwards, and then it is accepted only if f does not grow. The segment ends at the last accepted point.
/// </summary>
internal sealed class LbfgsDescent(double length, double minimum, double maximum, int pairs = LbfgsDescent.UsualHistory)
    : Descent(minimum, maximum)
{
    /// <summary>Number of steps that it remembers if nothing is said.</summary>
    public const int UsualHistory = 10;

    private const double Enough = 1e-4; // share of the decrease that the slope promises
    private const double LeastCurvature = 1e-10;
    private const double LeastShare = 1e-6; // of the direction; then the curvature is forgotten
    private const double Growth = 10; // of a move over the last accepted one: a curvature near 0 asks for any length

    // Rows are items, (N, values); the history is (pairs, N, values), the newest last; zeros where there is none.
    private Tensor Point => Remembered("point")!;
    private Tensor Slope => Remembered("slope")!;
    private Tensor Moves => Remembered("moves")!;
    private Tensor Turns => Remembered("turns")!;

    public override Tensor Step(Tensor x, Tensor losses, Tensor gradient, bool last)
    {
        Tensor at = x.flatten(1);
        Tensor value = (losses * losses / 2).unsqueeze(1); // (N, 1)
        Tensor slope = gradient.flatten(1) * losses.unsqueeze(1);
        if (Remembered("point") is null)
        {
            Begin(at, value, slope);
        }
        else
        {
            Judge(at, value, slope);
        }

        Tensor next = last ? Point : Clamped(Point + Remembered("share")! * Remembered("direction")!);
        return next.view(x.shape).clone();
    }

    public override Tensor Reached(Tensor x) => Remembered("point") is { } point ? point.view(x.shape) : x;

    private void Begin(Tensor at, Tensor value, Tensor slope)
    {
        Keep("point", at.clone());
        Keep("value", value);
        Keep("slope", slope);
        Keep("moves", zeros([pairs, .. at.shape], at.dtype, at.device));
        Keep("turns", zeros([pairs, .. at.shape], at.dtype, at.device));
        Keep("scale", length / (slope.norm(1, keepdim: true) + 1e-30));
        Keep("share", ones_like(value));
        Keep("reach", full_like(value, Growth * length));
        Keep("direction", Direction());
    }

    /// <summary>Accepts the points that lower f enough; the others go half the way back.</summary>
    private void Judge(Tensor at, Tensor value, Tensor slope)
    {
        Tensor move = at - Point;
        Tensor accepted = value <= Remembered("value")! + Enough * Dot(Slope, move).clamp_max(0); // false for NaN
        Tensor turn = slope - Slope;
        Tensor curvature = Dot(move, turn);
        Tensor bend = Dot(turn, turn);
        Tensor useful = accepted & (curvature > LeastCurvature * bend);
        Keep("moves", where(useful, Pushed(Moves, move), Moves));
        Keep("turns", where(useful, Pushed(Turns, turn), Turns));
        Tensor scale = where(useful, curvature / bend, Remembered("scale")!);
        Tensor share = where(accepted, ones_like(value), Remembered("share")! / 2);
        Tensor stuck = share < LeastShare;
        Keep("moves", where(stuck, zeros_like(Moves), Moves));
        Keep("turns", where(stuck, zeros_like(Turns), Turns));
        Keep("point", where(accepted, at, Point));
        Keep("value", where(accepted, value, Remembered("value")!));
        Keep("slope", where(accepted, slope, Slope));
        double least = length * LeastShare;
        Keep("reach", where(accepted, (Growth * move.norm(1, keepdim: true)).clamp_min(least), Remembered("reach")!));
        Tensor first = least / (Slope.norm(1, keepdim: true) + 1e-30);
        Keep("scale", where(stuck, first, scale));
        Keep("share", where(stuck, ones_like(share), share));
        Keep("direction", where(accepted | stuck, Direction(), Remembered("direction")!));
    }

    /// <summary>
    /// Minus the estimate of the inverse curvature times the slope; the slope alone if that leads upwards.
    /// </summary>
    private Tensor Direction()
    {
        Tensor free = (((Point <= Minimum) & (Slope > 0)) | ((Point >= Maximum) & (Slope < 0))).logical_not();
        Tensor slope = Slope * free;
        Tensor[] weights = new Tensor[pairs];
        Tensor[] inverse = new Tensor[pairs];
        Tensor q = slope;
        for (int i = pairs - 1; i >= 0; i--)
        {
            Tensor curvature = Dot(Moves[i], Turns[i]);
            inverse[i] = where(curvature > 0, 1 / curvature, zeros_like(curvature));
            weights[i] = inverse[i] * Dot(Moves[i], q);
            q = q - weights[i] * Turns[i];
        }

        q = q * Remembered("scale")!;
        for (int i = 0; i < pairs; i++)
        {
            q = q + Moves[i] * (weights[i] - inverse[i] * Dot(Turns[i], q));
        }

        Tensor direction = q.neg() * free;
        direction = direction * (Remembered("reach")! / (direction.norm(1, keepdim: true) + 1e-30)).clamp_max(1);
        return where(Dot(direction, slope) < 0, direction, -slope * Remembered("scale")!);
    }

    private static Tensor Pushed(Tensor history, Tensor newest) =>
        cat([history[TensorIndex.Slice(1)], newest.unsqueeze(0)], 0);

    private static Tensor Dot(Tensor a, Tensor b) => (a * b).sum(1, keepdim: true);
}
