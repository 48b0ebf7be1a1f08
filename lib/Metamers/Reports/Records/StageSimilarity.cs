namespace Metamers.Reports.Records;

/// <summary>
/// How alike the representation of a stage is to that of the judges at the corresponding stage, that of the nearest
/// relative depth.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="CenteredKernelAlignment">Linear CKA, corrected for the number of stimuli; mean over the judges.</param>
/// <param name="CenteredKernelAlignmentError">Its standard error over the judges.</param>
/// <param name="Procrustes">Procrustes similarity, 0 to 1; mean over the judges.</param>
/// <param name="ProcrustesError">Its standard error over the judges.</param>
public sealed record StageSimilarity(
    string Stage,
    double? CenteredKernelAlignment,
    double? CenteredKernelAlignmentError,
    double? Procrustes,
    double? ProcrustesError
);
