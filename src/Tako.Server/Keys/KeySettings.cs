using System.IO.Enumeration;

namespace Tako.Server.Keys;

/// <summary>What a person decides about a virtual key.</summary>
public sealed record KeySettings
{
    /// <summary>How people call the key; unique among those that are not revoked.</summary>
    public required string Name { get; init; }

    /// <summary>The team it belongs to, whose allowances hold as well; null is none.</summary>
    public string? Team { get; init; }

    /// <summary>Globs of the models it may ask for; empty is every model that its team may.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    public IReadOnlyList<Allowance> Allowances { get; init; } = [];

    /// <summary>From this moment on it is refused; null is never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Tags that every call with this key carries.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Refused until someone enables it again.</summary>
    public bool Disabled { get; init; }
}

/// <summary>What a person decides about a team: keys that share models and allowances.</summary>
public sealed record TeamSettings
{
    public required string Name { get; init; }

    /// <summary>Globs of the models its keys may ask for; empty is every model.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Shared by all keys of the team.</summary>
    public IReadOnlyList<Allowance> Allowances { get; init; } = [];

    /// <summary>All its keys are refused.</summary>
    public bool Disabled { get; init; }
}

/// <summary>Patterns over names of models: <c>*</c> is any number of characters, slashes included, <c>?</c> is one.</summary>
internal static class ModelGlob
{
    public static bool Matches(string pattern, string model) =>
        FileSystemName.MatchesSimpleExpression(pattern, model, ignoreCase: true);

    public static bool Any(IReadOnlyList<string> patterns, string model)
    {
        foreach (var pattern in patterns)
        {
            if (Matches(pattern, model))
                return true;
        }

        return patterns.Count == 0;
    }
}
