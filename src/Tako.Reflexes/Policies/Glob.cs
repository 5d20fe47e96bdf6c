namespace Tako.Reflexes.Policies;

/// <summary>A value with stars for any characters; compared without regard to case, in linear time.</summary>
internal sealed class Glob(string pattern)
{
    private readonly string[] _parts = pattern.Split('*');

    public bool Fits(ReadOnlySpan<char> value)
    {
        if (_parts is [var only])
            return value.Equals(only, StringComparison.OrdinalIgnoreCase);
        if (!value.StartsWith(_parts[0], StringComparison.OrdinalIgnoreCase))
            return false;
        value = value[_parts[0].Length..];
        foreach (var part in _parts.AsSpan()[1..^1])
        {
            var at = value.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return false;
            value = value[(at + part.Length)..];
        }

        return value.EndsWith(_parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
