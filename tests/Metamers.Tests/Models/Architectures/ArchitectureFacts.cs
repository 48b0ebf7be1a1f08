using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Architectures.Blocks;
using Metamers.Models.Checkpoints;
using Metamers.Models.Zoo;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Architectures;

/// <summary>
/// Measurements of one architecture of the zoo, with weights made by rule. They are made once and kept, without
/// tensors, because the large networks take seconds; several tests use them.
/// </summary>
internal sealed class ArchitectureFacts
{
    private const int IdentityStages = 2; // the later ones run through the same code, and cost more

    private static readonly ConcurrentDictionary<string, ArchitectureFacts> Known = [];

    private ArchitectureFacts(string architecture)
    {
        using DisposeScope scope = NewDisposeScope();
        ModelCard card = ModelZoo.Cards.First(c => c.Architecture == architecture);
        StagedModel model = RuleTensors.Fill(Built(card), only: IsNoFilter).Freeze(foldBatchNorm: false);
        Name = model.Name;
        Stages = model.Stages;
        string[] names = [.. Stages.Select(stage => stage.Name)];
        Tensor both = (RuleTensors.Uniform("input", [2, .. model.InputShape]) * model.Input.Maximum).to(float32);
        Tensor input = both[..1];

        List<string> called = [];
        foreach ((string name, nn.Module module) in model.named_modules())
        {
            if (
                module
                is Conv2d
                    or BatchNorm2d
                    or BatchNorm1d
                    or GroupNorm
                    or LayerNorm
                    or Linear
                    or HannPooling
                    or SpectrotemporalFilters
            )
            {
                ((nn.Module<Tensor, Tensor>)module).register_forward_pre_hook(_ => called.Add(name));
            }
        }

        using (no_grad())
        {
            IReadOnlyDictionary<string, Tensor> onePass = model.Activations(input, names);
            CalledInOnePass = [.. called];
            foreach (string name in names)
            {
                called.Clear();
                Tensor alone = model.Activations(input, name);
                CalledAtStage[name] = [.. called];
                Note(DifferentFromOnePass, name, Distance(alone, onePass[name]), most: 0);
            }

            IReadOnlyDictionary<string, Tensor> batch = model.Activations(both, names);
            model.Freeze(foldBatchNorm: true);
            IReadOnlyDictionary<string, Tensor> folded = model.Activations(input, names);
            foreach (string name in names)
            {
                // The largest are AlexNet-GN with 1.2e-5 and ResNet-152 with 1.3e-5; the others are below 1e-5.
                Note(DependsOnBatch, name, Distance(batch[name][..1], onePass[name]), most: 2e-5);
                Note(ChangedByFolding, name, Distance(folded[name], onePass[name]), most: 2e-5);
            }
        }

        foreach (Stage stage in Stages.Where(stage => stage.EndsInRelu).Take(IdentityStages))
        {
            IdentityGradientFaults.AddRange(FaultsOfIdentityGradient(model, stage.Name, input));
        }

        Description = Describe(model);
        Guess = NetworkGuess.Nearest(model.state_dict());
    }

    public string Name { get; }

    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Stages, and below each the parameters and buffers that it is the first to use.</summary>
    public string Description { get; }

    /// <summary>Which network its weights are taken for.</summary>
    public string? Guess { get; }

    public IReadOnlyList<string> CalledInOnePass { get; }

    public Dictionary<string, IReadOnlyList<string>> CalledAtStage { get; } = [];

    public List<string> DifferentFromOnePass { get; } = [];

    public List<string> DependsOnBatch { get; } = [];

    public List<string> ChangedByFolding { get; } = [];

    public List<string> IdentityGradientFaults { get; } = [];

    /// <summary>The network, or a narrower one of the same design if the network would take minutes.</summary>
    private static StagedModel Built(ModelCard card) =>
        card.Architecture switch
        {
            "ViT-L16" => new VisionTransformer(card.Architecture, card.Classes, null, width: 64, heads: 1),
            _ => ModelZoo.Build(card.Key, seed: 0),
        };

    /// <summary>
    /// Filters that are given by formulas keep their values: with those of the rule, the network would divide by square
    /// roots of negative numbers.
    /// </summary>
    private static bool IsNoFilter(string name) =>
        !new[] { "s1_units", "uniform", "patches_sum_sq", "all_Hts", "hann_window2d" }.Any(name.Contains);

    public static ArchitectureFacts Of(string architecture) =>
        Known.GetOrAdd(architecture, name => new ArchitectureFacts(name));

    /// <summary>
    /// On active units the gradients of the identity and of the ReLU are equal, so any other ReLU that was affected
    /// would show there; on silent units the ReLU gives no gradient and the identity does.
    /// </summary>
    private static IEnumerable<string> FaultsOfIdentityGradient(StagedModel model, string stage, Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = input.clone().requires_grad_();
        Tensor plain = model.Activations(x, stage);
        Tensor identity = model.Activations(x, stage, identityGradient: true);
        Tensor weights = RuleTensors.Uniform("weighting", plain.shape).to(float32) * 2 - 1;
        Tensor active = plain.detach() > 0;
        Tensor plainActive = Gradient(plain, active);
        Tensor plainSilent = Gradient(plain, ~active);
        Tensor identityActive = Gradient(identity, active);
        Tensor identitySilent = Gradient(identity, ~active);
        return
        [
            .. new[]
            {
                plain.equal(identity).all().item<bool>() ? null : $"{stage}: values changed",
                plainActive.equal(identityActive).all().item<bool>()
                    ? null
                    : $"{stage}: another ReLU's gradient changed",
                plainSilent.count_nonzero().item<long>() == 0
                    ? null
                    : $"{stage}: silent units have a gradient without it",
                active.all().item<bool>() || identitySilent.count_nonzero().item<long>() > 0
                    ? null
                    : $"{stage}: silent units have no gradient with it",
            }.OfType<string>(),
        ];

        Tensor Gradient(Tensor y, Tensor mask) =>
            autograd.grad([(y * (weights * mask)).sum()], [x], retain_graph: true)[0];
    }

    private static void Note(List<string> faults, string stage, double distance, double most)
    {
        if (!(distance <= most))
        {
            faults.Add($"{stage}: {distance:E1} where {most:E1} is allowed");
        }
    }

    /// <summary>The measure used for metamers: norm of the difference divided by the norm.</summary>
    private static double Distance(Tensor a, Tensor b) => ((a - b).norm() / b.norm()).item<float>();

    private string Describe(StagedModel model)
    {
        Dictionary<string, Tensor> weights = model.state_dict();
        HashSet<string> listed = [];
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{model.Name}: {model.parameters().Sum(p => p.numel()):N0} parameters, "
                + $"input {string.Join('×', model.InputShape)}\n"
        );
        foreach (Stage stage in Stages)
        {
            text.Append($"\n{stage}{(stage.EndsInRelu ? ", ends in a ReLU" : "")}\n");
            foreach ((string name, Tensor weight) in weights)
            {
                string module = name[..Math.Max(0, name.LastIndexOf('.'))];
                if (CalledAtStage[stage.Name].Contains(module) && listed.Add(name))
                {
                    text.Append($"  {name} {(weight.dim() == 0 ? "scalar" : string.Join('×', weight.shape))}\n");
                }
            }
        }

        string[] unused = [.. weights.Keys.Except(listed)];
        return text.Append(unused.Length == 0 ? "" : $"\nused outside of layers: {string.Join(", ", unused)}\n")
            .ToString();
    }
}
