namespace Tako.Core.Redaction;

/// <summary>Decides by its name, or by a password inside a URL, which environment variable holds a secret.</summary>
internal static class SecretNames
{
    private static readonly string[] _telling =
        ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "CONNECTION_STRING",
            "CONNECTIONSTRING"];

    /// <summary>These name a place where a secret lies, or a program that asks for it, not the secret.</summary>
    private static readonly string[] _places = ["_FILE", "_PATH", "_DIR", "_SOCK", "_ASKPASS", "_HOME", "_COMMAND"];

    public static IEnumerable<Secret> In(IEnumerable<KeyValuePair<string, string>> environment)
    {
        foreach (var (name, value) in environment)
        {
            var upper = name.ToUpperInvariant();
            if (_places.Any(upper.EndsWith))
                continue;
            if (_telling.Any(upper.Contains))
                yield return new Secret(name, value);
            else if (PasswordIn(value) is { } password)
                yield return new Secret(name, password);
        }
    }

    /// <summary>The password of <c>scheme://user:password@host</c>.</summary>
    private static string? PasswordIn(string value)
    {
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return null;
        var authority = value.AsSpan(scheme + 3);
        var end = authority.IndexOfAny('/', '?', '#');
        authority = end < 0 ? authority : authority[..end];
        var at = authority.LastIndexOf('@');
        var colon = at < 0 ? -1 : authority[..at].IndexOf(':');
        return colon < 0 ? null : authority[(colon + 1)..at].ToString();
    }
}
