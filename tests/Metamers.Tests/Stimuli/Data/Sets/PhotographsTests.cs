using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Tests.Stimuli.Data.Sets;

public sealed class PhotographsTests
{
    /// <summary>The photographs on a computer that does not have them.</summary>
    private static DataSet Missing { get; } =
        new(new(() => null, _ => 0, (_, _) => throw new InvalidOperationException(), (_, _, _, _) => []))
        {
            Key = "missing",
            Title = "missing",
            Files = ["one.tar"],
            ClassNames = Cifar10.ClassNames,
            Augmentation = Augmentation.OfPictures,
        };

    /// <summary>Drawn pictures in their place on one that does, five of each of four classes.</summary>
    private static DataSet Present { get; } =
        DataSet.FromStimuli(
            "present",
            DrawnPictures.WithClasses(DataPart.Train, 5),
            DrawnPictures.WithClasses(DataPart.Test, 5)
        );

    [Fact]
    public void Photographs_are_of_cifar10_or_the_projects_own_and_say_which()
    {
        IReadOnlyList<ImageStimulus> pictures = Photographs.Take(12);
        Assert.Equal(12, pictures.Select(picture => picture.Name).Distinct().Count());
        Assert.All(pictures, picture => Assert.Equal([3L, 32, 32], picture.Pixels.shape), throwIfEmpty: true);
        if (!DataSet.Find("cifar10").IsFound && !DataSet.Find("cifar10-jpeg").IsFound)
        {
            AssertSame(ShippedPhotographs.All(32).Take(12).ToList(), pictures);
            Assert.Equal(30, Photographs.Available);
        }
        else
        {
            Assert.Equal(10, pictures.Take(10).Select(picture => picture.Label).Distinct().Count());
            Assert.Equal("airplane-0003", pictures[0].Name);
            Assert.Equal("automobile-0004", pictures[11].Name);
            Assert.Contains("Krizhevsky", pictures.Attribution(), StringComparison.Ordinal);
            Assert.Equal(1000, Photographs.Available);
        }
    }

    [Fact]
    public void Where_there_is_no_data_set_the_projects_own_take_its_place()
    {
        DataSet[] none = [Missing, Missing with { Files = ["two.tar"] }];
        AssertSame(ShippedPhotographs.All(32).Take(3).ToList(), Photographs.Take(3, 32, none));
        AssertSame(ShippedPhotographs.All(224).Take(3).ToList(), Photographs.Take(3, 224, none));
        Assert.Equal(30, Photographs.AvailableOf(none));
        Assert.Equal(30, Photographs.Take(30, 32, none).Count);
        Assert.StartsWith(
            "The project ships 30 photographs; asked for 31. Ask for fewer, or use pictures of your own "
                + "(ImageFile.LoadFolder). CIFAR-10 has more, but neither one.tar nor two.tar was found in ",
            Assert.Throws<MetamerException>(() => Photographs.Take(31, 32, none)).Message
        );
        Assert.EndsWith(
            "(ImageFile.LoadFolder).",
            Assert.Throws<MetamerException>(() => Photographs.Take(31, 64, none)).Message
        );
    }

    [Fact]
    public void Where_there_are_none_with_classes_they_are_asked_for_or_drawn_but_never_passed_off()
    {
        string message = Assert
            .Throws<MetamerException>(() =>
                Photographs.WithClasses(DataPart.Test, 1, [Missing, Missing with { Files = ["two.tar"] }])
            )
            .Message;
        Assert.Contains(
            "There are no photographs with classes on this computer: neither one.tar nor two.tar was found in ",
            message
        );
        Assert.Contains("Photographs.WithClassesOrDraw draws pictures instead.", message);
        AssertSame(
            DrawnPictures.WithClasses(DataPart.Test, 2),
            Photographs.WithClassesOrDraw(DataPart.Test, 2, [Missing])
        );
    }

    [Fact]
    public void Networks_are_asked_about_photographs_that_have_a_class()
    {
        IReadOnlyList<ImageStimulus> test = DrawnPictures.WithClasses(DataPart.Test, 5);
        AssertSame(
            [test[0], test[5], test[10], test[15], test[1]],
            Photographs.WithClassesOrShipped(5, [Missing, Present])
        );
        IReadOnlyList<ImageStimulus> shipped = Photographs.WithClassesOrShipped(100, [Missing]);
        Assert.Equal(
            ["bird", "cat", "dog", "horse", "bird", "cat", "dog", "bird", "dog", "bird"],
            shipped.Select(photograph => photograph.Label)
        );
        Assert.Equal(10, shipped.Select(photograph => photograph.Name).Distinct().Count());
        Assert.All(
            shipped,
            photograph => Assert.Equal(photograph.Label, Cifar10.ClassNames[photograph.ClassIndex!.Value]),
            throwIfEmpty: true
        );
        AssertSame([shipped[0], shipped[1]], Photographs.WithClassesOrShipped(2, [Missing]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Photographs.WithClassesOrShipped(0, [Missing]));
    }

    [Fact]
    public void The_first_form_that_is_found_is_taken_one_of_each_class_before_a_second_of_any()
    {
        IReadOnlyList<ImageStimulus> test = DrawnPictures.WithClasses(DataPart.Test, 5);
        AssertSame([test[3], test[8], test[13], test[18], test[4]], Photographs.Take(5, 32, [Missing, Present]));
        AssertSame(
            [test[0], test[1], test[5], test[6], test[10], test[11], test[15], test[16]],
            Photographs.WithClassesOrDraw(DataPart.Test, 2, [Missing, Present])
        );
        AssertSame(ShippedPhotographs.All(48).Take(2).ToList(), Photographs.Take(2, 48, [Present]));
        Assert.Equal(1000, Photographs.AvailableOf([Missing, Present]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Photographs.Take(1001, 32, [Present]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Photographs.Take(0, 32, [Missing]));
    }

    [Fact]
    public void Drawn_pictures_say_what_they_are_and_their_parts_share_none()
    {
        IReadOnlyList<ImageStimulus> train = DrawnPictures.WithClasses(DataPart.Train, 3);
        IReadOnlyList<ImageStimulus> test = DrawnPictures.WithClasses(DataPart.Test, 3);
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], train.Select(picture => picture.ClassIndex!.Value));
        Assert.Equal("discs of 4 to 8 pixels", test[6].Label);
        Assert.All(
            train,
            one => Assert.All(test, other => Assert.False(one.Pixels.Equals(other.Pixels))),
            throwIfEmpty: true
        );
        Assert.All(train, picture => Assert.Equal("free of rights", picture.Licence), throwIfEmpty: true);
        Assert.Contains("dead-leaves picture drawn by this library", train.Attribution());
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => DrawnPictures.Take(1001)).ParamName);
    }

    private static void AssertSame(IReadOnlyList<ImageStimulus> expected, IReadOnlyList<ImageStimulus> actual)
    {
        Assert.Equal(expected.Select(picture => picture.Name), actual.Select(picture => picture.Name));
        Assert.All(
            expected.Zip(actual),
            pair => Assert.True(pair.First.Pixels.Equals(pair.Second.Pixels)),
            throwIfEmpty: true
        );
    }
}
