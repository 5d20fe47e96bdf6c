namespace Tako.Reflexes.Hooks;

/// <summary>A command that is asked before or after tools are used. It comes from the user's configuration, never from a
/// repository.</summary>
public sealed record CommandHookOptions
{
    public required string Name { get; init; }

    /// <summary>The program and its arguments; no shell is in between.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Tools it is asked about; <c>*</c> stands for any characters.</summary>
    public IReadOnlyList<string> Tools { get; init; } = ["*"];

    /// <summary>Whether it is asked before a tool is used.</summary>
    public bool Pre { get; init; } = true;

    /// <summary>Whether it is shown what came of it.</summary>
    public bool Post { get; init; }

    /// <summary>Where it runs; null is where Tako runs.</summary>
    public string? Directory { get; init; }

    /// <summary>How long it has; then it is ended with everything it started, and that denies.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Characters of each of its outputs that are read; more than that denies.</summary>
    public int MaxOutput { get; init; } = 65_536;

    internal CommandHookOptions Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        if (Command.Count == 0 || string.IsNullOrWhiteSpace(Command[0]))
            throw new ArgumentException($"The hook '{Name}' has no command; name a program.");
        if (!Pre && !Post)
            throw new ArgumentException($"The hook '{Name}' is never asked; set pre or post.");
        if (Tools.Count == 0)
            throw new ArgumentException($"The hook '{Name}' takes no tool; name some, or '*'.");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxOutput);
        return this;
    }
}
