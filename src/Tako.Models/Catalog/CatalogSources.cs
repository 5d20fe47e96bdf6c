using Tako.Core.Schema;
using Tako.Models.Calls;

namespace Tako.Models.Catalog;

/// <summary>What a catalog is read from, and what its clients run on.</summary>
public sealed record CatalogSources
{
    /// <summary>The user's configuration; only <c>models:</c>, <c>providers:</c> and <c>model:</c> are read.</summary>
    public SourceDocument? Config { get; init; }

    /// <summary>Where <see cref="Config"/> was read from, so that a key in a file that others can read is warned
    /// about.</summary>
    public string? ConfigPath { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public CallLimits Limits { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Chance for the spread of retries.</summary>
    public required Random Random { get; init; }
}
