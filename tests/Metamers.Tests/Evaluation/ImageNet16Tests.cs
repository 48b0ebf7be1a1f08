using Metamers.Evaluation;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation;

public sealed class ImageNet16Tests
{
    [Theory]
    [InlineData("airplane", 1)]
    [InlineData("bear", 4)]
    [InlineData("bicycle", 2)]
    [InlineData("bird", 49)]
    [InlineData("boat", 5)]
    [InlineData("bottle", 7)]
    [InlineData("car", 3)]
    [InlineData("cat", 6)]
    [InlineData("chair", 4)]
    [InlineData("clock", 3)]
    [InlineData("dog", 109)]
    [InlineData("elephant", 2)]
    [InlineData("keyboard", 2)]
    [InlineData("knife", 1)]
    [InlineData("oven", 2)]
    [InlineData("truck", 8)]
    public void Categories_have_as_many_classes_as_the_authors_code_gives(string category, int count) =>
        Assert.Equal(count, ImageNet16.ClassesOf(category).Count);

    [Fact]
    public void No_class_belongs_to_two_categories_and_the_names_are_in_order()
    {
        int[] all = [.. ImageNet16.Names.SelectMany(ImageNet16.ClassesOf)];
        Assert.Equal(208, all.Length);
        Assert.Equal(208, all.Distinct().Count());
        Assert.Equal(ImageNet16.Names.Order(StringComparer.Ordinal), ImageNet16.Names);
    }

    [Theory]
    [InlineData("airliner", "airplane")]
    [InlineData("ice bear", "bear")]
    [InlineData("mountain bike", "bicycle")]
    [InlineData("king penguin", "bird")]
    [InlineData("crane", null)]
    [InlineData("fireboat", "boat")]
    [InlineData("pop bottle", "bottle")]
    [InlineData("sports car", "car")]
    [InlineData("cougar", "cat")]
    [InlineData("throne", "chair")]
    [InlineData("wall clock", "clock")]
    [InlineData("pug", "dog")]
    [InlineData("boxer", null)]
    [InlineData("Chihuahua", null)]
    [InlineData("African elephant", "elephant")]
    [InlineData("typewriter keyboard", "keyboard")]
    [InlineData("cleaver", "knife")]
    [InlineData("rotisserie", "oven")]
    [InlineData("minivan", "truck")]
    public void A_class_is_in_the_category_that_its_name_says(string name, string? category)
    {
        int index = ImageNet.ClassNames.ToList().FindIndex(entry => entry.Split(',')[0] == name);
        Assert.Equal(category, ImageNet16.CategoryOf(index));
    }

    [Fact]
    public void The_answer_is_the_category_of_the_first_guess_that_has_one()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = zeros(2, 1000);
        logits[0, 0] = 9; // tench, of no category
        logits[0, 254] = 5; // pug
        logits[0, 404] = 4; // airliner
        logits[1, 499] = -1; // all others of the categories are 0
        logits[1, 8] = 1; // hen
        Assert.Equal(["dog", "bird"], ImageNet16.Answers(logits).Select(index => ImageNet16.Names[index]));
    }

    [Fact]
    public void Logits_of_other_classes_and_unknown_categories_are_refused()
    {
        using Tensor logits = zeros(1, 512);
        Assert.Contains(
            "(N, 1000), in ImageNet's order; given (1, 512)",
            Assert.Throws<MetamerException>(() => ImageNet16.Answers(logits)).Message
        );
        Assert.Contains(
            "no category 'fish'",
            Assert.Throws<MetamerException>(() => ImageNet16.ClassesOf("fish")).Message
        );
        Assert.Contains(
            "1000 names need logits of shape (N, 1000); given (1, 512)",
            Assert.Throws<MetamerException>(() => ClassGuess.Top(logits, ImageNet.ClassNames)).Message
        );
    }

    [Fact]
    public void The_best_guesses_come_with_their_names_and_probabilities()
    {
        Assert.Equal(1000, ImageNet.ClassNames.Count);
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = full(1, 1000, -1e3);
        logits[0, 1] = Math.Log(3);
        logits[0, 999] = 0;
        IReadOnlyList<ClassGuess> guesses = ClassGuess.Top(logits, ImageNet.ClassNames, 2)[0];
        Assert.Equal(
            ["goldfish, Carassius auratus 75 %", "toilet tissue, toilet paper, bathroom tissue 25 %"],
            guesses.Select(guess => guess.ToString())
        );
        Assert.Equal([1, 999], guesses.Select(guess => guess.ClassIndex));
    }
}
