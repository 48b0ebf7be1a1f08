using System.Text.Json;
using System.Text.Json.Serialization;
using Metamers.Runtime;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>The content of <c>data/stimuli/words.json</c>.</summary>
/// <param name="Espeak">Version of espeak-ng that spoke the words.</param>
/// <param name="Sox">Version of sox that prepared them.</param>
/// <param name="Words">Digits by voice, then further words by voice.</param>
internal sealed record ShippedWordList(
    [property: JsonPropertyName("espeak-ng")] string Espeak,
    string Sox,
    IReadOnlyList<ShippedWord> Words
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The folder of the shipped words.</summary>
    public static string Folder => Path.Combine(ProjectFolder.Data, "stimuli");

    /// <summary>Reads the list.</summary>
    /// <param name="folder">The folder that holds <c>words.json</c>.</param>
    /// <exception cref="MetamerException">It is missing or damaged.</exception>
    public static ShippedWordList Read(string folder)
    {
        string path = Path.Combine(folder, "words.json");
        try
        {
            ShippedWordList list = JsonText.Read<ShippedWordList>(JsonText.FromFile(path), Json);
            return list.Words.FirstOrDefault(word => FileName.FaultOfPath(word.File) is not null) is { } outside
                ? throw new JsonException($"the file '{outside.File}' of the word {outside.Word} is not one below it.")
                : list;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new MetamerException(
                $"The spoken words that the project ships cannot be listed: {error.Message} They are in "
                    + "data/stimuli of "
                    + $"the project's checkout and were looked for at {path}. Run from the checkout, or restore the "
                    + "folder with git checkout -- data/stimuli.",
                error
            );
        }
    }
}
