using Metamers.Models.Zoo;
using Metamers.Published;

namespace Metamers.Plotting;

/// <summary>What figures call networks that data name by keys.</summary>
internal static class NetworkNames
{
    /// <summary>
    /// The name in the paper, or the short name of the zoo's card; the key if there is neither. Of several schedules,
    /// "key (schedule)" keeps the schedule.
    /// </summary>
    public static string Of(string key)
    {
        int schedule = key.IndexOf(" (", StringComparison.Ordinal);
        string network = schedule < 0 ? key : key[..schedule];
        string name = PaperNames.Model(network);
        return (name == network ? ModelZoo.Cards.FirstOrDefault(Has)?.ShortName ?? name : name) + key[network.Length..];

        bool Has(ModelCard card) => card.Key == network;
    }
}
