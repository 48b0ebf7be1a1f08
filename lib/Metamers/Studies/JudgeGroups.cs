using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Training;

namespace Metamers.Studies;

/// <summary>To which groups a judging network belongs.</summary>
internal static class JudgeGroups
{
    /// <summary>The groups that share no network and together have all of them.</summary>
    public static IReadOnlyList<JudgeGroup> Apart { get; } =
    [JudgeGroup.OtherArchitecture, JudgeGroup.Standard, JudgeGroup.RandomControl, JudgeGroup.Adversarial];

    /// <summary>What a group is called in figures and tables.</summary>
    public static string Name(this JudgeGroup group) =>
        group switch
        {
            JudgeGroup.All => "all other networks",
            JudgeGroup.NotAdversarial => "not adversarially trained",
            JudgeGroup.Standard => "same architecture, standard",
            JudgeGroup.RandomControl => "random control",
            JudgeGroup.OtherArchitecture => "another architecture, standard",
            _ => "adversarially trained",
        };

    /// <summary>Whether a network belongs to a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="judge">Key of the judging network.</param>
    /// <param name="generator">Key of the network that the metamers were made for.</param>
    public static bool Has(this JudgeGroup group, string judge, string generator) =>
        group.HasFor(judge, ModelZoo.Find(generator).Architecture);

    /// <summary>The same for a network of an architecture, which need not be in the zoo.</summary>
    public static bool HasFor(this JudgeGroup group, string judge, string architecture)
    {
        ModelCard card = ModelZoo.Find(judge);
        bool same = card.Architecture == architecture;
        return group switch
        {
            JudgeGroup.All => true,
            JudgeGroup.NotAdversarial => card.Perturbations != TrainingPerturbations.Adversarial,
            JudgeGroup.Standard => same && card.Perturbations == TrainingPerturbations.None,
            JudgeGroup.RandomControl => card.Perturbations == TrainingPerturbations.Random,
            JudgeGroup.OtherArchitecture => !same && card.Perturbations == TrainingPerturbations.None,
            _ => card.Perturbations == TrainingPerturbations.Adversarial,
        };
    }

    /// <summary>How a network of the zoo was trained; null without a recipe.</summary>
    public static TrainingRecipe? RecipeOf(string key)
    {
        string recipe = Path.Combine(ProjectFolder.Data, "recipes", key + ".json");
        return File.Exists(recipe) ? TrainingRecipe.Read(recipe) : null;
    }
}
