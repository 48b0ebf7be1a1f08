using Metamers.Evaluation;

namespace Metamers.Published;

/// <summary>The paper's transfer between models in the form of one's own.</summary>
public static class PublishedTransfers
{
    /// <summary>The paper's results as the object that figures and comparisons take.</summary>
    /// <param name="rows">Rows of <see cref="PublishedData.Transfers"/>, of one modality.</param>
    /// <returns>The results, stages with the authors' names.</returns>
    public static Transfer ToTransfer(this IEnumerable<PublishedTransfer> rows) =>
        new([
            .. rows.Select(row => new TransferResult(
                row.Generator,
                row.Stage,
                row.Evaluator,
                row.Metamers,
                row.Accuracy,
                row.StandardError
            )),
        ]);
}
