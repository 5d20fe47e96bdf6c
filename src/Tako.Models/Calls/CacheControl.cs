using System.Globalization;

namespace Tako.Models.Calls;

/// <summary>What a caller wants of the exact cache.</summary>
public sealed record CacheControl
{
    public static readonly CacheControl Default = new();

    public CacheUse Use { get; init; } = CacheUse.Use;

    /// <summary>The oldest answer that will do; null takes any that has not expired.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>
    /// Reads a request's <c>cache-control</c> (RFC 9111, section 5.2.1): <c>no-store</c> keeps the cache out of it,
    /// <c>no-cache</c> and <c>max-age=0</c> want a new answer, <c>max-age=N</c> one that is at most N seconds old. What it does
    /// not know it passes over, as the standard asks.
    /// </summary>
    public static CacheControl Read(string? header)
    {
        if (string.IsNullOrEmpty(header))
            return Default;
        var use = CacheUse.Use;
        TimeSpan? age = null;
        foreach (var part in header.AsSpan().Split(','))
        {
            var directive = header.AsSpan(part).Trim();
            if (directive.Equals("no-store", StringComparison.OrdinalIgnoreCase))
                use = CacheUse.Off;
            else if (directive.Equals("no-cache", StringComparison.OrdinalIgnoreCase) && use == CacheUse.Use)
                use = CacheUse.Refresh;
            else if (Seconds(directive) is { } seconds && !(age < seconds))
                age = seconds;
        }

        if (age == TimeSpan.Zero && use == CacheUse.Use)
            use = CacheUse.Refresh;
        return use == CacheUse.Use && age is null ? Default : new CacheControl { Use = use, MaxAge = age };
    }

    private static TimeSpan? Seconds(ReadOnlySpan<char> directive)
    {
        const string name = "max-age=";
        const int most = int.MaxValue;
        if (!directive.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            return null;
        var number = directive[name.Length..].Trim().Trim('"');
        if (number.IsEmpty || number.ContainsAnyExceptInRange('0', '9'))
            return null;
        return TimeSpan.FromSeconds(long.TryParse(number, CultureInfo.InvariantCulture, out var seconds)
            ? Math.Min(seconds, most)
            : most);
    }
}

/// <summary>How far a call may use the cache.</summary>
public enum CacheUse
{
    /// <summary>Take a stored answer, and store a new one.</summary>
    Use,

    /// <summary>Take none, but store the new one.</summary>
    Refresh,

    /// <summary>Neither take nor store.</summary>
    Off,
}
