using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Lists the networks: their stages with shapes, and whether their weights are on this machine.</summary>
public sealed class ModelsCommand : Command
{
    /// <inheritdoc/>
    public override int Execute(CommandContext context, CancellationToken cancellationToken)
    {
        NativeTorch.UseAllCores();
        foreach (IGrouping<string, ModelCard> architecture in ModelZoo.Cards.GroupBy(card => card.Architecture))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Describe(architecture.First());
            foreach (ModelCard card in architecture)
            {
                AnsiConsole.MarkupLineInterpolated($"  [cyan]{card.Key}[/]  {State(card)}");
            }
        }

        return 0;
    }

    private static void Describe(ModelCard card)
    {
        try
        {
            using StagedModel model = card.Create();
            AnsiConsole.MarkupLineInterpolated(
                $"[bold]{card.Architecture}[/]  input {string.Join('×', model.InputShape)}"
            );
            AnsiConsole.WriteLine($"  stages   {string.Join(", ", model.Stages)}");
        }
        catch (MetamerException missing) when (card.Package is not null)
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{card.Architecture}[/]");
            AnsiConsole.WriteLine($"  {missing.Message}");
        }
    }

    private static string State(ModelCard card)
    {
        if (card.Package is not null && ModelZoo.FindCheckpoint(card) is null)
        {
            return $"not found; it is in the package {card.Package}, which the build fetches";
        }

        if (card.Checkpoint is null)
        {
            return "architecture only; ModelZoo.Build makes random weights from a seed";
        }

        try
        {
            return ModelZoo.FindCheckpoint(card) is { } path
                ? $"weights found: {path}"
                : (
                    "weights not "
                    + $"found: {card.Checkpoint}{(card.CheckpointUrl is null ? "" : $", from {card.CheckpointUrl}")}"
                );
        }
        catch (MetamerException damaged)
        {
            return damaged.Message;
        }
    }
}
