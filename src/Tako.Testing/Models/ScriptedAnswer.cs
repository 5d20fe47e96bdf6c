using Microsoft.Extensions.AI;

namespace Tako.Testing.Models;

/// <summary>One answer of a <see cref="ScriptedModel"/>: words, tool calls, usage, or a fault.</summary>
public sealed record ScriptedAnswer
{
    public string Text { get; init; } = "";

    public IReadOnlyList<FunctionCallContent> ToolCalls { get; init; } = [];

    /// <summary>Null stands for a provider that does not report it.</summary>
    public UsageDetails? Usage { get; init; } =
        new() { InputTokenCount = 100, OutputTokenCount = 20, TotalTokenCount = 120 };

    public ChatFinishReason? FinishReason { get; init; }

    /// <summary>Thrown after <see cref="Text"/> was streamed, or instead of an answer that is not streamed.</summary>
    public Exception? Fault { get; init; }

    /// <summary>The answer begins when this completes; for tests that need calls to overlap.</summary>
    public Task? After { get; init; }

    public static implicit operator ScriptedAnswer(string text) => new() { Text = text };
}
