namespace Tako.Models.Catalog;

/// <summary>How a key is written in a file: <c>${NAME}</c> and <c>env:NAME</c> name a variable of the environment,
/// anything else is the key itself.</summary>
internal static class KeyReference
{
    public static string? Variable(string written)
    {
        if (written.StartsWith("env:", StringComparison.Ordinal))
            return written[4..].Trim();
        return written is ['$', '{', .., '}'] ? written[2..^1].Trim() : null;
    }
}
