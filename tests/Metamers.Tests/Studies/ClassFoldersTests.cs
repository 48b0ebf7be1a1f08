using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Sounds;
using Metamers.Studies;
using Metamers.Tests.Synthesis;

namespace Metamers.Tests.Studies;

/// <summary>A study whose stimuli are in a folder for each class.</summary>
public sealed class ClassFoldersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_dot_in_the_name_of_a_class_does_not_begin_an_extension()
    {
        SoundFile.Save(folder["mine/St. Bernard/a.wav"], SoundExamples.Tone(440, 16000).Samples, 16000);
        using StagedModel model = ModelZoo.Load("cochcnnsmall-digit-seed0");
        Stimulus stimulus = Assert.Single(ClassFolders.Load(model, folder["mine"], ["pug", "St. Bernard"]));
        Assert.Equal(("St. Bernard-a", "St. Bernard", 1), (stimulus.Name, stimulus.Label, stimulus.ClassIndex!.Value));
    }

    [Fact]
    public void A_name_of_two_classes_is_refused()
    {
        SoundFile.Save(folder["mine/crane/a.wav"], SoundExamples.Tone(440, 16000).Samples, 16000);
        using StagedModel model = ModelZoo.Load("cochcnnsmall-digit-seed0");
        Assert.Contains(
            "could be any of the classes 0 and 2 of cochcnnsmall-digit-seed0, which have the same name",
            Assert
                .Throws<MetamerException>(() => ClassFolders.Load(model, folder["mine"], ["crane", "pug", "crane"]))
                .Message
        );
    }

    [Fact]
    public void Classes_of_own_stimuli_are_those_of_all_networks()
    {
        SoundFile.Save(folder["mine/zero/a.wav"], SoundExamples.Tone(440, 16000).Samples, 16000);
        SoundFile.Save(folder["mine/two/b.wav"], SoundExamples.Tone(880, 16000).Samples, 16000);
        Study study = StudyExamples.Words with
        {
            Stimuli = new() { Set = "folder", Folder = "mine" },
            Folder = folder.Path,
        };
        Assert.Equal(
            [("two-b", 2), ("zero-a", 0)],
            StudyPlan.Make(study).Stimuli.Select(stimulus => (stimulus.Name, stimulus.ClassIndex!.Value))
        );
        Refused(
            "have different classes: cochcnnsmall-digit-seed0 and cochcnnsmall-speaker-seed0.",
            study with
            {
                Networks = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["cochcnnsmall-digit-seed0"] = [],
                    ["cochcnnsmall-speaker-seed0"] = [],
                },
                Evaluators = [],
            }
        );
        Refused(
            "'cochcnnsmall-speaker-seed0' of the study 'words' does not have the classes of the stimuli 'folder'.",
            study with
            {
                Evaluators = ["cochcnnsmall-digit-seed0", "cochcnnsmall-speaker-seed0"],
            }
        );
        Refused(
            "The stimuli in mine/zero have no classes, by which the evaluators of the study 'words'",
            study with
            {
                Stimuli = new() { Set = "folder", Folder = "mine/zero" },
            }
        );
        Directory.CreateDirectory(folder["mine/eleven"]);
        Refused("There are folders of classes that cochcnnsmall-digit-seed0 does not have: eleven.", study);

        static void Refused(string expected, Study study) =>
            Assert.Contains(expected, Assert.Throws<MetamerException>(() => StudyPlan.Make(study)).Message);
    }
}
