namespace Tako.Storage.Sqlite;

/// <summary>Where stored answers lie and how much room they may take.</summary>
public sealed record SqliteAnswersOptions
{
    /// <summary>The ledger's folder, whose keys seal the answers; made when missing, readable by its owner only.</summary>
    public required string Folder { get; init; }

    /// <summary>Largest size of what is kept, in bytes; the oldest answers go first.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>How long a write waits while another process writes; after that its answers are not kept.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Told of trouble that the store went around, such as a damaged file that it dropped.</summary>
    public Action<string>? Warn { get; init; }
}
