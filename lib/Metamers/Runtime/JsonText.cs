using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metamers.Runtime;

/// <summary>
/// Reads JSON into records, and checks what System.Text.Json does not: properties that are given twice, null for the
/// whole, for a property or inside a list or dictionary that cannot hold null, and numbers that are beyond the range of
/// a double.
/// </summary>
internal static class JsonText
{
    private const int LargestFile = 100_000_000; // characters

    [ThreadStatic]
    private static NullabilityInfoContext? nullability; // not safe for several threads

    /// <summary>Reads a document.</summary>
    /// <param name="json">The text.</param>
    /// <param name="options">Names, strictness and how numbers are written.</param>
    /// <typeparam name="T">The record.</typeparam>
    /// <exception cref="JsonException">It is no such document.</exception>
    public static T Read<T>(string json, JsonSerializerOptions options)
        where T : class
    {
        using JsonDocument document = Parse(json, options);
        return Checked(document.Deserialize<T>(options), options);
    }

    /// <summary>The text of a file, which has an end: a device may have none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read, or is larger than any document of the library.</exception>
    public static string FromFile(string path)
    {
        using StreamReader file = new(path);
        StringBuilder text = new();
        char[] part = new char[1 << 16];
        for (int read = file.Read(part); read > 0; read = file.Read(part))
        {
            if (text.Append(part, 0, read).Length > LargestFile)
            {
                throw new IOException(FormattableString.Invariant($"It has more than {LargestFile:N0} characters."));
            }
        }

        return text.ToString();
    }

    /// <summary>Parses a document of which no object has a property twice.</summary>
    /// <param name="json">The text.</param>
    /// <param name="options">Whether there may be comments and trailing commas.</param>
    /// <exception cref="JsonException">It is not JSON, or a property is given twice.</exception>
    public static JsonDocument Parse(string json, JsonSerializerOptions options) =>
        JsonDocument.Parse(
            json,
            new()
            {
                AllowDuplicateProperties = false,
                AllowTrailingCommas = options.AllowTrailingCommas,
                CommentHandling = options.ReadCommentHandling,
            }
        );

    /// <summary>The document, checked.</summary>
    /// <param name="document">What System.Text.Json read.</param>
    /// <param name="options">The options that it was read with.</param>
    /// <typeparam name="T">The record.</typeparam>
    /// <exception cref="JsonException">It is null, or holds a null or a number that it must not hold.</exception>
    public static T Checked<T>(T? document, JsonSerializerOptions options)
        where T : class
    {
        bool infinite = options.NumberHandling.HasFlag(JsonNumberHandling.AllowNamedFloatingPointLiterals);
        Check(document ?? throw new JsonException("it is null."), null, "$", infinite);
        return document;
    }

    private static void Check(object value, NullabilityInfo? declared, string path, bool infinite)
    {
        switch (value)
        {
            case string or JsonDocument or JsonElement:
                break;
            case double number when !infinite && !double.IsFinite(number):
            case float single when !infinite && !float.IsFinite(single):
                throw new JsonException($"the number at {path} is too large.");
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    CheckElement(entry.Value, Argument(declared, 1), $"{path}.{entry.Key}", infinite);
                }

                break;
            case IEnumerable list:
                int index = 0;
                foreach (object? element in list)
                {
                    CheckElement(
                        element,
                        declared?.ElementType ?? Argument(declared, 0),
                        $"{path}[{index++}]",
                        infinite
                    );
                }

                break;
            case var record
                when record.GetType().Namespace?.StartsWith(nameof(Metamers), StringComparison.Ordinal) == true:
                CheckProperties(record, path, infinite);
                break;
        }
    }

    private static void CheckElement(object? element, NullabilityInfo? declared, string path, bool infinite)
    {
        if (element is not null)
        {
            Check(element, declared, path, infinite);
        }
        else if (declared?.WriteState != NullabilityState.Nullable)
        {
            throw new JsonException($"{path} is null.");
        }
    }

    private static void CheckProperties(object record, string path, bool infinite)
    {
        foreach (PropertyInfo property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // What cannot be set is computed from what can.
            if (
                property.CanWrite
                && property.GetIndexParameters().Length == 0
                && property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always }
            )
            {
                NullabilityInfo declared = (nullability ??= new()).Create(property);
                CheckElement(property.GetValue(record), declared, $"{path}.{property.Name}", infinite);
            }
        }
    }

    private static NullabilityInfo? Argument(NullabilityInfo? declared, int index) =>
        declared?.GenericTypeArguments.ElementAtOrDefault(index);
}
