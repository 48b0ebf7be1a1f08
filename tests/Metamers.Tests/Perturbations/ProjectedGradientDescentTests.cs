using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Perturbations;
using Metamers.Runtime;
using Metamers.Tests.Synthesis;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Perturbations;

public sealed class ProjectedGradientDescentTests
{
    private static readonly AttackOptions Options = new() { Steps = 20 };

    [Theory]
    [InlineData(PerturbationNorm.L2)]
    [InlineData(PerturbationNorm.LInf)]
    [InlineData(PerturbationNorm.L1)]
    public void Of_a_linear_network_it_finds_the_worst_there_is(PerturbationNorm norm)
    {
        using DisposeScope scope = NewDisposeScope();
        using LinearNetwork network = new();
        PerturbationSet set = new(norm, 0.1);
        Tensor x = full([2, 40], 0.5);
        Tensor labels = tensor([0L, 1L]);
        Tensor perturbation =
            new ProjectedGradientDescent(network, set, PerturbationSpace.Input, Options).Perturb(
                x,
                labels,
                new Generator(1, CPU)
            ) - x;

        // The class loses most along the difference of the two rows of weights; the gain is the dual norm of this
        // difference times the radius.
        Tensor against = (network.Weight[1] - network.Weight[0]).unsqueeze(0) * tensor([1f, -1f]).unsqueeze(1);
        Tensor gain = (perturbation * against).sum(1);
        Tensor most =
            0.1
            * new PerturbationSet(
                norm switch
                {
                    PerturbationNorm.L2 => PerturbationNorm.L2,
                    PerturbationNorm.LInf => PerturbationNorm.L1,
                    _ => PerturbationNorm.LInf,
                },
                1
            ).Size(against);
        Assert.True(gain.ge(0.99 * most).all().item<bool>(), $"{gain[0].item<float>()} of {most[0].item<float>()}");
        Assert.True(gain.le(1.0001 * most).all().item<bool>());
    }

