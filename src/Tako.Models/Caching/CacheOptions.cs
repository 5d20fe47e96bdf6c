namespace Tako.Models.Caching;

/// <summary>What the exact cache keeps, for how long and how much.</summary>
public sealed record CacheOptions
{
    public bool Enabled { get; init; } = true;

    /// <summary>How long an answer is given out.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most bytes in memory.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>Most bytes of one answer; a longer one goes through and is not kept.</summary>
    public int MaxEntryBytes { get; init; } = 1 << 20;

    /// <summary>Calls with a higher temperature are not cached; one that names none has the protocols' default of 1. Null
    /// caches every temperature.</summary>
    public double? MaxTemperature { get; init; }

    /// <summary>Keeps answers in a file as well, so that they outlive the process.</summary>
    public bool Disk { get; init; }

    /// <summary>Most bytes of that file.</summary>
    public long DiskMaxBytes { get; init; } = 2L << 30;
}
