using System.Globalization;
using System.Security.Cryptography;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Tests.Stimuli.Data.Sets;

public sealed class DataSetTests
{
    public static TheoryData<string> Keys() => [.. DataSet.All.Select(set => set.Key)];

    /// <summary>The sets to train on; ShippedPhotographsTests has the other one.</summary>
    public static TheoryData<string> KeysWithParts() =>
        [.. DataSet.All.Where(set => set.CountPerClass(DataPart.Train) > 0).Select(set => set.Key)];

    [Fact]
    public void Keys_differ_and_an_unknown_one_is_answered_with_those_that_there_are()
    {
        Assert.Equal(DataSet.All.Count, DataSet.All.Select(set => set.Key).Distinct().Count());
        string message = Assert.Throws<MetamerException>(() => DataSet.Find("cifar")).Message;
        Assert.StartsWith(
            "There is no data set 'cifar'. Allowed: cifar10, cifar10-jpeg, photographs, spoken-digits-digit, "
                + "spoken-digits-speaker.",
            message
        );
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_record_is_complete(string key)
    {
        DataSet set = DataSet.Find(key);
        Assert.Equal(key == "photographs", set.Files.Count == 0);
        Assert.NotNull(set.Licence);
        Assert.NotNull(set.Citation);
        Assert.All(set.Files, file => Assert.Equal(set.Licence, DataFiles.Describe(file).Licence));
        Assert.All(set.Files, file => Assert.Equal(set.Citation, DataFiles.Describe(file).Citation));
        Assert.Equal(set.ClassNames.Count, set.ClassNames.Distinct().Count());
        Assert.Equal(set.SamplingRate is null, set.Augmentation.Sound is null);
        Assert.Equal(set.SamplingRate is null, set.Augmentation.Mirror);
        Assert.Equal($"{key}: {set.Title}", set.ToString());
    }

    [Theory]
    [MemberData(nameof(KeysWithParts))]
    public void Both_parts_are_whole_and_share_nothing(string key)
    {
        DataSet set = DataSet.Find(key);
        Skip.Unless(set.IsFound, $"{set.Files[0]} is in none of the data folders.");
        string[] train = Content(set, DataPart.Train),
            test = Content(set, DataPart.Test);
        Assert.Empty(train.Intersect(test));
        IReadOnlyList<Stimulus> two = set.Subset(DataPart.Test, 2);
        Assert.Equal(set.ClassNames.SelectMany(name => new[] { name, name }), two.Select(stimulus => stimulus.Label));
        Assert.All(two, stimulus => Assert.Equal(set.Licence, stimulus.Licence), throwIfEmpty: true);
        Assert.All(
            two,
            stimulus => Assert.Equal(set.SamplingRate, (stimulus as SoundStimulus)?.SamplingRate),
            throwIfEmpty: true
        );
    }

    [Fact]
    public void All_but_the_photographs_have_parts() => Assert.Equal(DataSet.All.Count - 1, KeysWithParts().Count);

    [Fact]
    public void Ones_own_stimuli_are_a_data_set()
    {
        IReadOnlyList<ImageStimulus> train = DrawnPictures.WithClasses(DataPart.Train, 3);
        IReadOnlyList<ImageStimulus> test = DrawnPictures.WithClasses(DataPart.Test, 2);
        DataSet set = DataSet.FromStimuli("discs", train, test);
        Assert.True(set.IsFound);
        Assert.Equal(train.Select(picture => picture.Label).Distinct(), set.ClassNames);
        Assert.Equal((3, 2), (set.CountPerClass(DataPart.Train), set.CountPerClass(DataPart.Test)));
        Assert.Equal(Augmentation.OfPictures, set.Augmentation);
        using LabelledImages all = Assert.IsType<LabelledImages>(set.Load(DataPart.Train));
        Assert.Equal(12, all.Count);
        Assert.Equal([train[1], train[4], train[7], train[10]], set.Subset(DataPart.Train, 1, 1));
        Assert.Equal([test[0], test[2], test[4], test[6], test[1]], set.InTurn(DataPart.Test, 5));

        SoundStimulus[] words = [.. SyntheticWords.Take(4)];
        DataSet spoken = DataSet.FromStimuli("four", words, words);
        Assert.Equal((16_000, Augmentation.OfSounds), (spoken.SamplingRate, spoken.Augmentation));
        using LabelledSounds sounds = Assert.IsType<LabelledSounds>(spoken.Load(DataPart.Test));
        Assert.Equal([0L, 1, 2, 3], sounds.Labels.data<long>().ToArray());
        Assert.True(sounds.Sounds[2].allclose(words[2].Samples, atol: 1e-6));
    }

    [Fact]
    public void Stimuli_that_are_no_data_set_are_refused()
    {
        IReadOnlyList<ImageStimulus> pictures = DrawnPictures.WithClasses(DataPart.Train, 1);
        Assert.Contains("'cifar10' is a data set that this project knows", Message("cifar10", pictures));
        Assert.Contains("needs at least one picture or sound", Message("mine", []));
        Assert.Contains("'dead-leaves-0' has no class", Message("mine", DrawnPictures.Take(1)));
        DataSet mixed = DataSet.FromStimuli(
            "mine",
            [pictures[0], SyntheticWords.Take(1)[0] with { Label = pictures[0].Label }],
            pictures
        );
        Assert.Contains(
            "pictures or of sounds; both kinds were given",
            Assert.Throws<MetamerException>(() => mixed.Load(DataPart.Train)).Message
        );
        DataSet Twice() => DataSet.FromStimuli("mine", [pictures[0]], [pictures[0] with { Label = "dog" }]);
        Assert.Contains(
            $"Class 0 is '{pictures[0].Label}' in some stimuli and 'dog' in",
            Assert.Throws<MetamerException>(() => Twice()).Message
        );
        DataSet rates = DataSet.FromStimuli(
            "mine",
            [SyntheticWords.All()[0], SyntheticWords.All(8000)[1]],
            SyntheticWords.Take(1)
        );
        Assert.Contains(
            "one sampling rate; given are 16000, 8000 Hz",
            Assert.Throws<MetamerException>(() => rates.Load(DataPart.Train)).Message
        );
        DataSet set = DataSet.FromStimuli("mine", pictures, pictures);
        Assert.Contains(
            "'mine' has 1 stimuli of the class 'discs of 1 to 2 pixels' in its Test part; asked for 0 to 1.",
            Assert.Throws<MetamerException>(() => set.Subset(DataPart.Test, 2)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Subset(DataPart.Test, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.InTurn(DataPart.Test, 0));

        static string Message(string key, IReadOnlyList<Stimulus> train) =>
            Assert.Throws<MetamerException>(() => DataSet.FromStimuli(key, train, [])).Message;
    }

    /// <summary>
    /// Two classes and three voices: the i-th word is of class i mod 2; its voice changes with the class and the round.
    /// </summary>
    [Fact]
    public void Words_in_turn_change_the_voice_with_the_class()
    {
        SoundStimulus word = SyntheticWords.Take(1)[0];
        DataSet set = new(
            new(
                () => "here",
                _ => 6,
                (_, _) => throw new InvalidOperationException(),
                (path, part, perClass, first) =>
                    [
                        .. from label in Enumerable.Range(0, 2)
                        from i in Enumerable.Range(first, perClass)
                        select word with
                        {
                            Name = $"{path} {part} class {label} voice {i % 3} recording {i / 3}",
                        },
                    ],
                Variants: 3
            )
        )
        {
            Key = "voices",
            Title = "voices",
            ClassNames = ["a", "b"],
            Augmentation = Augmentation.OfSounds,
        };
        (int Class, int Voice, int Recording)[] expected =
        [
            (0, 0, 0),
            (1, 1, 0),
            (0, 1, 0),
            (1, 2, 0),
            (0, 2, 0),
            (1, 0, 0),
            (0, 0, 1),
            (1, 1, 1),
        ];
        Assert.Equal(
            expected.Select(e => $"here Train class {e.Class} voice {e.Voice} recording {e.Recording}"),
            set.InTurn(DataPart.Train, 8).Select(stimulus => stimulus.Name)
        );
        Assert.Equal("here Test class 1 voice 1 recording 1", set.InTurn(DataPart.Test, 2, firstIndex: 3)[1].Name);
    }

    [Fact]
    public void Augmentations_are_written_the_same_in_every_language()
    {
        Assert.Equal("crop padding 4, mirror True", Augmentation.OfPictures.ToString());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)before.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(
                "crop padding 0, mirror False, backgrounds at -10 to 10 dB, none for a share of 0.2",
                Augmentation.OfSounds.ToString()
            );
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>The hash of every stimulus of a part, after its counts were checked.</summary>
    private static string[] Content(DataSet set, DataPart part)
    {
        using LabelledStimuli all = set.Load(part);
        Assert.Same(set.ClassNames, all.ClassNames);
        Assert.Equal(
            Enumerable.Range(0, set.ClassNames.Count).Select(i => (long)i),
            all.Labels.data<long>().ToArray().Distinct()
        );
        Assert.All(
            all.Labels.data<long>().ToArray().CountBy(label => label),
            count => Assert.Equal(set.CountPerClass(part), count.Value),
            throwIfEmpty: true
        );
        Assert.Equal(set.CountPerClass(part) * set.ClassNames.Count, all.Count);
        return all is LabelledImages images
            ? [.. images.Pixels.data<byte>().ToArray().Chunk(3 * 32 * 32).Select(Hash)]
            : [.. ((LabelledSounds)all).Sounds.Select(sound => Hash(sound.bytes.ToArray()))];
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
