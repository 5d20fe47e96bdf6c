namespace Tako.Workspace.Sandbox;

/// <summary>Where the sandbox keeps its own things and whom it serves.</summary>
public sealed record SandboxOptions
{
    /// <summary>Absolute path of a folder for the built helper and empty mount points; never inside a repository.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The home folder that is hidden behind a private one; the user's own when null.</summary>
    public string? HomeFolder { get; init; }

    /// <summary>The clock of timeouts and measurements.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
