using System.Globalization;
using Metamers.Experiments;
using Metamers.Runtime;

namespace Metamers.Tests.Experiments;

public sealed partial class ExperimentResultsTests
{
    [Fact]
    public void A_csv_file_gives_the_same_as_a_json_file()
    {
        Save(0, Right);
        string json = Path.Combine(_answers, "participant-0.json");
        ExperimentResults before = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers);
        File.WriteAllText(Path.ChangeExtension(json, ".csv"), Csv(json));
        Refused("are both from participant 0", Drawn(0, catchNeeded: 0));
        File.Delete(json);
        ExperimentResults after = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers);
        Assert.Equal(before.Table()["response_ms"].Cast<double>(), after.Table()["response_ms"].Cast<double>());
        File.WriteAllText(
            Path.ChangeExtension(json, ".csv"),
            Csv(Saved(0)).Replace(",cat,", ",cow,", StringComparison.Ordinal)
        );
        Refused("the response 'cow' is not one of the choices", Drawn(0, catchNeeded: 0));
    }

    [Fact]
    public void An_ending_in_capitals_is_read_and_a_shadow_of_macOS_is_not()
    {
        Save(0, Right);
        Save(1, Right);
        File.Move(Path.Combine(_answers, "participant-1.json"), Path.Combine(_answers, "participant-1.JSON"));
        File.WriteAllText(Path.Combine(_answers, "participant-2.CSV"), Csv(Saved(2)));
        File.WriteAllBytes(Path.Combine(_answers, "._participant-0.json"), [0, 5, 22, 7]);
        File.WriteAllText(Path.Combine(_answers, "notes.txt"), "Participant 1 was tired.");
        ExperimentResults results = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers);
        Assert.Equal([0, 1, 2], results.Participants);
        Assert.Equal(["notes.txt"], results.PassedOver);
    }

    [Fact]
    public void An_export_of_JATOS_is_read_back()
    {
        string first = File.ReadAllText(Saved(0)),
            second = File.ReadAllText(Saved(3));
        string export = Path.Combine(_answers, "jatos_results_20261128.txt");
        File.WriteAllText(export, $"{first}\n\n{second}\n{first}");
        ExperimentResults results = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers);
        Assert.Equal([0, 3], results.Participants);
        File.WriteAllText(export, first + second);
        Assert.Equal([0, 3], ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers).Participants);

        string changed = first.Replace("\"response\":\"cat\"", "\"response\":\"dog\"", StringComparison.Ordinal);
        File.WriteAllText(export, $"{second}\n{changed}");
        Refused($"Result 2 of 2 in {export}, answer", Drawn(0, catchNeeded: 0));
        File.WriteAllText(export, $"{second}\n{first[..40]}");
        Refused("is not a file that the page saved", Drawn(0, catchNeeded: 0));
    }

    [Fact]
    public void Results_in_a_list_on_lines_and_in_folders_are_read()
    {
        string first = File.ReadAllText(Saved(0)).Trim(),
            second = File.ReadAllText(Saved(3)).Trim();
        IReadOnlyList<int> Read(string name, string text)
        {
            string path = Path.Combine(_answers, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            IReadOnlyList<int> read = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers).Participants;
            Assert.Equal(read, ExperimentResults.Load(Drawn(0, catchNeeded: 0), path).Participants);
            File.Delete(path);
            return read;
        }

        Assert.Equal([0, 3], Read("all.json", $"[{first},{second}]"));
        Assert.Equal([0, 3], Read("all.txt", $"[{first},\n{second}]"));
        Assert.Equal([0, 3], Read("all.jsonl", $"{first}\n{second}\n"));
        Assert.Equal([3], Read("study_result_1/comp-result_1/data.txt", second));

        // Beside results of the folder itself, those in folders are named and not read: people put bad ones there.
        Save(1, Right);
        string later = Path.Combine(Directory.CreateDirectory(Path.Combine(_answers, "excluded")).FullName, "0.json");
        File.WriteAllText(later, first);
        ExperimentResults results = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers);
        Assert.Equal([1], results.Participants);
        Assert.Equal(["excluded/", "study_result_1/"], results.PassedOver);
    }

    [Fact]
    public void A_design_and_the_description_of_an_archive_are_no_results()
    {
        string inner = Path.Combine(_answers, "study_result_1", "comp-result_1");
        Directory.CreateDirectory(inner);
        File.WriteAllText(Path.Combine(inner, "data.txt"), File.ReadAllText(Saved(3)));
        File.WriteAllText(Path.Combine(_answers, "metadata.json"), "{\"apiVersion\":\"1.0\",\"data\":[]}");
        Drawn(0, catchNeeded: 0).WriteTable(Path.Combine(_answers, "design.csv"));
        ExperimentResults results = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers);
        Assert.Equal([3], results.Participants);
        Assert.Equal(["design.csv", "metadata.json"], results.PassedOver);
    }

    [Fact]
    public void What_holds_no_results_is_told_with_what_to_do()
    {
        Directory.CreateDirectory(_answers);
        File.WriteAllText(Path.Combine(_answers, "jatos_results.jrzip"), "PK");
        Refused("1 passed over: jatos_results.jrzip. Unpack jatos_results.jrzip first.", Drawn(0, catchNeeded: 0));
        MetamerException error = Assert.Throws<MetamerException>(() =>
            ExperimentResults.Load(Drawn(0, catchNeeded: 0), Path.Combine(_answers, "nowhere"))
        );
        Assert.StartsWith("There is no folder ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_of_another_design_are_refused()
    {
        Save(0, Right);
        Refused($"belongs to the design {Drawn(0, catchNeeded: 0).Hash}", Drawn(seed: 1));
    }

    [Theory]
    [InlineData("\"response\":\"cat\"", "\"response\":\"dog\"", "its check is")]
    [InlineData("\"response\":\"cat\"", "\"response\":\"cow\"", "the response 'cow' is not one of the choices")]
    [InlineData("\"trial\":5", "\"trial\":6", "trial 6 is where trial 5 is expected")]
    [InlineData("stimuli/", "pictures/", "is of pictures/")]
    [InlineData("\"image_ms\":300", "\"image_ms\":null", "the duration of the picture is missing")]
    [InlineData("\"image_ms\":300", "\"image_ms\":200", "its check is")]
    [InlineData("\"response_ms\":", "\"response_ms\":-", "the response took -")]
    [InlineData("\"part\":\"trial\"", "\"part\":\"headphones\"", "there is a part 'headphones'")]
    [InlineData("\"participant\":0", "\"participant\":1", "The file was changed by hand")]
    [InlineData("\"participant\":0", "\"participant\":77", "is from participant 77, but the design has 0 to 4")]
    [InlineData("{\"part\"", "{\"note\":1,\"part\"", "is not a file that the page saved")]
    [InlineData("\"trials\":[", "\"trials\":[,", "is not a file that the page saved")]
    public void A_file_changed_by_hand_is_refused(string found, string changed, string message)
    {
        Save(0, Right);
        string file = Path.Combine(_answers, "participant-0.json"),
            text = File.ReadAllText(file);
        int at = text.IndexOf(found, StringComparison.Ordinal);
        File.WriteAllText(file, text[..at] + changed + text[(at + found.Length)..]);
        Refused(message, Drawn(0, catchNeeded: 0));
    }

    [Fact]
    public void A_trial_cut_out_of_the_middle_is_noticed()
    {
        Save(0, Right);
        string file = Path.Combine(_answers, "participant-0.json");
        ExperimentSession session = ExperimentSession.Read(file, Drawn(0, catchNeeded: 0));
        (
            session with
            {
                Trials = [.. session.Trials.Index().Where(answer => answer.Index != 7).Select(answer => answer.Item)],
            }
        ).Write(file);
        Refused("trial 8 is where trial 7 is expected; trials are missing", Drawn(0, catchNeeded: 0));
    }

    [Fact]
    public void An_empty_folder_and_a_missing_one_are_refused()
    {
        Refused("There is no folder", _design);
        Directory.CreateDirectory(_answers);
        Refused("There is no file *.json or *.csv", _design);
    }

    private static string Csv(string json) =>
        "design,participant,part,trial,file,response,response_ms,image_ms,check\n" + string.Concat(Lines(json));

    private static IEnumerable<string> Lines(string json)
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(File.ReadAllText(json));
        System.Text.Json.JsonElement root = document.RootElement;
        return
        [
            .. root.GetProperty("trials")
                .EnumerateArray()
                .Select(trial =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{root.GetProperty("design")},{root.GetProperty("participant")},"
                            + $"{string.Join(',', trial.EnumerateObject().Select(field => field.Value.ToString()))}\n"
                    )
                ),
        ];
    }

    private string Saved(int participant)
    {
        Save(participant, Right);
        string moved = _folder["moved.json"];
        File.Move(Path.Combine(_answers, $"participant-{participant}.json"), moved, overwrite: true);
        return moved;
    }

    private void Refused(string message, ExperimentDesign design) =>
        Assert.Contains(
            message,
            Assert.Throws<MetamerException>(() => ExperimentResults.Load(design, _answers)).Message,
            StringComparison.Ordinal
        );
}
