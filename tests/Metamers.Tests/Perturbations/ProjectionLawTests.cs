using CsCheck;
using Metamers.Perturbations;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Perturbations;

/// <summary>What a projection promises, tried on many points drawn at random.</summary>
public sealed class ProjectionLawTests
{
    private const int Values = 5;

    [Theory]
    [InlineData(PerturbationNorm.L1)]
    [InlineData(PerturbationNorm.L2)]
    [InlineData(PerturbationNorm.LInf)]
    public void A_projection_is_in_the_set_stays_where_it_is_and_no_point_of_the_set_is_nearer(PerturbationNorm norm) =>
        Gen.Select(
                Gen.Double[-3, 3].Array[Values],
                Gen.Double[-1, 1].Array[Values],
                Gen.Double[-3, 3].Array[Values],
                Gen.Double[0.1, 2]
            )
            .Sample(
                (x, center, other, radius) =>
                {
                    using DisposeScope scope = NewDisposeScope();
                    PerturbationSet set = new(norm, radius);
                    Tensor projected = Project(x);
                    Assert.True(set.Size(projected - Row(center)).item<double>() <= radius + 1e-9);
                    Assert.True(
                        (set.Project(projected, Row(center), -100, 100) - projected).abs().max().item<double>() < 1e-9
                    );
                    Assert.True(Distance(projected) <= Distance(Project(other)) + 1e-9);

                    Tensor Project(double[] point) => set.Project(Row(point), Row(center), -100, 100);
                    double Distance(Tensor point) => (point - Row(x)).norm().item<double>();
                },
                iter: 300,
                threads: 1
            );

    private static Tensor Row(double[] values) => tensor(values).unsqueeze(0);
}
