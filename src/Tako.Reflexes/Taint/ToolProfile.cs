namespace Tako.Reflexes.Taint;

/// <summary>What a tool touches besides the task itself.</summary>
[Flags]
public enum ToolReach
{
    None = 0,

    /// <summary>Its result comes from whoever wrote there.</summary>
    Untrusted = 1,

    /// <summary>Its result is not for everyone.</summary>
    Private = 2,

    /// <summary>It changes or tells something outside of the task.</summary>
    External = 4,
}

/// <summary>What the rules of taint need to know of a tool.</summary>
public sealed record ToolProfile
{
    /// <summary>A tool that works inside the task's sandbox or shadow alone.</summary>
    public static ToolProfile Local { get; } = new() { Reach = ToolReach.Untrusted };

    public required ToolReach Reach { get; init; }

    /// <summary>Arguments that say where an effect goes or what it does; null lets their names tell.</summary>
    public IReadOnlySet<string>? Steering { get; init; }
}
