using System.Globalization;

namespace Metamers.Runtime;

/// <summary>Texts that are the same on every computer, whatever its language.</summary>
internal static class InvariantText
{
    /// <summary>
    /// A value as its <c>ToString()</c> writes it, which for a record depends on the language: with a decimal point.
    /// </summary>
    public static string Of(object value)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return value.ToString() ?? "";
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>
    /// Makes a program of its own, such as a notebook or the command line, write numbers with a decimal point in all it
    /// prints and saves.
    /// </summary>
    public static void UseEverywhere()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    }
}
