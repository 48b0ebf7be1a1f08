using Metamers.Experiments;
using Metamers.Runtime;

namespace Metamers.Tests.Experiments;

/// <summary>A design in a file, and answers beside it.</summary>
public sealed class ExperimentDesignFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ExperimentDesign design;

    public ExperimentDesignFileTests()
    {
        Directory.CreateDirectory(folder["mine/files"]);
        ExperimentStimulus[] stimuli = ExperimentFiles.Pictures(
            folder["mine/files"],
            ["cat", "dog"],
            3,
            [ExperimentDesign.Natural, "net/early"]
        );
        stimuli[1] = stimuli[1] with { Accepted = false };
        design = ExperimentDesign.Create(
            stimuli,
            new()
            {
                Choices = ["dog", "cat"],
                Participants = 3,
                Seed = 7,
                CatchNeeded = 0.25,
            }
        );
        design.Save(folder["mine/design.json"]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_design_is_the_same_after_it_was_moved_with_its_stimuli()
    {
        Directory.Move(folder["mine"], folder["moved"]);
        ExperimentDesign loaded = ExperimentDesign.Load(folder["moved/design.json"]);
        Assert.Equal(design.Hash, loaded.Hash);
        Assert.Equal(
            design.Trials.Select(trial => trial with { File = Path.GetFileName(trial.File) }),
            loaded.Trials.Select(trial => trial with { File = Path.GetFileName(trial.File) })
        );
        Assert.Contains(loaded.Trials, trial => trial.Replaced); // what is not accepted is kept too
        Assert.Equal(design.Options with { Choices = [] }, loaded.Options with { Choices = [] });
    }

    [Fact]
    public void What_was_changed_or_is_no_design_is_told()
    {
        string json = File.ReadAllText(folder["mine/design.json"]);
        Refused("holds no design of an experiment: it is null.", "null");
        Refused("holds no design of an experiment: ", """{ "trials": [] }""");
        Refused(
            $"was saved for the design {design.Hash}, and what it names now",
            json.Replace("\"seed\": 7", "\"seed\": 8")
        );
        File.WriteAllText(folder["mine/design.json"], json);
        ExperimentFiles.WritePicture(design.Trials[0].File, "another");
        Refused("the file or a stimulus was changed", json);
        File.Delete(design.Trials[0].File);
        Refused("There is no file", json);
        Assert.Contains(
            "none.json holds no design",
            Assert.Throws<MetamerException>(() => ExperimentDesign.Load(folder["none.json"])).Message
        );

        void Refused(string expected, string content)
        {
            File.WriteAllText(folder["mine/design.json"], content);
            Assert.Contains(
                expected,
                Assert.Throws<MetamerException>(() => ExperimentDesign.Load(folder["mine/design.json"])).Message
            );
        }
    }

    [Theory]
    [InlineData("mine/answers", "mine/answers")]
    [InlineData("mine/answers", "mine/answers/participant-0.json")]
    [InlineData("mine", "mine")]
    [InlineData("mine", "mine/participant-0.json")]
    public void Answers_are_read_with_the_design_beside_them_or_above(string saved, string given)
    {
        SimulatedParticipant.Save(design, 0, trial => trial.Category, 0, folder[saved]);
        ExperimentResults results = ExperimentResults.LoadWithDesign(folder[given]);
        Assert.Equal(design.Hash, results.Design.Hash);
        Assert.Equal([0], results.Participants);
    }

    [Fact]
    public void What_are_no_answers_is_told()
    {
        Refused("There is no file or folder", "nowhere");
        folder.Write("far/away/answers.json", "{}"u8.ToArray());
        Refused("There is no design.json in", "far/away");
        folder.Write("mine/answers/notes.json", """{ "a": 1 }"""u8.ToArray());
        Refused("notes.json is not a file that the page saved: ", "mine/answers/notes.json");
        Refused("There is no file *.json or *.csv", "mine/files");

        void Refused(string expected, string given) =>
            Assert.Contains(
                expected,
                Assert.Throws<MetamerException>(() => ExperimentResults.LoadWithDesign(folder[given])).Message
            );
    }
}
