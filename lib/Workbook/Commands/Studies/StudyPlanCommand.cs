using Metamers.Studies;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>Plans a study: finds its networks and stimuli, and writes the list of work to the store.</summary>
public sealed class StudyPlanCommand : Command<StudySettings>
{
    /// <inheritdoc/>
    public override int Execute(CommandContext context, StudySettings settings, CancellationToken cancellationToken)
    {
        using IDisposable data = settings.UseDataFolder();
        (Study study, StudyStore store) = settings.Open();
        StudyPlan plan = store.Plan(study);
        foreach (IGrouping<string, StudyItem> network in plan.Items.GroupBy(item => item.Network))
        {
            AnsiConsole.WriteLine(
                $"{network.Key}: {network.Count()} pieces of work "
                    + $"at {string.Join(", ", network.Select(item => item.Stage).Distinct())}"
            );
        }

        AnsiConsole.WriteLine(
            $"{study.Name}: {plan.Items.Count} pieces of work, {plan.Items.Sum(item => item.Count)} "
                + $"metamers, {plan.Items.Count(store.IsDone)} pieces done; store {store.Folder}"
        );
        return 0;
    }
}
