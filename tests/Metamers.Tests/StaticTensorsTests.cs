using System.Reflection;
using Metamers.Models;
using Metamers.Stimuli;
using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Tests;

public sealed class StaticTensorsTests
{
    private static readonly Type[] Holders =
    [
        typeof(torch.Tensor),
        typeof(Stimulus),
        typeof(StagedModel),
        typeof(Metamer),
        typeof(MetamerSet),
    ];

    /// <summary>
    /// Without a static constructor, static fields are made when the first of them is used, which may be inside a test
    /// whose dispose scope takes their tensors with it: then all later tests fail, in some orders of the tests.
    /// </summary>
    [Fact]
    public void Classes_with_static_tensors_have_a_static_constructor() =>
        Assert.Empty(
            from type in typeof(StaticTensorsTests).Assembly.GetTypes()
            where type.Attributes.HasFlag(TypeAttributes.BeforeFieldInit) && !type.Name.Contains('<')
            from field in type.GetFields(
                BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
            )
            where
                field
                    .FieldType.GenericTypeArguments.Append(field.FieldType)
                    .Append(field.FieldType.GetElementType() ?? field.FieldType)
                    .Any(held => Holders.Any(holder => holder.IsAssignableFrom(held)))
            select $"{type.FullName}.{field.Name}: add `static {type.Name}() {{ }}`"
        );
}
