using Metamers.Runtime;
using Metamers.Studies;

namespace Metamers.Tests.Studies;

public sealed class StudyTests : IDisposable
{
    private const string Good = """
        {
          "name": "good",
          "networks": { "resnet20-standard-seed0": ["final"] },
          "stimuli": { "set": "dead-leaves", "count": 3 },
          "schedules": { "short": { "repetitions": 2, "stepsPerRepetition": 3 } }
        }
        """;

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void A_study_is_read_with_its_defaults_and_written_as_it_was()
    {
        Study study = temporary.FromJson(Good);
        Assert.Equal(8, study.StimuliPerItem);
        Assert.Equal(["final"], study.Networks["resnet20-standard-seed0"]);
        Assert.Equal(6, study.Schedules["short"].TotalSteps);
        Assert.Equal(0.5, study.Schedules["short"].StartMean);
        Assert.Equal(temporary.Path, study.Folder);
        Assert.Equal(study.ToJson(), temporary.FromJson(study.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("\"count\": 3", "\"count\": 3, \"counts\": 3", "The JSON property 'counts' could not be mapped")]
    [InlineData("\"count\": 3", "\"count\": 3, \"count\": 4", "Duplicate")]
    [InlineData("\"count\": 3", "\"count\": \"3\"", "could not be converted")]
    [InlineData("\"name\": \"good\",", "", "missing required properties including: 'name'")]
    [InlineData("\"name\": \"good\"", "\"name\": null", "doesn't allow setting null values")]
    [InlineData(
        "\"name\": \"good\"",
        "\"name\": \"../good\"",
        "name '../good': letters, digits, '-', '_' and '.', a letter or digit first"
    )]
    [InlineData("\"name\": \"good\"", "\"name\": \"good\\n\"", "name 'good\n': letters, digits")]
    [InlineData("\"resnet20-standard-seed0\"", "\"vgg_19\"", "'vgg_19', which is another name of 'vgg19'. Write that")]
    [InlineData("\"short\"", "\"../short\"", "schedule '../short': a name like the study's")]
    [InlineData(
        "\"stepsPerRepetition\": 3",
        "\"stepsPerRepetition\": 0",
        "The schedule 'short' of the study 'good': These MetamerOptions cannot be used. Given and allowed: "
            + "StepsPerRepetition = 0: at least 1"
    )]
    [InlineData("\"stepsPerRepetition\": 3", "\"steps\": 3", "'steps' could not be mapped")]
    [InlineData(
        "\"dead-leaves\"",
        "\"leaves\"",
        "stimuli.set 'leaves': one of cifar10, cifar10-jpeg, photographs, dead-leaves, words, spoken-digits, folder"
    )]
    [InlineData("\"count\": 3", "\"first\": 3", "stimuli.count: how many of 'dead-leaves'")]
    [InlineData(
        "\"set\": \"dead-leaves\", \"count\": 3",
        "\"set\": \"words\", \"count\": 40, \"first\": 41",
        "stimuli.first + stimuli.count 81: at most the 80 of 'words'"
    )]
    [InlineData(
        "\"set\": \"dead-leaves\", \"count\": 3",
        "\"set\": \"photographs\", \"count\": 30, \"first\": 1",
        "stimuli.first + stimuli.count 31: at most the 30 of 'photographs'"
    )]
    [InlineData(
        "\"count\": 3",
        "\"count\": 3, \"folder\": \"mine\"",
        "stimuli.folder: only and always with the set 'folder'"
    )]
    [InlineData("[\"final\"]", "[\"final\", \"final\"]", "networks: each stage once")]
    [InlineData("{ \"resnet20-standard-seed0\": [\"final\"] }", "{ }", "networks: at least one")]
    [InlineData(
        "resnet20-standard-seed0",
        "resnet20-standard-seed9",
        "There is no network 'resnet20-standard-seed9'. Did you mean resnet20-standard-seed0"
    )]
    [InlineData(
        "resnet20-standard-seed0",
        "resnet32",
        "The network 'resnet32' of the study 'good' has no trained weights. Networks with weights: "
            + "resnet20-standard-seed0"
    )]
    [InlineData(
        "\"count\": 3 }",
        "\"count\": 3 }, \"evaluators\": [\"resnet20-standard-seed0\"]",
        "evaluators: none, since the classes of 'dead-leaves' are not known"
    )]
    [InlineData(
        "\"dead-leaves\", \"count\": 3 }",
        "\"words\", \"count\": 3 }, \"evaluators\": [\"cochcnnsmall-speaker-seed0\"]",
        "'cochcnnsmall-speaker-seed0' of the study 'good' does not have the classes of the stimuli 'words'. "
            + "Choose from: cochcnnsmall-digit-seed0"
    )]
    [InlineData("{\n", "", "Cannot read the study")]
    public void A_bad_study_is_refused_with_what_is_allowed(string right, string wrong, string message)
    {
        Assert.Contains(right, Good);
        Assert.Contains(
            message,
            Assert.Throws<MetamerException>(() => temporary.FromJson(Good.Replace(right, wrong))).Message
        );
    }

    [Fact]
    public void A_file_that_is_missing_is_told() =>
        Assert.Contains(
            "See data/studies for examples",
            Assert.Throws<MetamerException>(() => Study.Read(temporary["none.json"])).Message
        );
}
