namespace Tako.Server.Keys;

/// <summary>A key that clients of the gateway present, as it is at one moment. The key itself is known to nobody but its owner.</summary>
public sealed record VirtualKey
{
    /// <summary>Such as <c>k-0198c2d1a7b97c3e9f10</c>; stands in the ledger wherever the key is meant.</summary>
    public required string Id { get; init; }

    /// <summary>Its last characters, for people who hold several.</summary>
    public required string Hint { get; init; }

    public required KeySettings Settings { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Null while it is in use.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>SHA-256 of the key.</summary>
    internal ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>Its team as it is now; null without one.</summary>
    internal TeamSettings? Team { get; init; }

    /// <summary>Another key whose hash begins alike.</summary>
    internal VirtualKey? Next { get; init; }

    /// <summary>Why it is refused at this moment, for people; null when it is not.</summary>
    public string? Refusal(DateTimeOffset now)
    {
        if (Revoked is { } revoked)
            return $"The key '{Settings.Name}' was revoked on {revoked:u}.";
        if (Settings.Expires <= now)
            return $"The key '{Settings.Name}' ended on {Settings.Expires:u}.";
        if (Settings.Disabled)
            return $"The key '{Settings.Name}' is disabled.";
        if (Settings.Team is { } team && Team is null)
            return $"The team '{team}' of the key '{Settings.Name}' does not exist.";
        return Team is { Disabled: true } ? $"The team '{Team.Name}' of the key '{Settings.Name}' is disabled." : null;
    }

    /// <summary>Whether it may ask for a model of that name.</summary>
    public bool MayUse(string model) =>
        ModelGlob.Any(Settings.Models, model) && (Team is null || ModelGlob.Any(Team.Models, model));
}
