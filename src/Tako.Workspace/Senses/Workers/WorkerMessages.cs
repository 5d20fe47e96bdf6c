using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tako.Workspace.Senses.Workers;

/// <summary>What a worker is asked: <c>hello</c>, <c>check</c> or <c>facts</c>.</summary>
internal sealed record WorkerRequest(string Ask, IReadOnlyList<WorkerSource> Sources);

/// <param name="Mode">For JavaScript <c>module</c> or <c>script</c>.</param>
internal sealed record WorkerSource(string File, string Text, string Mode = "script");

internal sealed record WorkerReply
{
    public string Version { get; init; } = "";

    /// <summary>The modules that come with the interpreter.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>The names that every program of the language knows.</summary>
    public IReadOnlyList<string> Globals { get; init; } = [];

    public IReadOnlyList<WorkerAnswer> Answers { get; init; } = [];
}

/// <summary>What a worker says of one text.</summary>
internal sealed record WorkerAnswer
{
    /// <summary>Nothing could be said: the parser itself gave up.</summary>
    public static WorkerAnswer Unsure { get; } = new();

    public SyntaxFault? Fault { get; init; }

    public bool Parsed { get; init; }

    public JsonElement? Facts { get; init; }
}

/// <summary>Why a text is no program: lines and columns from 1, the end exclusive.</summary>
internal sealed record SyntaxFault(int Line, int Column, int EndLine, int EndColumn, string Code, string Message)
{
    /// <summary>The character that the parser stumbled over, where it says so.</summary>
    public string At { get; init; } = "";

    public PainSpan Span => new(Line, Column, EndLine, EndColumn);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(WorkerReply))]
internal sealed partial class WorkerJson : JsonSerializerContext;
