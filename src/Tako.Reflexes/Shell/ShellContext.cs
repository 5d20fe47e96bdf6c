namespace Tako.Reflexes.Shell;

/// <summary>Where a command would run. What is not known is taken for the worse.</summary>
public sealed record ShellContext
{
    /// <summary>An absolute path; null is not known, and then what a relative path leads to is not known either.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The user's home folder, an absolute path.</summary>
    public string? Home { get; init; }

    /// <summary>Values of variables that the shell will see.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}
