using System.Text.Json;

namespace Tako.Reflexes.Hooks;

/// <summary>Asked before a tool is used and shown what came of it; in .NET, or a command of its own (<see cref="CommandHook"/>).</summary>
public interface IToolHook
{
    string Name { get; }

    /// <summary>Whether it wants to be asked about a tool.</summary>
    bool Takes(string tool);

    /// <summary>Asked before the tool is used (<c>pre_tool_use</c>).</summary>
    ValueTask<HookAnswer> PreToolUseAsync(ToolUse use, CancellationToken cancellationToken);

    /// <summary>Asked before anyone else sees what came of it (<c>post_tool_use</c>); a denial withholds the result.</summary>
    ValueTask<HookAnswer> PostToolUseAsync(ToolUse use, CancellationToken cancellationToken);
}

/// <summary>One use of a tool, as a hook sees it.</summary>
public sealed record ToolUse
{
    public required string Tool { get; init; }

    /// <summary>A JSON object: exactly what the tool is given.</summary>
    public required JsonElement Arguments { get; init; }

    public required string Task { get; init; }

    public required string Actor { get; init; }

    /// <summary>Whether it went well; null before it is used.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>What the tool said; null before it is used.</summary>
    public string? Result { get; init; }
}

/// <summary>What a hook decided.</summary>
public sealed record HookAnswer(HookDecision Decision, string? Reason = null)
{
    /// <summary>The answer of a hook that has nothing against it.</summary>
    public static readonly HookAnswer Allow = new(HookDecision.Allow);
}

/// <summary>What a hook wants to become of a use of a tool.</summary>
public enum HookDecision
{
    Allow,

    /// <summary>A person decides.</summary>
    Ask,

    Deny,
}
