using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.Python;

/// <summary>What a Python file defines, imports and uses, as far as it can be told without running it.</summary>
internal sealed record PythonFacts
{
    /// <summary>Names come into being that the text does not show.</summary>
    public bool Dynamic { get; init; }

    public IReadOnlyDictionary<string, PythonDefinition> Defines { get; init; } = new Dictionary<string, PythonDefinition>();

    public IReadOnlyList<string>? All { get; init; }

    public bool AllKnown { get; init; }

    public IReadOnlyList<PythonBinding> Stars { get; init; } = [];

    public IReadOnlyList<PythonImport> Imports { get; init; } = [];

    public IReadOnlyList<PythonName> Undefined { get; init; } = [];

    /// <summary>Names that the file knows somewhere, for the search of a misspelt one.</summary>
    public IReadOnlyList<string> Visible { get; init; } = [];

    public IReadOnlyList<PythonUse> Uses { get; init; } = [];

    public IReadOnlyList<PythonLocalCall> Calls { get; init; } = [];

    public static PythonFacts? Of(WorkerAnswer? answer) =>
        answer?.Facts is { } facts ? JsonSerializer.Deserialize(facts, PythonJson.Default.PythonFacts) : null;
}

/// <param name="Kind"><c>function</c>, <c>class</c>, <c>import</c> or <c>other</c>.</param>
internal sealed record PythonDefinition(string Kind, PythonSignature? Signature = null, PythonBinding? From = null);

/// <summary>What an import binds a name to; without <paramref name="Name"/> it is the module itself.</summary>
internal sealed record PythonBinding(string Module, int Level, string? Name = null);

internal sealed record PythonImport(string Module, int Level, string? Name, string Bound, bool Whole, bool Guarded,
    IReadOnlyList<int> Span);

internal sealed record PythonName(string Name, IReadOnlyList<int> Span);

internal sealed record PythonUse(PythonBinding Import, IReadOnlyList<string> Path, PythonCall? Call, IReadOnlyList<int> Span);

internal sealed record PythonLocalCall(string Name, PythonSignature Signature, PythonCall Call, IReadOnlyList<int> Span);

/// <param name="Open">Holds a star, so that nobody knows how many arguments there are.</param>
internal sealed record PythonCall(int Positional, IReadOnlyList<string> Keywords, bool Open);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PythonFacts))]
internal sealed partial class PythonJson : JsonSerializerContext;
