using Metamers.Models;
using Metamers.Models.Colours;
using Metamers.Runtime;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Colours;

public class ConeResponsesTests
{
    private const double Invisible = 1e-6;

    [Fact]
    public void Tables_are_those_of_their_sources()
    {
        Assert.Equal(35, ConeFundamentals.Wavelengths.Count);
        Assert.Equal((390.0, 730.0), (ConeFundamentals.Wavelengths[0], ConeFundamentals.Wavelengths[^1]));
        Assert.Equal(
            (0.999993, 0.995217, 0.99102),
            (ConeFundamentals.L.Max(), ConeFundamentals.M.Max(), ConeFundamentals.S.Max())
        );
        Assert.Equal(100, Illuminant.Daylight.Power[17]); // 560 nm, where both are 100 by convention
        Assert.Equal(100, Illuminant.Incandescent.Power[17], 1e-9);

        // CIE 15, table T.1, illuminant A at 400, 500, 600 and 700 nm.
        Assert.Equal(14.708, Illuminant.Incandescent.Power[1], 5e-4);
        Assert.Equal(59.8611, Illuminant.Incandescent.Power[11], 5e-4);
        Assert.Equal(129.043, Illuminant.Incandescent.Power[21], 5e-4);
        Assert.Equal(198.261, Illuminant.Incandescent.Power[31], 5e-4);
    }

    [Fact]
    public void White_is_white_and_what_the_eye_cannot_see_is_the_null_space()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConeResponses eye = new(Illuminant.Daylight);
        Assert.True(eye.Activations(ones(1, 35), "cones").allclose(ones(1, 3)));
        Assert.True(eye.ToRgb(ones(1, 35)).allclose(ones(1, 3), 1e-4, 1e-4));
        Tensor grey = eye.ToRgb(full([1, 35], 0.5));
        Assert.True((grey.max() - grey.min()).item<float>() < 1e-3);

        Tensor basis = eye.NullSpace();
        Assert.Equal([32, 35], basis.shape);
        Assert.True(basis.matmul(basis.t()).allclose(torch.eye(32, dtype: float64), 1e-9, 1e-9));
        eye.to(float64);
        Assert.True(eye.Activations(basis, "cones").abs().max().item<double>() < 1e-12);
        ModelValidation.Check(eye, RuleTensors.Uniform("surface", 2, 35));
    }

    [Fact]
    public void A_metameric_pair_is_told_apart_in_another_light_and_not_by_fewer_cones()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConeResponses person = new(Illuminant.Daylight);
        using ConeResponses bulb = new(Illuminant.Incandescent);
        using ConeResponses dichromat = new(Illuminant.Daylight, "LS");
        Array.ForEach([person, bulb, dichromat], model => model.to(float64));
        Tensor surface = 0.2 + 0.6 * arange(35, float64) / 34; // reddish
        Tensor other = person.FindMetamer(surface, seed: 1);
        Assert.InRange(other.min().item<double>(), 0, 1);
        Assert.InRange(other.max().item<double>(), 0, 1);
        Assert.True((other - surface).abs().max().item<double>() > 0.1);
        Assert.True(Difference(person, surface, other) < Invisible);
        Assert.True(Difference(bulb, surface, other) > 1e-3);
        Assert.True(Difference(dichromat, surface, other) < Invisible);

        Tensor confused = dichromat.FindMetamer(surface, seed: 1);
        Assert.True(Difference(dichromat, surface, confused) < Invisible);
        Assert.True(Difference(person, surface, confused) > 1e-3);
    }

    [Fact]
    public void The_synthesis_of_this_library_finds_a_metamer_too()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConeResponses eye = new(Illuminant.Daylight);
        eye.to(float64);
        MetamerOptions options = MetamerOptions.Paper with
        {
            StartDeviation = 0.2,
            Segments = [new(60, 0.1) { Optimizer = SynthesisOptimizer.Lbfgs }],
        };
        Tensor surface = (0.2 + 0.6 * arange(35, float64) / 34).unsqueeze(0);
        using SynthesisRun run = new MetamerSynthesizer(eye, options).Start(surface, ConeResponses.ConeStage);
        run.Advance();
        Assert.True(run.FinalLosses()[0] < Invisible);
        Assert.True((run.Candidates - surface).abs().max().item<double>() > 0.1);
    }

    [Fact]
    public void What_is_no_eye_no_light_and_no_surface_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Contains("Name some of L, M and S", Message(() => new ConeResponses(Illuminant.Daylight, "LL")));
        Assert.Contains(
            "The light 'dark' has 35 values, from 0 to 0",
            Message(() => new Illuminant("dark", new double[35]))
        );
        Assert.Contains("has 3 values", Message(() => new Illuminant("short", [1, 2, 3])));
        using ConeResponses eye = new(Illuminant.Daylight, "MS");
        Assert.Contains("has no colours that three numbers describe", Message(() => eye.ToRgb(ones(1, 35))));
        Assert.Contains("values from 2 to 2", Message(() => eye.FindMetamer(full([35], 2.0))));
        double[] red = [.. ConeFundamentals.Wavelengths.Select(wavelength => wavelength >= 700 ? 1.0 : 0)];
        Assert.Contains("The S cones absorb nothing", Message(() => new ConeResponses(new("far red", red))));
    }

    private static double Difference(ConeResponses eye, Tensor one, Tensor other) =>
        (eye.Activations(one.unsqueeze(0), "cones") - eye.Activations(other.unsqueeze(0), "cones"))
            .abs()
            .max()
            .item<double>();

    private static string Message(Func<object> action) => Assert.Throws<MetamerException>(action).Message;
}
