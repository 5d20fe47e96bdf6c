using Tako.Workspace.Overlay;

namespace Tako.Workspace.Sandbox;

/// <summary>A command to run in the shadow of a repository.</summary>
public sealed record SandboxRun
{
    /// <summary>Absolute path of the repository; the command sees the shadow at this same path.</summary>
    public required string Root { get; init; }

    /// <summary>Program and arguments, passed as they are: no shell reads them.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The changes that lie over the disk; null for none.</summary>
    public ChangeSet? Staged { get; init; }

    /// <summary>Where the command starts, relative to the root; null for the root.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables given to the command beside the few that are always passed on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    public SandboxLimits Limits { get; init; } = new();

    public NetworkAccess Network { get; init; } = NetworkAccess.None;

    /// <summary>A folder outside the repository that keeps what a preparing run wrote and shows it to later runs.</summary>
    public string? CacheLayer { get; init; }

    /// <summary>Keep what this run writes in <see cref="CacheLayer"/> instead of throwing it away.</summary>
    public bool WriteCache { get; init; }

    /// <summary>Called in order with each piece of output of either stream, also with what the report leaves out.</summary>
    public Action<ReadOnlyMemory<byte>>? OnOutput { get; init; }

    /// <summary>Files and folders, relative to the root, that are taken from the disk whatever is staged.</summary>
    public IReadOnlyList<string> ProtectedFromDisk { get; init; } = [];

    /// <summary>Further absolute paths outside the repository that the command may read.</summary>
    public IReadOnlyList<string> Readable { get; init; } = [];

    /// <summary>Report what the command wrote in the repository, outside build folders, in <see cref="RunReport.Written"/>.</summary>
    public bool Harvest { get; init; }
}
