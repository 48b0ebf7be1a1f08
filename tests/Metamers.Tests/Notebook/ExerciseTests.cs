using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Notebook;
using Metamers.Notebook.Exercises;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Notebook;

/// <summary>
/// What a wrong answer to an exercise is told. That the solutions are right in every case is held by the run of the
/// solutions.
/// </summary>
public class ExerciseTests
{
    [Fact]
    public void A_right_answer_is_told_how_many_cases_it_passed()
    {
        ExerciseResult result = Exercise.Check("03.1", (double p) => (int)Math.Ceiling(1 / p - 1 - 1e-9));
        Assert.Equal(ExerciseState.Right, result.State);
        Assert.Equal("✓ 03.1: right in 4 cases.", result.ToString());
        Assert.Equal("<div>✓ 03.1: right in 4 cases.</div>", result.ToHtml());
        Assert.Contains(result, Exercise.Results);
    }

    /// <summary>One right number is not enough: each of these is right where the text gives one.</summary>
    public static TheoryData<string, Delegate, string> Wrong =>
        new()
        {
            {
                "03.1",
                (double p) => (int)(1 / p) - 1,
                "For p = 0.03 it gives 32 where 33 is right: solve 1/(n + 1) ≤ p"
            },
            {
                "01.1",
                (Tensor a, Tensor b) => ((a - b).norm() / cat([a, b]).amax(0) * 0.8).item<float>() > 0 ? 0.8 : 0,
                "For the reference (3, 0) and the candidate (3, 4)"
            },
            {
                "02.1",
                (StagedModel model, string stage) => stage == "conv1_relu1" ? 16 / 3.0 : 0,
                "For avgpool it gives 0 where 0.020833 is right"
            },
            {
                "03.2",
                (bool kept, MatchMeasures match, MatchMeasures largest) => kept && match.Pearson > largest.Pearson,
                "For a low rank correlation it says yes"
            },
            { "04.1", (double hertz) => 21.4 * Math.Log10(1 + 0.00437 * hertz), "For 1000 Hz" },
            { "04.2", (Metamer metamer) => 1.0, "the reference with its sign changed" },
            {
                "05.2",
                (Metamer metamer, double tolerance) => metamer.FinalLoss < 0.2,
                "For the same curve and a tolerance of 0.2 it says no"
            },
            {
                "07.1",
                (Tensor p, double radius) => p / p.norm() * radius,
                "and radius 10, the length, it gives 10 where 5 is right"
            },
            { "08.2", (Metamer metamer) => 1.0, "For a grey metamer it gives 1 where 0 is right" },
            { "09.1", (double f, int n) => 0.2, "For f = 0.25 and n = 4" },
            { "10.1", (string category) => category == "dog" ? 109 / 208.0 : 1 / 208.0, "For the category bird" },
            {
                "10.2",
                (Tensor a, Tensor b) => a.argmax().Equals(b.argmax()),
                "For two breeds of dog it says no: compare the categories"
            },
            { "14.1", (int trials, int needed, double chance) => 0.0178, "sum the binomial probabilities" },
            { "15.1", (double s, double beta) => 3.0, "For s = 1 and β = 0 it gives 3 where 1 is right" },
            {
                "15.2",
                (MetamerOptions schedule) => 5976.5625,
                "add up the lengths of all steps of the schedule that is given"
            },
            {
                "15.4",
                (double[] p) => p.Select(value => Math.Min(1, value * p.Length)).ToArray(),
                "go through the p values from the smallest"
            },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_answer_is_told_the_case_and_a_hint(string number, Delegate answer, string words)
    {
        ExerciseResult result = Exercise.Check(number, answer);
        Assert.Equal(ExerciseState.Wrong, result.State);
        Assert.Contains(words, result.Message);
        Assert.EndsWith(".", result.Message);
    }

    [Fact]
    public void A_metamer_is_judged_by_what_was_asked_for()
    {
        using DisposeScope scope = NewDisposeScope();
        MetamerOptions brief = MetamerOptions.Quick with { Repetitions = 2, StepsPerRepetition = 10 };
        string Told(Func<StagedModel, ImageStimulus, Metamer> make) => Exercise.Check("01.2", make).Message;
        Metamer Make(StagedModel model, ImageStimulus picture, string stage, MetamerOptions options) =>
            new MetamerSynthesizer(model, options).Synthesize([picture], stage)[0];

        Assert.Contains(
            "stage layer1; layer3 was asked for",
            Told((model, picture) => Make(model, picture, "layer1", brief))
        );
        Assert.Contains(
            "not from the stimulus",
            Told((model, _) => Make(model, ExerciseMetamers.Leaves(9), "layer3", brief))
        );
        Assert.Contains("from the noise of seed 0", Told((model, picture) => Make(model, picture, "layer3", brief)));
        Assert.Contains(
            "which matches nothing",
            Told(
                (model, picture) =>
                    Make(
                        model,
                        picture,
                        "layer3",
                        brief with
                        {
                            Repetitions = 1,
                            StepsPerRepetition = 1,
                            StepSize = 1e-6,
                        }
                    )
            )
        );
        ExerciseResult right = Exercise.Check(
            "01.2",
            (StagedModel model, ImageStimulus picture) => Make(model, picture, "layer3", brief with { Seed = 7 })
        );
        Assert.Equal(ExerciseState.Right, right.State);
        Assert.Contains("<img", right.ToHtml());
    }

    [Fact]
    public void A_stub_an_error_and_another_signature_are_told_apart()
    {
        int Stub(double p) => throw new NotImplementedException();
        int Broken(double p) => throw new InvalidOperationException("Sequence contains no elements.");
        ExerciseResult stub = Exercise.Check("03.1", Stub);
        Assert.Equal(ExerciseState.NotWritten, stub.State);
        Assert.StartsWith("○ 03.1: not written yet.", stub.ToString());
        Assert.Equal(
            "✗ 03.1: It stops with InvalidOperationException: Sequence contains no elements. Try your function "
                + "in a cell of its own.",
            Exercise.Check("03.1", Broken).ToString()
        );
        Assert.Equal(
            "The exercise asks for a function of (double) that returns int; given is one of (double) that "
                + "returns double.",
            Exercise.Check("03.1", (double p) => p).Message
        );
    }

    [Fact]
    public void An_exercise_that_there_is_not_is_refused_with_those_there_are()
    {
        MetamerException error = Assert.Throws<MetamerException>(() => Exercise.Check("01.9", () => 1));
        Assert.Contains("There is no exercise \"01.9\" that can be checked.", error.Message);
        Assert.Contains("01.1, 01.2, 02.1", error.Message);
    }

    [Fact]
    public void The_score_counts_what_is_right_and_is_a_number_of_points_for_nbgrader()
    {
        Exercise.Check("10.1", (string category) => 0.0);
        Exercise.Check("10.2", (Tensor a, Tensor b) => true);
        Assert.Equal("0 of 2 right; still open: 10.1, 10.2.", Exercise.Score("10"));
        Environment.SetEnvironmentVariable("NBGRADER_EXECUTION", "autograde");
        try
        {
            Assert.Throws<MetamerException>(() => Exercise.Score("10"));
            Exercise.Check("10.2", (Tensor a, Tensor b) => ImageNet16.Answers(a)[0] == ImageNet16.Answers(b)[0]);
            Assert.Equal("1", Exercise.Score("10"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NBGRADER_EXECUTION", null);
        }
    }
}
