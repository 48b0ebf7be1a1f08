namespace Metamers.Claims;

/// <summary>Keys of the networks that claims are about.</summary>
internal static class ClaimNetworks
{
    public const string ResNet = "resnet20-standard-seed0";
    public const string ResNetSeed1 = "resnet20-standard-seed1";
    public const string ResNetL2 = "resnet20-l2-seed0";
    public const string ResNetLInf = "resnet20-linf-seed0";
    public const string ResNetRandomL2 = "resnet20-random-l2-seed0";
    public const string ResNetRandomLInf = "resnet20-random-linf-seed0";
    public const string ResNetRandomL2Long = "resnet20-random-l2-long-seed0";
    public const string ResNetRandomLInfLong = "resnet20-random-linf-long-seed0";
    public const string ResNetUntrained = "resnet20-untrained-seed0";
    public const string Vgg = "vgg8-standard-seed0";
    public const string VggLong = "vgg8-standard-long-seed0";
    public const string VggL2 = "vgg8-l2-seed0";
    public const string VggLowPass = "lowpassvgg8-standard-seed0";
    public const string Cnn = "cochcnnsmall-digit-seed0";
    public const string CnnSeed1 = "cochcnnsmall-digit-seed1";
    public const string CnnWaveform = "cochcnnsmall-digit-waveform-l2-seed0";
    public const string CnnCochleagram = "cochcnnsmall-digit-cochleagram-l2-seed0";
    public const string CnnRandom = "cochcnnsmall-digit-cochleagram-random-l2-seed0";
    public const string CnnSpeaker = "cochcnnsmall-speaker-seed0";
    public const string CnnUntrained = "cochcnnsmall-digit-untrained-seed0";
    public const string CnnLowPass = "lowpasscochcnnsmall-digit-seed0";
    public const string CnnLowPassLong = "lowpasscochcnnsmall-digit-long-seed0";
    public const string CochResNet = "cochresnetsmall-digit-seed0";
}
