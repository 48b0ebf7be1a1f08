namespace Metamers.Training;

/// <summary>The result of one epoch; one line of the training log.</summary>
/// <param name="Epoch">
/// From 1; 0 is the network before its training, which has no training loss and no training accuracy (NaN).
/// </param>
/// <param name="LearningRate">Learning rate at the epoch's last step.</param>
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
);
