using System.ComponentModel;
using Metamers.Runtime;
using Metamers.Studies;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>Settings of every <c>study</c> command.</summary>
public class StudySettings : ComputeSettings
{
    [CommandArgument(0, "<STUDY>")]
    [Description("A JSON file like those in data/studies.")]
    public required string Study { get; init; }

    [CommandOption("--store <FOLDER>")]
    [Description(
        "The folder of work and results, on a file system that all workers share; artifacts/studies/NAME of the "
            + "project by default."
    )]
    public string? Store { get; init; }

    [CommandOption("--from <FOLDER>")]
    [Description(
        "Tables of an earlier merge of this study: the pieces of work that they hold are not made again, also where "
            + "their store is no longer."
    )]
    public string? From { get; init; }

    /// <summary>Reads the study and opens its store.</summary>
    /// <param name="lease">Seconds without a sign of life after which a worker counts as dead.</param>
    public (Study Study, StudyStore Store) Open(double lease = 60)
    {
        Study study = Metamers.Studies.Study.Read(Study);
        return (
            study,
            new StudyStore(
                Store ?? Path.Combine(ProjectFolder.Artifacts, "studies", study.Name),
                TimeSpan.FromSeconds(lease)
            )
            {
                Earlier = From is null ? null : StudyResults.Load(From),
            }
        );
    }
}
