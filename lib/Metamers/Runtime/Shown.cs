namespace Metamers.Runtime;

/// <summary>
/// How an object shows itself as HTML. Stimuli, networks and metamers do not know how they are drawn, so the part of
/// the library that does registers itself here when the library is loaded.
/// </summary>
internal static class Shown
{
    private static Func<object, string> draw = value => value.ToString() ?? "";

    public static void DrawWith(Func<object, string> how) => draw = how;

    public static string ToHtml(object value) => draw(value);
}
