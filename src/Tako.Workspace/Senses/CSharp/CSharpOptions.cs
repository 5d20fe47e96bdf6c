using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp;

/// <summary>Where the C# senses look beside the repository, and how much they take on.</summary>
public sealed record CSharpOptions
{
    /// <summary>The cache layer that a run over a shadow would read (restored packages, build output); null for none.</summary>
    public Func<Shadow, string?> CacheLayer { get; init; } = static _ => null;

    /// <summary>The folder of the .NET installation with its <c>packs</c>; found by itself when null.</summary>
    public string? DotNetRoot { get; init; }

    /// <summary>A repository with more C# files than this is not compiled in memory.</summary>
    public int MostFiles { get; init; } = 5_000;

    /// <summary>A repository with more bytes of C# than this is not compiled in memory.</summary>
    public long MostBytes { get; init; } = 64L << 20;

    /// <summary>The longest that impacted tests may take.</summary>
    public TimeSpan TestTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
