using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Tako.Models.Recording;

/// <summary>One answer on a cassette.</summary>
public sealed record RecordedAnswer
{
    /// <summary>Which call of the step it answers, from 0.</summary>
    public required int Ordinal { get; init; }

    public string Text { get; init; } = "";

    public IReadOnlyList<RecordedToolCall> ToolCalls { get; init; } = [];

    public string? Finish { get; init; }

    /// <summary>Null where the model did not report it.</summary>
    public UsageDetails? Usage { get; init; }

    /// <summary>Texts that the prompt must hold; if not, the script no longer fits what Tako asks.</summary>
    public IReadOnlyList<string> Expect { get; init; } = [];

    /// <summary>A pattern that the prompt must match for this answer to be considered at all.</summary>
    public Regex? When { get; init; }
}

/// <summary>A tool call on a cassette.</summary>
public sealed record RecordedToolCall(string Id, string Name, JsonElement Arguments);
