using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using Metamers.Tables;
using Metamers.Training;
using TorchSharp;

namespace Metamers.Reports;

/// <summary>
/// The metamer test as a signal while a network is trained: after chosen epochs its report is made and the three
/// numbers are written as one line of a table. A training that is resumed does not repeat reports that are there.
/// </summary>
/// <param name="epochs">After which epochs, from 1; at least one.</param>
/// <param name="options">What is measured; with <c>TestStimuli = 0</c> only the three numbers cost time.</param>
/// <param name="folder">
/// Where the reports are kept, each with its <c>record.json</c>, and <c>reach.csv</c>, the table (<see
/// cref="WatchedEpoch.Load"/> reads it).
/// </param>
/// <param name="progress">Receives what is being done.</param>
/// <param name="cancellation">Stops the report; the training that calls it stops likewise.</param>
internal sealed class TrainingWatch(
    IReadOnlyList<int> epochs,
    ReportOptions options,
    string folder,
    IProgress<ReportProgress>? progress = null,
    CancellationToken cancellation = default
)
{
    /// <summary>Those of the chosen epochs of which there is no report.</summary>
    public IReadOnlyList<int> Missing =>
        [.. epochs.Except(File.Exists(TablePath) ? WatchedEpoch.Load(TablePath).Select(row => row.Epoch) : [])];

    /// <summary>The table.</summary>
    public string TablePath => Path.Combine(folder, "reach.csv");

    /// <summary>Makes the report after an epoch, if it is one of those chosen and there is none yet.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="epoch">The epoch that ended.</param>
    /// <param name="model">The network in training; it is not changed.</param>
    public void After(TrainingRecipe recipe, EpochResult epoch, StagedModel model)
    {
        IReadOnlyList<WatchedEpoch> before = File.Exists(TablePath) ? WatchedEpoch.Load(TablePath) : [];
        if (!epochs.Contains(epoch.Epoch) || before.Any(row => row.Epoch == epoch.Epoch))
        {
            return;
        }

        using StagedModel copy = ModelZoo.Build(
            ModelZoo
                .Cards.First(card => card.Architecture == recipe.Architecture && card.Classes == model.Stages[^1].Units)
                .Key,
            recipe.Seed
        );
        copy.to(model.Device);
        copy.load_state_dict(model.state_dict());
        copy.Freeze();
        copy.Card = copy.Card with
        {
            TrainingData = $"{recipe.Data}, the first {epoch.Epoch} of {recipe.Epochs} epochs",
        };
        DataSet data = DataSet.Find(recipe.Data);
        string label = $"{recipe.Name}-epoch{epoch.Epoch}";
        string reportFolder = Path.Combine(folder, FileName.Require(label, "The recipe"));
        using ModelReport report = ModelReport.Make(
            copy,
            options with
            {
                Label = label,
                Folder = reportFolder,
                Set = options.Set ?? (data.SamplingRate is null && options.References is null ? data.Key : null),
                NullData = options.NullData ?? data,
            },
            progress,
            cancellation
        );
        report.Record.SaveIn(reportFolder);
        TableFile.WriteCsv(
            WatchedEpoch.ToDataFrame([.. before, WatchedEpoch.From(epoch, report.Record)]),
            TablePath,
            WatchedEpoch.Formats
        );
    }
}
