namespace Metamers.Training;

/// <summary>How far a training has come.</summary>
/// <param name="Epoch">Epoch now running, from 1.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Step">Step within the epoch, from 1.</param>
/// <param name="StepsPerEpoch">Steps per epoch.</param>
/// <param name="Loss">Mean cross-entropy of this epoch so far, nats.</param>
/// <param name="TimeLeft">Estimated time to the end.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    long Step,
    long StepsPerEpoch,
    double Loss,
    TimeSpan TimeLeft
);
