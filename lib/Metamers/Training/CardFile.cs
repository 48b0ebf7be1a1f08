using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metamers.Runtime;

namespace Metamers.Training;

/// <summary>The card beside weights that this project trained, as JSON for people and programs.</summary>
internal static class CardFile
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a card.</summary>
    /// <exception cref="MetamerException">The file cannot be written.</exception>
    public static void Write(string path, JsonObject card) =>
        AtomicFile.WriteText(path, card.ToJsonString(Readable) + "\n");
}
