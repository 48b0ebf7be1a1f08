using Metamers.Runtime;
using Metamers.Training;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of a training: cross-entropy and accuracy against the epoch, on the training and on the test set.
/// </summary>
/// <example>
/// <code>
/// TrainingCurve.Draw(Path.Combine(ProjectFolder.Data, "checkpoints", "resnet20-l2-seed0.csv"))
/// </code>
/// </example>
public static class TrainingCurve
{
    /// <summary>Draws the log that <see cref="Trainer"/> keeps.</summary>
    /// <param name="path">The CSV file.</param>
    /// <exception cref="MetamerException">
    /// The file is missing, is no such log, has no epochs or a broken line.
    /// </exception>
    public static FigureRow Draw(string path) => Draw(TrainingLog.Read(path));

    /// <summary>Draws the results of the epochs.</summary>
    /// <param name="epochs">At least one, in order.</param>
    public static FigureRow Draw(IReadOnlyList<EpochResult> epochs)
    {
        Series Of(string name, int style, Func<EpochResult, double> value) =>
            new(name, [.. epochs.Select(epoch => (double)epoch.Epoch)], [.. epochs.Select(value)]) { Style = style };
        Axis x = new("Epoch");
        double[] losses = [.. epochs.SelectMany(epoch => new[] { epoch.TrainLoss, epoch.TestLoss })];
        Figure loss = new(
            "Loss",
            x,
            new("Cross-entropy", "nats") { Logarithmic = losses.Max() > 5 * losses.Min() },
            [Of("training, augmented", 0, epoch => epoch.TrainLoss), Of("test", 1, epoch => epoch.TestLoss)]
        )
        {
            Note = FormattableString.Invariant(
                $"Test set after epoch {epochs[^1].Epoch}: {epochs[^1].TestLoss:0.000} nats."
            ),
        };
        Figure accuracy = new(
            "Accuracy",
            x,
            new("Correct", "%"),
            [
                Of("training, augmented", 0, epoch => 100 * epoch.TrainAccuracy),
                Of("test", 1, epoch => 100 * epoch.TestAccuracy),
            ]
        )
        {
            Note = FormattableString.Invariant(
                $"Test set after epoch {epochs[^1].Epoch}: {100 * epochs[^1].TestAccuracy:0.0} % correct."
            ),
        };
        return new([loss with { Width = 430, Height = 360 }, accuracy with { Width = 430, Height = 360 }]);
    }
}
