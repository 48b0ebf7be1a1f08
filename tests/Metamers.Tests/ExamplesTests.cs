using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Metamers.Experiments;
using Metamers.Runtime;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;
using Microsoft.DotNet.Interactive.Formatting;
using TorchSharp;

namespace Metamers.Tests;

/// <summary>
/// The examples in the doc comments of types: every public type that a notebook uses has one, and each compiles and
/// runs as a cell would after the notebooks' setup. A variable <c>folder</c> holds a temporary folder for their files.
/// An example that uses a <c>design</c> without making one runs after that of <see cref="ExperimentDesign"/>.
/// </summary>
public sealed partial class ExamplesTests(ExamplesTests.Cells cells) : IClassFixture<ExamplesTests.Cells>, IDisposable
{
    private const string Design = "Metamers.Experiments.ExperimentDesign";
    private const int MostLines = 5;

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Types => [.. Examples.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The example of each type, by its full name, from the documentation file of the library.</summary>
    private static Dictionary<string, string> Examples { get; } =
        XDocument
            .Load(Path.Combine(AppContext.BaseDirectory, "Metamers.xml"))
            .Descendants("member")
            .Select(member => (Name: (string)member.Attribute("name")!, Code: (string?)member.Element("example")))
            .Where(member => member.Code is not null && member.Name.StartsWith("T:", StringComparison.Ordinal))
            .ToDictionary(member => member.Name[2..], member => member.Code!.Trim());

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Example_compiles_and_runs(string type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        string code = Examples[type];
        string before = code.Contains("design") && !code.Contains("var design") ? Examples[Design] + ";" : "";
        await cells.Run($"var folder = @\"{folder.Path}\";\n{before}\n#line 1 \"{type}\"\n{code}");
    }

    [Fact]
    public void Every_public_type_that_a_notebook_uses_has_an_example()
    {
        HashSet<string> words = [.. NotebookWords()];
        string list = Path.Combine(ProjectFolder.Root, "lib", "Metamers", "PublicAPI.Shipped.txt");
        string[] used =
        [
            .. File.ReadLines(list)
                .Where(line => TypeLine().IsMatch(line))
                .Where(type => words.Contains(type[(type.LastIndexOf('.') + 1)..])),
        ];
        Assert.InRange(used.Length, 80, int.MaxValue);
        Assert.Empty(used.Except(Examples.Keys));
    }

    [Fact]
    public void Examples_are_short() =>
        Assert.Empty(Examples.Where(example => example.Value.Split('\n').Length > MostLines).Select(pair => pair.Key));

    /// <summary>All words in the code cells of the notebooks and their solutions.</summary>
    private static IEnumerable<string> NotebookWords() =>
        from file in Directory.EnumerateFiles(ProjectFolder.Notebooks, "*.ipynb", SearchOption.AllDirectories)
        from cell in JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("cells").EnumerateArray()
        where cell.GetProperty("cell_type").GetString() == "code"
        from line in cell.GetProperty("source").EnumerateArray()
        from Match word in Word().Matches(line.GetString()!)
        select word.Value;

    [GeneratedRegex(@"^Metamers(\.\w+)+$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    /// <summary>The references, usings and session of <c>notebooks/setup.dib</c>, set up once.</summary>
    public sealed partial class Cells : IDisposable
    {
        private readonly int threads = torch.get_num_threads();
        private readonly Task<ScriptState<object>> start = Start();

        public void Dispose() => torch.set_num_threads(threads);

        /// <summary>Runs a cell after the setup and shows its value; no cell sees the variables of another.</summary>
        public async Task Run(string code)
        {
            ScriptState<object?> end = await (await start).ContinueWithAsync(
                code,
                cancellationToken: TestContext.Current.CancellationToken
            );
            end.ReturnValue?.ToDisplayString("text/plain");
        }

        private static Task<ScriptState<object>> Start()
        {
            string setup = File.ReadAllText(Path.Combine(ProjectFolder.Notebooks, "setup.dib"));
            string library = File.ReadAllText(Path.Combine(ProjectFolder.Notebooks, "library.dib"));
            IEnumerable<string> files = Reference().Matches(library).Select(match => match.Groups[1].Value);
            string[] code = [.. setup.Split('\n').Where(line => SetupLine().IsMatch(line))];
            Assert.Contains(code, line => line.StartsWith("var session", StringComparison.Ordinal));

            // Without this, the script would load a second copy of each library, with its own types.
            InteractiveAssemblyLoader loader = new();
            List<System.Reflection.Assembly> libraries =
            [
                .. files.Select(file => System.Reflection.Assembly.Load(Path.GetFileNameWithoutExtension(file))),
            ];
            libraries.ForEach(loader.RegisterDependency);
            ScriptOptions options = ScriptOptions
                .Default.AddReferences(libraries)
                .AddImports("System", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks");
            return CSharpScript.Create(string.Join("\n", code), options, assemblyLoader: loader).RunAsync();
        }

        [GeneratedRegex(@"#r ""[^""]*[/\\]([^/\\""]+)""")]
        private static partial Regex Reference();

        [GeneratedRegex(@"^(using |var session)")]
        private static partial Regex SetupLine();
    }
}
