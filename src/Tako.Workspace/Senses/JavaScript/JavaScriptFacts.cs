using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.JavaScript;

/// <summary>What a JavaScript file imports, exports and uses, as far as it can be told without running it.</summary>
internal sealed record JavaScriptFacts
{
    public bool IsModule { get; init; }

    /// <summary>Speaks of <c>require</c>, <c>module</c> or <c>exports</c>.</summary>
    public bool IsCommon { get; init; }

    public IReadOnlyList<JavaScriptImport> Imports { get; init; } = [];

    public IReadOnlyList<string> Exports { get; init; } = [];

    /// <summary>Modules whose names are all handed on.</summary>
    public IReadOnlyList<string> Stars { get; init; } = [];

    /// <summary><see cref="Exports"/> is all there is.</summary>
    public bool Certain { get; init; }

    /// <summary>Members of a whole imported module that are called.</summary>
    public IReadOnlyList<JavaScriptUse> Uses { get; init; } = [];

    /// <summary>Names that no scope of the file knows.</summary>
    public IReadOnlyList<JavaScriptName> Free { get; init; } = [];

    public IReadOnlyList<string> Visible { get; init; } = [];

    public static JavaScriptFacts? Of(WorkerAnswer? answer) =>
        answer?.Facts is { } facts ? JsonSerializer.Deserialize(facts, JavaScriptJson.Default.JavaScriptFacts) : null;
}

/// <param name="How"><c>import</c>, <c>require</c> or <c>dynamic</c>.</param>
internal sealed record JavaScriptImport(string Source, IReadOnlyList<JavaScriptName> Names, string How, bool Guarded,
    IReadOnlyList<int> Span);

internal sealed record JavaScriptName(string Name, IReadOnlyList<int> Span);

internal sealed record JavaScriptUse(string Source, string Name, IReadOnlyList<int> Span);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JavaScriptFacts))]
internal sealed partial class JavaScriptJson : JsonSerializerContext;
