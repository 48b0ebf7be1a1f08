using Metamers.Runtime;
using Workbook.Notebooks;

namespace Notebook.Tests;

public sealed class NotebookCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public NotebookCatalogTests()
    {
        foreach (
            string name in new[] { "01_what_is_a_metamer", "02_metamers_by_stage", "12_sounds", "13_sounds_twice" }
        )
        {
            File.WriteAllText(Path.Combine(folder.Path, name + ".ipynb"), "{}");
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("02", "02_metamers_by_stage")]
    [InlineData("2", "02_metamers_by_stage")]
    [InlineData("12_sounds", "12_sounds")]
    [InlineData("12_sounds.ipynb", "12_sounds")]
    [InlineData("01_WHAT", "01_what_is_a_metamer")]
    public void A_notebook_is_found_by_number_and_name(string name, string expected) =>
        Assert.Equal(expected, Path.GetFileNameWithoutExtension(NotebookCatalog.Find(name, folder.Path)));

    [Fact]
    public void An_existing_path_is_taken()
    {
        string path = Path.Combine(folder.Path, "12_sounds.ipynb");
        Assert.Equal(path, NotebookCatalog.Find(path, "nowhere"));
    }

    [Theory]
    [InlineData("03", "There is no notebook \"03\"")]
    [InlineData("1", "There is no notebook \"1\"", "2")]
    [InlineData("0", "There is no notebook \"0\"")]
    [InlineData("01x", "12_sounds, 13_sounds_twice.")]
    public void A_name_without_notebook_lists_those_there_are(string name, string words, string? delete = null)
    {
        if (delete is not null)
        {
            File.Delete(Path.Combine(folder.Path, "01_what_is_a_metamer.ipynb"));
        }

        MetamerException error = Assert.Throws<MetamerException>(() => NotebookCatalog.Find(name, folder.Path));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_for_several_asks_for_more()
    {
        File.WriteAllText(Path.Combine(folder.Path, "02_again.ipynb"), "{}");
        MetamerException error = Assert.Throws<MetamerException>(() => NotebookCatalog.Find("02", folder.Path));
        Assert.Contains(
            "means several notebooks: 02_again, 02_metamers_by_stage. Give more of the name.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_first_cells_are_read_for_the_list()
    {
        string path = NotebookFiles.Write(
            folder.Path,
            (
                "markdown",
                """
                # 02 Metamers by stage

                **Question** Which stage loses
                the object?

                *You will learn*
                - one
                - two
                - three

                *Time and hardware:* four minutes on two cores.

                *Figure reproduced, and what differs from the paper*

                Figure 2b.

                | | Paper | Here |
                |-|-|-|
                | network | ResNet-50 | ResNet-20 |
                """
            ),
            ("code", "#!import setup.dib")
        );
        Assert.Equal(
            new NotebookSummary(
                "02 Metamers by stage",
                "Which stage loses the object?",
                "four minutes on two cores.",
                "Figure 2b."
            ),
            NotebookSummary.From(NotebookFile.Load(path))
        );
    }
}
