using System.Globalization;
using System.Net;
using Microsoft.FSharp.Core;
using Plotly.NET;

namespace Metamers.Plotting.Interactive;

/// <summary>
/// What the charts of figures need from Plotly.NET's objects in C#. The initialisers of its axes, markers, annotations
/// and shapes are F# functions whose optional arguments, up to ninety, C# would have to list one by one, so an object
/// is made empty and gets the few properties that it needs, with values of <see cref="StyleParam"/>.
/// </summary>
internal static class PlotlyObjects
{
    /// <summary>Sets a property of a Plotly.NET object and returns the object.</summary>
    /// <param name="part">An axis, a marker, an annotation, …</param>
    /// <param name="property">The property's name in plotly.js.</param>
    /// <param name="value">Its value.</param>
    public static T With<T>(this T part, string property, object value)
        where T : DynamicObj.DynamicObj
    {
        part.SetProperty(property, value);
        return part;
    }

    /// <summary>A font of the page's typeface.</summary>
    public static Font Font(double size, string? colour = null) =>
        Plotly.NET.Font.init(
            Family: null,
            Size: size,
            Color: colour is null ? FSharpOption<Color>.None : Color.fromString(colour)
        );

    /// <summary>Values with six digits: more cannot be seen on a screen and would make the notebooks larger.</summary>
    public static double[] Rounded(IEnumerable<double> values) => [.. values.Select(Rounded)];

    /// <inheritdoc cref="Rounded(IEnumerable{double})"/>
    public static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A text that plotly.js shows as it is, also if it looks like HTML.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);
}