    [Fact]
    public void The_best_of_several_starts_is_no_better_than_any_for_the_network()
    {
        using DisposeScope scope = NewDisposeScope();
        using CifarResNet network = MetamerExamples.Network();
        using Generator random = new(2, CPU);
        Tensor x = rand([6, 3, 32, 32], generator: random);
        Tensor labels = network.call(x).argmax(1);
        double Loss(AttackOptions options)
        {
            Tensor found = new ProjectedGradientDescent(
                network,
                new(PerturbationNorm.LInf, 0.02),
                PerturbationSpace.Input,
                options
            ).Perturb(x, labels, new Generator(9, CPU));
            Assert.InRange((found - x).abs().max().item<float>(), 0, 0.02001);
            Assert.InRange(found.min().item<float>(), 0, 1);
            using IDisposable noGradient = no_grad();
            return nn.functional.cross_entropy(network.call(found), labels).item<float>();
        }

        AttackOptions few = new() { Steps = 3, KeepBest = false };
        double plain = nn.functional.cross_entropy(network.call(x), labels).item<float>();
        double last = Loss(few);
        Assert.True(last > plain);
        Assert.True(Loss(few with { KeepBest = true }) >= last);
        Assert.True(Loss(few with { Restarts = 3 }) >= last);
        Assert.True(Loss(few with { Restarts = 3, KeepBest = true }) >= Loss(few with { KeepBest = true }));
        Assert.Equal(Loss(few), last); // the same seed, the same example
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_several_starts_each_picture_keeps_the_one_with_the_largest_loss(bool keepBest)
    {
        using DisposeScope scope = NewDisposeScope();
        using CifarResNet network = MetamerExamples.Network();
        using Generator random = new(2, CPU);
        using Generator one = new(9, CPU);
        using Generator same = new(9, CPU);
        Tensor x = rand([6, 3, 32, 32], generator: random);
        Tensor labels = network.call(x).argmax(1);
        AttackOptions once = new() { Steps = 2, KeepBest = keepBest };
        Tensor each = stack([Loss(once, one), Loss(once, one), Loss(once, one)]);
        Assert.True(each.argmax(0).ne(0).any().item<bool>()); // for some picture the first start is not the best
        Assert.True(Loss(once with { Restarts = 3 }, same).equal(each.amax([0L])).all().item<bool>());

        Tensor Loss(AttackOptions options, Generator starts)
        {
            Tensor found = new ProjectedGradientDescent(
                network,
                new(PerturbationNorm.LInf, 0.02),
                PerturbationSpace.Input,
                options
            ).Perturb(x, labels, starts);
            using IDisposable noGradient = no_grad();
            return nn.functional.cross_entropy(network.call(found), labels, reduction: nn.Reduction.None);
        }
    }

    [Fact]
    public void The_network_is_left_in_its_mode_and_without_gradients_and_nothing_else_is_left()
    {
        using CifarResNet network = new(8);
        network.train();
        using Tensor x = rand(2, 3, 32, 32);
        using Tensor labels = tensor([1L, 2L]);
        using Tensor mean = network.state_dict()["bn1.running_mean"].clone();
        ProjectedGradientDescent attack = new(
            network,
            new(PerturbationNorm.L2, 0.5),
            PerturbationSpace.Input,
            new AttackOptions { Steps = 50, Restarts = 2 }
        );
        using Generator random = new(1, CPU);
        attack.Perturb(x, labels, random).Dispose();
        LiveTensors.AssertNoneLeftBy(() => attack.Perturb(x, labels, random).Dispose());
        Assert.True(network.training);
        Assert.True(network.state_dict()["bn1.running_mean"].Equals(mean));
        Assert.All(network.parameters(), parameter => Assert.True(parameter.grad is null), throwIfEmpty: true);
    }

    [Fact]
    public void A_cochleagram_is_perturbed_behind_the_front_end()
    {
        using DisposeScope scope = NewDisposeScope();
        using CochCnnSmall network = RuleTensors.Fill(new CochCnnSmall());
        network.Freeze();
        Tensor sounds = stack([SoundExamples.Tone(500, 16000).Values, SoundExamples.Tone(1700, 16000).Values]);
        Tensor cochleagrams = network.Activations(sounds, StagedModel.InputStage);
        Assert.True(network.LogitsAfter(StagedModel.InputStage, cochleagrams).allclose(network.call(sounds)));

        Tensor labels = network.call(sounds).argmax(1);
        PerturbationSet set = new(PerturbationNorm.L2, 0.5);
        Tensor found = new ProjectedGradientDescent(
            network,
            set,
            PerturbationSpace.Cochleagram,
            Options with
            {
                Steps = 5,
            }
        ).Perturb(cochleagrams, labels, new Generator(1, CPU));
        Assert.Equal(cochleagrams.shape, found.shape);
        Assert.True(found.min().item<float>() >= 0);
        Assert.All(
            set.Size(found - cochleagrams).data<float>().ToArray(),
            size => Assert.InRange(size, 0.1f, 0.50001f),
            throwIfEmpty: true
        );
        Assert.True(
            nn.functional.cross_entropy(network.LogitsAfter(StagedModel.InputStage, found), labels).item<float>()
                > nn.functional.cross_entropy(network.call(sounds), labels).item<float>()
        );
    }

    [Fact]
    public void What_cannot_be_attacked_is_said()
    {
        using DisposeScope scope = NewDisposeScope();
        using CifarResNet network = MetamerExamples.Network();
        string Message(PerturbationSet set, PerturbationSpace space, AttackOptions options) =>
            Assert
                .Throws<MetamerException>(() =>
                    new ProjectedGradientDescent(network, set, space, options).Perturb(
                        rand(1, 3, 32, 32),
                        tensor([1L]),
                        new Generator(1, CPU)
                    )
                )
                .Message;
        PerturbationSet set = new(PerturbationNorm.L2, 0.5);
        Assert.Contains("ResNet8 computes no cochleagram", Message(set, PerturbationSpace.Cochleagram, Options));
        Assert.Contains("radius -1: above 0", Message(set with { Radius = -1 }, PerturbationSpace.Input, Options));
        Assert.Contains("steps 0: at least 1", Message(set, PerturbationSpace.Input, Options with { Steps = 0 }));
        Assert.Contains(
            "'layer9'",
            Assert.Throws<MetamerException>(() => network.LogitsAfter("layer9", rand(1, 3, 32, 32))).Message
        );
        Assert.Contains(
            "shape (N, 16, 32, 32); given (1, 3, 32, 32)",
            Assert.Throws<MetamerException>(() => network.LogitsAfter("conv1_relu1", rand(1, 3, 32, 32))).Message
        );
    }

    private sealed class LinearNetwork : StagedModel
    {
        public LinearNetwork()
            : base(nameof(LinearNetwork), InputNormalization.None with { Mean = [0], StandardDeviation = [1] }, 40)
        {
            Linear linear = nn.Linear(40, 2);
            register_module("linear", linear);
            RuleTensors.Fill(this);
            AddStage("final", linear.call);
            Weight = linear.weight!;
            Freeze();
        }

        public Tensor Weight { get; }
    }
}
