namespace Tako.Reflexes.Policies;

/// <summary>What a name stands for on the lists of a policy.</summary>
public enum AccessKind
{
    /// <summary>A tool, at the tool gate.</summary>
    Tools,

    /// <summary>An arm, at the tool gate.</summary>
    Arms,

    /// <summary>A key of the gateway, by id or name.</summary>
    Keys,

    /// <summary>A team of the gateway.</summary>
    Teams,

    /// <summary>The client's name for its own user, in a request to the gateway.</summary>
    Users,
}

/// <summary>
/// Who and what may come in. What is denied is refused; where there is a list of what is allowed of a kind, nothing else of that kind
/// comes in. A star stands for any characters.
/// </summary>
public sealed record AccessLists
{
    private static readonly IReadOnlyDictionary<AccessKind, IReadOnlyList<string>> None =
        new Dictionary<AccessKind, IReadOnlyList<string>>();

    /// <summary>Everyone.</summary>
    public static AccessLists Open { get; } = new();

    public IReadOnlyDictionary<AccessKind, IReadOnlyList<string>> Allow { get; init; } = None;

    public IReadOnlyDictionary<AccessKind, IReadOnlyList<string>> Deny { get; init; } = None;

    /// <summary>The list that keeps it out, such as <c>access/deny/tools</c>; null where it may come in.</summary>
    /// <param name="names">All names of the one thing, such as a key's id and name; none where it is not known.</param>
    public string? Refusal(AccessKind kind, params ReadOnlySpan<string?> names)
    {
        if (Deny.TryGetValue(kind, out var denied) && Fits(denied, names))
            return $"access/deny/{Word(kind)}";
        return Allow.TryGetValue(kind, out var allowed) && !Fits(allowed, names) ? $"access/allow/{Word(kind)}" : null;
    }

    internal static bool Fits(IReadOnlyList<string> globs, params ReadOnlySpan<string?> names)
    {
        foreach (var glob in globs)
        {
            var fits = new Glob(glob);
            foreach (var name in names)
            {
                if (name is not null && fits.Fits(name))
                    return true;
            }
        }

        return false;
    }

    private static string Word(AccessKind kind) => kind.ToString().ToLowerInvariant();
}
