using Notebook.Tests.Sentences;

namespace Notebook.Tests;

/// <summary>
/// Sentences of the prose that say what data show are true of the data in the repository, and of the saved outputs that
/// they describe. A sentence that is written again, or data that are made again, fail here.
/// </summary>
public class NotebookSentencesTests
{
    private static readonly Sentence[] Sentences =
    [
        .. SentencesOfTransfer.All,
        .. SentencesOfPictures.All,
        .. SentencesOfWords.All,
        .. SentencesOfSchedules.All,
        .. SentencesOfOtherSchedules.All,
        .. SentencesOfPresets.All,
        .. SentencesOfPeople.All,
        .. SentencesOfListeners.All,
        .. SentencesOfRecognition.All,
        .. SentencesOfBrains.All,
        .. SentencesOfAttacks.All,
        .. SentencesOfTraining.All,
        .. SentencesOfReports.All,
        .. SentencesOfWatchedTraining.All,
        .. SentencesOfSoundReports.All,
        .. SentencesOfMatches.All,
        .. SentencesOfSounds.All,
        .. SentencesOfSavedCells.All,
        .. SentencesOfSavedTables.All,
        .. SentencesOfSavedPanels.All,
        .. SentencesOfSavedFigures.All,
        .. SentencesOfSizes.All,
    ];

    /// <summary>The sentences, by the text that has them.</summary>
    public static TheoryData<string, string> Phrases
    {
        get
        {
            TheoryData<string, string> phrases = [];
            foreach (Sentence sentence in Sentences)
            {
                phrases.Add(sentence.Text, sentence.Phrase);
            }

            return phrases;
        }
    }

    [Theory]
    [MemberData(nameof(Phrases))]
    public void A_sentence_is_what_the_data_say(string text, string phrase)
    {
        Sentence sentence = Assert.Single(Sentences, one => one.Text == text && one.Phrase == phrase);
        (string file, string[] cells) = SentenceTexts.Find(text, phrase);
        Assert.True(
            cells.Length == 1,
            $"{file} has \"{phrase}\" {cells.Length} times. Write the sentence here as it stands there, and what data "
                + "decide about it."
        );
        Finding finding = sentence.Judge(phrase);
        Assert.True(
            finding.Holds,
            $"{file}, {cells[0]}: \"{phrase}\" is not what the data give: {finding.Found}. Rewrite the sentence."
        );
    }
}
