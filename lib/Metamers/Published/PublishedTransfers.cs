using Metamers.Evaluation;

namespace Metamers.Published;

/// <summary>The paper's transfer between models in the form of one's own.</summary>
public static class PublishedTransfers
{
    /// <summary>The paper's results as the object that figures and comparisons take.</summary>
    /// <param name="rows">Rows of <see cref="PublishedData.Transfers"/>, of one modality.</param>
    /// <param name="matches">
    /// Rows of <see cref="PublishedData.Matches"/>, by which figures say how well the metamers match; null for none.
    /// </param>
    /// <returns>The results, stages with the authors' names.</returns>
    public static Transfer ToTransfer(
        this IEnumerable<PublishedTransfer> rows,
        IEnumerable<PublishedMatch>? matches = null
    ) =>
        new([
            .. rows.Select(row => new TransferResult(
                row.Generator,
                row.Stage,
                row.Evaluator,
                row.Metamers,
                row.Accuracy,
                row.StandardError
            )),
        ])
        {
            Made = TransferMetamers.From(
                ["the paper's, 24,000 steps"],
                (matches ?? [])
                    .Where(match => match.Loss is not null)
                    .Select(match => (match.Model, match.Stage, match.Loss!.Value))
            ),
        };
}
