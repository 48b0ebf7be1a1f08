namespace Metamers.Models.Architectures.Blocks;

/// <summary>The names that torchvision gives to what has other names in timm.</summary>
internal static class TorchvisionNames
{
    private static readonly (string Torchvision, string Timm)[] Transformer =
    [
        ("class_token", "cls_token"),
        ("conv_proj.", "patch_embed.proj."),
        ("encoder.pos_embedding", "pos_embed"),
        ("encoder.ln.", "norm."),
        ("heads.head.", "head."),
    ];

    private static readonly (string Torchvision, string Timm)[] Block =
    [
        ("ln_1.", "norm1."),
        ("ln_2.", "norm2."),
        ("self_attention.in_proj_", "attn.qkv."),
        ("self_attention.out_proj.", "attn.proj."),
        ("mlp.linear_1.", "mlp.fc1."),
        ("mlp.linear_2.", "mlp.fc2."),
        ("mlp.0.", "mlp.fc1."),
        ("mlp.3.", "mlp.fc2."),
    ];

    private const string Layer = "encoder.layers.encoder_layer_";

    /// <summary>
    /// The names of a vision transformer in timm: <c>encoder.layers.encoder_layer_3.ln_1.weight</c> is
    /// <c>blocks.3.norm1.weight</c>. The tensors are the same, query, key and value in one.
    /// </summary>
    /// <param name="naming">What else is done with the names.</param>
    public static Func<string, string?> OfTransformer(Func<string, string?> naming) =>
        file =>
        {
            if (naming(file) is not string name)
            {
                return null;
            }

            if (!name.StartsWith(Layer, StringComparison.Ordinal))
            {
                return Renamed(name, Transformer);
            }

            string rest = name[Layer.Length..];
            int end = rest.IndexOf('.');
            return end < 0 ? name : $"blocks.{rest[..end]}.{Renamed(rest[(end + 1)..], Block)}";
        };

    private static string Renamed(string name, (string Torchvision, string Timm)[] names)
    {
        (string torchvision, string timm) = names.FirstOrDefault(pair =>
            name.StartsWith(pair.Torchvision, StringComparison.Ordinal)
        );
        return torchvision is null ? name : timm + name[torchvision.Length..];
    }
}
