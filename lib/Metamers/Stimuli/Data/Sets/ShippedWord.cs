namespace Metamers.Stimuli.Data.Sets;

/// <summary>One entry of <c>data/stimuli/words.json</c>, which <c>make_words.sh</c> beside it writes.</summary>
/// <param name="File">Its path below <c>data/stimuli</c>.</param>
/// <param name="Word">What is said.</param>
/// <param name="Digit">0 to 9, or null for another word.</param>
/// <param name="Voice">The voice's name, which is part of the file's name.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">SHA-256 of the file, 64 lower-case hexadecimal digits.</param>
internal sealed record ShippedWord(string File, string Word, int? Digit, string Voice, long Bytes, string Sha256);
