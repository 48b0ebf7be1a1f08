using Metamers.Runtime;
using Microsoft.Data.Analysis;

namespace Metamers.Tables;

/// <summary>A data frame of results that shows itself as a table in every notebook host.</summary>
/// <param name="columns">The columns, all of one length.</param>
internal sealed class ResultFrame(IEnumerable<DataFrameColumn> columns) : DataFrame(columns)
{
    /// <summary>The first rows as a table.</summary>
    public string ToHtml() => Shown.ToHtml(this);
}
