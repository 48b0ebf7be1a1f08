using System.Globalization;

namespace Metamers.Training;

/// <summary>What one epoch reached; one line of the training log.</summary>
/// <param name="Epoch">
/// From 1; 0 is the network before its training, of which there is no loss and no accuracy in training (NaN).
/// </param>
/// <param name="LearningRate">At the epoch's last step.</param>
/// <param name="TrainLoss">Mean cross-entropy over the epoch's augmented batches, nats.</param>
/// <param name="TrainAccuracy">Proportion correct over the same batches.</param>
/// <param name="TestLoss">Mean cross-entropy on the test set after the epoch, nats.</param>
/// <param name="TestAccuracy">Proportion correct on the test set after the epoch.</param>
/// <param name="Seconds">Duration of the epoch.</param>
public sealed record EpochResult(
    int Epoch,
    double LearningRate,
    double TrainLoss,
    double TrainAccuracy,
    double TestLoss,
    double TestAccuracy,
    double Seconds
)
{
    /// <summary>First line of a log.</summary>
    public const string CsvHeader = "epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,seconds";

    /// <summary>The result as a line of a log.</summary>
    /// <returns>Comma-separated values, in the order of <see cref="CsvHeader"/>.</returns>
    public string ToCsv() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Epoch},{LearningRate:G6},{TrainLoss:F5},{TrainAccuracy:F5},{TestLoss:F5},{TestAccuracy:F4},{Seconds:F1}"
        );

    /// <summary>Reads a line of a log.</summary>
    /// <param name="line">A line that <see cref="ToCsv"/> wrote.</param>
    /// <returns>The result.</returns>
    public static EpochResult FromCsv(string line)
    {
        double[] values = [.. line.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        return new((int)values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
    }
}
