using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Limbs;

namespace Tako.Tools;

/// <summary>A sensor or actuator of an arm. It runs only behind the gate.</summary>
public interface ITool
{
    string Name { get; }

    /// <summary>What it does, in a sentence that a model reads.</summary>
    string Description { get; }

    /// <summary>JSON schema of its arguments.</summary>
    JsonElement Schema { get; }

    EffectKind Effect { get; }

    /// <summary>What a use of it is about, in a few words, for traces and displays.</summary>
    string Subject(JsonElement arguments);

    ValueTask<ToolResult> RunAsync(JsonElement arguments, Limb limb, CancellationToken cancellationToken);
}

/// <summary>What a tool gave back: text for a model to read, and where it came from.</summary>
public sealed record ToolResult(bool Succeeded, string Text, Label Label);
