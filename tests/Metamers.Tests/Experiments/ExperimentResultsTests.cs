using System.Text.Json;
using Metamers.Experiments;
using Metamers.Runtime;

namespace Metamers.Tests.Experiments;

public sealed class ExperimentResultsTests : IDisposable
{
    private static readonly ExperimentDesign Design = Drawn(seed: 0);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Participants_are_merged_with_every_trial()
    {
        Save(0);
        Save(1);
        ExperimentResults results = ExperimentResults.Load(Design, _folder.Path);
        Assert.Empty(results.Excluded);
        Assert.Equal(16, results.Table().Rows.Count);
        Assert.Equal(8, results.Table()["correct"].Cast<bool>().Count(right => right));
    }

    [Fact]
    public void Exclusions_are_stated()
    {
        Save(0);
        Save(1, trials: 5);
        ExperimentResults results = ExperimentResults.Load(Design, _folder.Path, minimumNatural: 1);
        Assert.Equal("recognised 2 of 4 natural stimuli", results.Excluded[0]);
        Assert.Equal("answered 5 of 8 trials", results.Excluded[1]);
        Assert.Equal(0, results.Table().Rows.Count);
    }

    [Fact]
    public void Results_of_another_design_are_refused()
    {
        Save(0);
        Refused($"is of the design {Design.Hash}", Drawn(seed: 1));
    }

    [Fact]
    public void A_file_changed_by_hand_is_refused()
    {
        string file = Save(0);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"correct\":false", "\"correct\":true", StringComparison.Ordinal));
        Refused("The file was changed by hand", Design);
    }

    [Fact]
    public void A_file_that_is_no_session_is_refused()
    {
        File.WriteAllText(_folder["a.json"], "{\"design\":");
        Refused("is not a file that the page saved", Design);
    }

    [Fact]
    public void A_participant_who_is_there_twice_is_refused()
    {
        File.Copy(Save(0), _folder["again.json"]);
        Refused("are both of participant 0", Design);
    }

    [Fact]
    public void An_empty_folder_is_refused() => Refused("There is no file *.json", Design);

    private static ExperimentDesign Drawn(long seed) => ExperimentDesign.Draw(
        [
            .. from word in new[] { "cat", "dog" }
               from i in Enumerable.Range(0, 4)
               from condition in new[] { ExperimentDesign.Natural, "late" }
               select new ExperimentStimulus($"{word}{i}", word, condition, $"{word}{i}{condition}.png"),
        ],
        new() { Choices = ["cat", "dog"], Participants = 2, Seed = seed });

    /// <summary>As the page writes it, by a participant who always answers cat.</summary>
    private string Save(int participant, int trials = 8)
    {
        var answers = Design.Trials.Where(trial => trial.Participant == participant).Take(trials).Select(trial => new
        {
            participant,
            trial = trial.Trial,
            stimulus = trial.Stimulus,
            category = trial.Category,
            condition = trial.Condition,
            replaced = trial.Replaced,
            file = "stimuli/0.png",
            response = "cat",
            correct = trial.Category == "cat",
            response_ms = 512.5,
            image_ms = 300.0,
        });
        string file = _folder[$"participant-{participant}.json"];
        File.WriteAllText(file, JsonSerializer.Serialize(new { design = Design.Hash, participant, trials = answers }));
        return file;
    }

    private void Refused(string message, ExperimentDesign design) =>
        Assert.Contains(message, Assert.Throws<MetamerException>(() => ExperimentResults.Load(design, _folder.Path)).Message, StringComparison.Ordinal);
}
