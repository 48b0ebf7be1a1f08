namespace Metamers.Stimuli.Data.Sets;

/// <summary>The two parts of CIFAR-10.</summary>
public enum Cifar10Split
{
    /// <summary>50,000 pictures, 5,000 a class.</summary>
    Train,

    /// <summary>10,000 pictures, 1,000 a class.</summary>
    Test,
}
