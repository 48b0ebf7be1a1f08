using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Images;
using Metamers.Tests.Experiments;

namespace Metamers.Tests.Stimuli;

/// <summary>What else there is in people's folders of pictures and sounds.</summary>
[Collection("error output")]
public sealed class StimulusFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_that_are_passed_over_are_told()
    {
        ExperimentFiles.WritePicture(folder["a.png"], "a", side: 8);
        foreach (
            string other in new[]
            {
                "film.gif",
                "notes.txt",
                "scan.TIF",
                "more/b.png",
                "Thumbs.db",
                "desktop.ini",
                "._a.png",
                ".git/config",
            }
        )
        {
            folder.Write(other, [1]);
        }

        (StimulusList<ImageStimulus> pictures, string said) = Said(() => ImageFile.LoadFolder(folder.Path, 8));
        Assert.Equal("a", Assert.Single(pictures).Name);
        Assert.Equal(["film.gif", "more/", "notes.txt", "scan.TIF"], pictures.PassedOver);
        Assert.Equal(
            $"1 picture of {folder.Path}. 4 others were passed over: film.gif, more/, notes.txt, scan.TIF.",
            said.Trim()
        );
        File.Delete(folder["a.png"]);
        Assert.Contains(
            "directly in it. 4 others were passed over: film.gif, more/,",
            Assert.Throws<MetamerException>(() => ImageFile.LoadFolder(folder.Path, 8)).Message
        );
    }

    [Fact]
    public void A_folder_of_pictures_alone_is_loaded_without_a_word()
    {
        ExperimentFiles.WritePicture(folder["a.png"], "a", side: 8);
        ExperimentFiles.WritePicture(folder["b.png"], "b", side: 8);
        (StimulusList<ImageStimulus> pictures, string said) = Said(() => ImageFile.LoadFolder(folder.Path, 8));
        Assert.Empty(said);
        Assert.Empty(pictures.PassedOver);
        Assert.Equal($"2 pictures of {folder.Path}.", pictures.ToString());
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_named()
    {
        ExperimentFiles.WritePicture(folder["a.png"], "a", side: 8);
        File.CreateSymbolicLink(folder["b.png"], folder["gone.png"]);
        Assert.Contains(
            $"{folder["b.png"]} is a link to {folder["gone.png"]}, which does not exist. Restore that file, or delete",
            Assert.Throws<MetamerException>(() => ImageFile.LoadFolder(folder.Path, 8)).Message
        );
    }

    private static (T Result, string Said) Said<T>(Func<T> action)
    {
        TextWriter before = Console.Error;
        using StringWriter said = new();
        Console.SetError(said);
        try
        {
            return (action(), said.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
