using System.Reflection;
using System.Reflection.Emit;
using Metamers.Runtime;

namespace Metamers.Tests;

/// <summary>A folder of the library uses only folders to its left.</summary>
public class LayeringTests
{
    private const BindingFlags All =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly string[] Order =
    [
        "Runtime",
        "Tables",
        "Statistics",
        "Stimuli",
        "Models",
        "Perturbations",
        "Training",
        "Synthesis",
        "Evaluation",
        "Published",
        "Studies",
        "Claims",
        "Experiments",
        "Reports",
        "Plotting",
        "Notebook",
    ];

    private static readonly Assembly Library = typeof(MetamerException).Assembly;

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xffff);

    [Fact]
    public void A_folder_uses_only_folders_to_its_left()
    {
        string[] found = [.. Violations(Order)];
        Assert.True(
            found.Length == 0,
            $"The order is {string.Join(" → ", Order)}.\n"
                + "Move the code to the folder that knows both sides, or hand the value over as an argument.\n"
                + string.Join('\n', found)
        );
    }

    [Fact]
    public void Every_folder_has_its_place()
    {
        string[] unknown =
        [
            .. Library.GetTypes().Select(Folder).OfType<string>().Distinct().Where(folder => !Order.Contains(folder)),
        ];
        Assert.True(unknown.Length == 0, $"Give a place in the order to: {string.Join(", ", unknown)}.");
    }

    [Fact]
    public void A_use_to_the_right_is_noticed_in_signatures_and_in_bodies()
    {
        string[] found = [.. Violations([.. Order.Reverse()])];
        Assert.Contains(
            found,
            line =>
                line.Contains("NotebookSession", StringComparison.Ordinal)
                && line.Contains("PlotlyScript", StringComparison.Ordinal)
        );
        Assert.Contains(found, line => line.Contains("Metamers.Models.StagedModel", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Violations(string[] order) =>
        from type in Library.GetTypes()
        let user = Folder(type)
        where user is not null
        from used in Uses(type).SelectMany(Parts).Where(used => used.Assembly == Library).Distinct()
        let folder = Folder(used)
        where folder is not null && !Allowed(user, folder, order)
        orderby type.FullName
        select $"{Outermost(type).FullName} uses {Outermost(used).FullName}.";

    private static bool Allowed(string user, string used, string[] order) =>
        Array.IndexOf(order, used) <= Array.IndexOf(order, user);

    /// <summary>
    /// The first part of the namespace after Metamers; null for compiler-generated types outside of it.
    /// </summary>
    private static string? Folder(Type type) =>
        Outermost(type).Namespace?.Split('.') is ["Metamers", string folder, ..] ? folder : null;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type?> Uses(Type type)
    {
        yield return type.BaseType;
        foreach (Type used in type.GetInterfaces().Concat(type.GetFields(All).Select(field => field.FieldType)))
        {
            yield return used;
        }

        foreach (MethodBase method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
        {
            foreach (
                Type used in method.GetParameters().Select(parameter => parameter.ParameterType).Concat(Body(method))
            )
            {
                yield return used;
            }

            yield return (method as MethodInfo)?.ReturnType;
        }
    }

    /// <summary>Types of locals and caught exceptions, and of every member that the instructions name.</summary>
    private static IEnumerable<Type> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            yield break;
        }

        foreach (
            Type used in body
                .LocalVariables.Select(local => local.LocalType)
                .Concat(
                    body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
                        .Select(clause => clause.CatchType)
                        .OfType<Type>()
                )
        )
        {
            yield return used;
        }

        Type[]? ofType = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (int token in Tokens(body.GetILAsByteArray()!))
        {
            MemberInfo? member = method.Module.ResolveMember(token, ofType, ofMethod);
            foreach (
                Type? used in new[]
                {
                    member as Type,
                    member?.DeclaringType,
                    (member as FieldInfo)?.FieldType,
                    (member as MethodInfo)?.ReturnType,
                }
                    .Concat((member as MethodBase)?.GetParameters().Select(parameter => parameter.ParameterType) ?? [])
                    .Concat(member is MethodInfo { IsGenericMethod: true } call ? call.GetGenericArguments() : [])
            )
            {
                if (used is not null)
                {
                    yield return used;
                }
            }
        }
    }

    /// <summary>Metadata tokens of types, fields and methods in the instructions.</summary>
    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (int at = 0; at < il.Length; )
        {
            OpCode code = OpCodesByValue[il[at] == 0xfe ? 0xfe00 | il[at + 1] : il[at]];
            at += code.Size;
            if (
                code.OperandType
                is OperandType.InlineTok
                    or OperandType.InlineType
                    or OperandType.InlineField
                    or OperandType.InlineMethod
            )
            {
                yield return BitConverter.ToInt32(il, at);
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
                _ => 4,
            };
        }
    }

    /// <summary>The parts of a type: elements of arrays, arguments of generic types.</summary>
    private static IEnumerable<Type> Parts(Type? type)
    {
        if (type is null || type.IsGenericParameter)
        {
            return [];
        }

        if (type.HasElementType)
        {
            return Parts(type.GetElementType());
        }

        return type.IsGenericType
            ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }
}
