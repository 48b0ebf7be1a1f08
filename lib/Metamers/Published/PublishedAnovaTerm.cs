namespace Metamers.Published;

/// <summary>One effect of a published analysis of variance, as printed.</summary>
/// <param name="Source">The file in the authors' repository that it was printed to.</param>
/// <param name="Test">The name of the analysis, e.g. "EXP1 - ResNet50 (Standard)"; unique within the file.</param>
/// <param name="Term">The effect, e.g. "network_or_human", "layer" or "layer:model_type".</param>
/// <param name="Kind">"main" or "interaction".</param>
/// <param name="DF1">Degrees of freedom of the effect.</param>
/// <param name="DF2">Degrees of freedom of its error.</param>
/// <param name="F">The F value, with five digits.</param>
/// <param name="ParametricP">With five digits.</param>
/// <param name="PermutationP">Null if none was computed; 0.0001 is the floor.</param>
/// <param name="PartialEtaSquared">With five digits.</param>
/// <param name="Permutations">How many permutations.</param>
public sealed record PublishedAnovaTerm(
    string Source,
    string Test,
    string Term,
    string Kind,
    int DF1,
    int DF2,
    double F,
    double ParametricP,
    double? PermutationP,
    double PartialEtaSquared,
    int Permutations
);
