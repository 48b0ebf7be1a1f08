using TorchSharp;

namespace Metamers.Notebook.Exercises;

/// <summary>An exercise that asks for a function.</summary>
/// <param name="Number">Notebook and exercise, for example "02.1".</param>
/// <param name="Form">The type of the function.</param>
/// <param name="Cases">Runs the function on one case after another.</param>
internal sealed record ExerciseTask(string Number, Type Form, Func<Delegate, IEnumerable<Finding>> Cases)
{
    public static ExerciseTask Of<T>(string number, Func<T, IEnumerable<Finding>> cases)
        where T : Delegate => new(number, typeof(T), answer => cases((T)answer));

    /// <summary>Whether an answer is right; the first case that fails ends the check.</summary>
    public ExerciseResult Check(Delegate answer)
    {
        Delegate? function =
            answer.GetType() == Form ? answer : Delegate.CreateDelegate(Form, answer.Target, answer.Method, false);
        if (function is null)
        {
            return Result(
                ExerciseState.Wrong,
                $"The exercise asks for a function {Signature(Form)}; given is one {Signature(answer.GetType())}."
            );
        }

        using DisposeScope scope = torch.NewDisposeScope();
        try
        {
            Finding[] found = [.. UpToFirstFault(Cases(function))];
            return found[^1].Fault is { } fault
                ? Result(ExerciseState.Wrong, fault)
                : Result(ExerciseState.Right, $"right in {found.Length} {(found.Length == 1 ? "case" : "cases")}.") with
                {
                    Made = found.LastOrDefault(finding => finding.Made is not null).Made,
                };
        }
        catch (NotImplementedException)
        {
            return Result(
                ExerciseState.NotWritten,
                "not written yet. Put your code in the place of the throw, and run the cell."
            );
        }
        catch (Exception error) // whatever a reader's code throws
        {
            return Result(
                ExerciseState.Wrong,
                $"It stops with {error.GetType().Name}: {error.Message.TrimEnd('.')}. Try your function in a "
                    + "cell of its own."
            );
        }
    }

    private static IEnumerable<Finding> UpToFirstFault(IEnumerable<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            yield return finding;
            if (finding.Fault is not null)
            {
                yield break;
            }
        }
    }

    private ExerciseResult Result(ExerciseState state, string message) => new(Number, state, message);

    private static string Signature(Type type)
    {
        System.Reflection.MethodInfo method = type.GetMethod("Invoke")!;
        string parameters = string.Join(
            ", ",
            method.GetParameters().Select(parameter => Name(parameter.ParameterType))
        );
        return $"of ({parameters}) that returns {Name(method.ReturnType)}";
    }

    private static string Name(Type type) =>
        type switch
        {
            _ when type == typeof(double) => "double",
            _ when type == typeof(float) => "float",
            _ when type == typeof(int) => "int",
            _ when type == typeof(long) => "long",
            _ when type == typeof(bool) => "bool",
            _ when type == typeof(string) => "string",
            { IsArray: true } => Name(type.GetElementType()!) + "[]",
            { IsGenericType: true } =>
                $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
            _ => type.Name,
        };
}
