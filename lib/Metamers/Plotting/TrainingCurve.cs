using System.Globalization;
using Metamers.Runtime;

namespace Metamers.Plotting;

/// <summary>The figure of a training: loss and validation accuracy against the epoch.</summary>
public static class TrainingCurve
{
    /// <summary>Draws the training loss and the validation accuracy beside one another.</summary>
    /// <param name="log">A CSV file with a header and the columns <c>epoch</c>, <c>train_loss</c> (nats) and <c>validation_accuracy</c> (0 to 1).</param>
    /// <exception cref="MetamerException">The file is missing, lacks a column or holds something that is not a number.</exception>
    public static FigureRow FromLog(string log)
    {
        if (!File.Exists(log))
        {
            throw new MetamerException($"There is no training log {Path.GetFullPath(log)}. Train a network, which writes one, or give the path of one.");
        }

        string[] lines = [.. File.ReadLines(log).Where(line => line.Trim().Length > 0)];
        double[] epochs = Column(log, lines, "epoch");
        double[] accuracy = [.. Column(log, lines, "validation_accuracy").Select(proportion => 100 * proportion)];
        Axis epoch = new("Epoch");
        Figure loss = new("Training loss", epoch, new("Cross-entropy", "nats") { Logarithmic = true }, [new("training", epochs, Column(log, lines, "train_loss"))]);
        Figure validation = new("Validation accuracy", epoch, new("Accuracy", "%") { Maximum = 100 }, [new("validation", epochs, accuracy) { Style = 1 }])
        {
            Lines = [new(accuracy[^1], string.Create(CultureInfo.InvariantCulture, $"last {accuracy[^1]:0.0} %"))],
        };
        return new([loss with { Width = 430, Height = 340 }, validation with { Width = 430, Height = 340 }]);
    }

    private static double[] Column(string log, string[] lines, string name)
    {
        string[] header = lines.Length == 0 ? [] : [.. lines[0].Split(',').Select(column => column.Trim())];
        int index = Array.IndexOf(header, name);
        if (index < 0 || lines.Length < 2)
        {
            throw new MetamerException(
                $"The training log {log} has {Math.Max(lines.Length - 1, 0)} rows and the columns '{string.Join(", ", header)}'. It needs at least one row and the column '{name}'.");
        }

        return [.. lines.Skip(1).Select((line, row) => Number(log, line, row + 2, index, name))];
    }

    private static double Number(string log, string line, int row, int index, string name) =>
        line.Split(',') is { } cells && index < cells.Length && double.TryParse(cells[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new MetamerException($"Line {row} of the training log {log} has no number in the column '{name}': '{line}'. Mend or remove the line.");
}
