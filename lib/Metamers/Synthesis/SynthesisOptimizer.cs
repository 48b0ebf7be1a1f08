namespace Metamers.Synthesis;

/// <summary>How a <see cref="SynthesisSegment"/> moves the candidates down the gradient of their losses.</summary>
/// <example>
/// <code>
/// new SynthesisSegment(200, 0.1) { Optimizer = SynthesisOptimizer.Lbfgs }
/// </code>
/// </example>
public enum SynthesisOptimizer
{
    /// <summary>
    /// As published: steps of a fixed length along the gradient; with momentum, v ← βv + g/‖g‖₂ and x ← clamp(x − s·v).
    /// </summary>
    Gradient,

    /// <summary>
    /// Adam in its AMSGrad form, as plenoptic uses it (Kingma and Ba 2015; Reddi et al. 2018), on half the squared
    /// loss, for every value of the stimulus separately.
    /// </summary>
    Adam,

    /// <summary>
    /// L-BFGS (Nocedal 1980; Liu and Nocedal 1989) on half the squared loss. It reaches a low loss in a hundredth of
    /// the evaluations, but at late stages it may do so by an almost invisible change of the start noise: at the scores
    /// of a ResNet-20, its metamers are not of the published kind (notebook 15).
    /// </summary>
    Lbfgs,
}
