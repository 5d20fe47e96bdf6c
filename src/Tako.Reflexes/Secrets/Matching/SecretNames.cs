using System.Buffers;
using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets.Matching;

/// <summary>What a name says about the value it is given.</summary>
internal enum NameGrade
{
    /// <summary>Nothing: a public key, the name of a file, a count.</summary>
    None,

    /// <summary>It may be a secret where a provider's name stands with it and the value has that provider's shape.</summary>
    Weak,
    Token,
    Password,
    Bearer,
    Basic,
}

/// <summary>Names under which secrets are kept.</summary>
internal static class SecretNames
{
    /// <summary>Most characters of a name before and after the word that tells.</summary>
    private const int MostBefore = 32;
    private const int MostAfter = 20;

    /// <summary>Words of which every such name holds one.</summary>
    public static readonly string[] Words =
        ["password", "passwd", "passwort", "passphrase", "passcode", "pass", "pwd", "secret", "token", "key", "auth", "authorization",
        "credential", "bearer", "basic", "pat",
        "contribsys"];

    /// <summary>Options that take a password.</summary>
    public static readonly string[] Flags = [" -p", " -u "];

    // What a key must be called to be a secret: an API key, not the key of a table.
    private static readonly string[] KeyOf =
        ["api", "access", "secret", "private", "auth", "encryption", "encrypt", "signing", "sign", "signature", "master", "account",
        "shared", "service",
        "app", "application", "client", "consumer", "license", "deploy", "storage", "subscription", "session", "jwt", "hmac", "crypto",
        "cipher", "aes",
        "integration", "webhook", "security", "rest", "function", "functions", "project", "write", "server", "admin", "token", "sdk",
        "ingest", "ingestion"];

    private static readonly string[] NotOf =
        ["public", "pub", "primary", "foreign", "partition", "sort", "cache", "xsrf", "page", "pagination", "continuation",
        "cursor", "next",
        "cancellation", "pad", "eos", "stop", "max", "min", "num", "total", "idempotency", "dedup", "hash", "hashed", "encrypted", "is",
        "has", "no",
        "forgot", "reset", "show", "hide", "publishable", "site", "basename", "old", "by"];

    private static readonly string[] After =
        ["prod", "production", "dev", "development", "staging", "stage", "live", "qa", "uat", "value", "val", "base64", "b64", "str",
        "string", "main",
        "backup", "new", "secondary", "rw", "ro", "read", "write", "admin", "user", "root", "plain", "plaintext", "raw", "eu", "us",
        "com"];

    private static readonly SearchValues<char> Joined = SearchValues.Create(SecretLetters.Alphanumeric + "_-.$");

    /// <summary>The name around the word at <paramref name="start"/>, and what it says.</summary>
    public static NameGrade Grade(ReadOnlySpan<char> text, ref int start, ref int end)
    {
        var word = text[start..end];
        var (first, last) = (start, end);
        while (first > 0 && start - first < MostBefore && Joined.Contains(text[first - 1]))
            first--;
        while (last < text.Length && last - end < MostAfter && Joined.Contains(text[last]))
            last++;
        // A value in hand, as in a run of Base64, is no name.
        if (start - first == MostBefore || last - end == MostAfter)
            return NameGrade.None;
        // A plural holds many, but credentials are one.
        if (last > end && text[end] is 's' or 'S' && word[0] is 'c' or 'C')
            end++;
        var before = text[first..start];
        var after = text[end..last];
        // In a sentence the words of a name stand apart.
        var apart = (word[0] | 32) == 'k' && before.Length == 0 && start > 4 && text[start - 1] == ' ';
        var grade = Of(word, apart ? text[Math.Max(0, start - 16)..(start - 1)] : before);
        if (grade == NameGrade.None || !Ends(after) || !Begins(before))
            return NameGrade.None;
        (start, end) = (first, last);
        return grade;
    }

    private static NameGrade Of(ReadOnlySpan<char> word, ReadOnlySpan<char> before)
    {
        switch (word[0] | 32)
        {
            case 'p' when word.Length > 4 || (word.Length == 3 && (word[1] | 32) == 'w'):
                return NameGrade.Password;
            // A personal access token, as in "GH_PAT".
            case 'p' when (word[2] | 32) == 't':
                return before.Length > 1 && (before[^1] is '_' or '-' || (word[0] == 'P' && char.IsAsciiLetterLower(before[^1])))
                    ? NameGrade.Token
                    : NameGrade.None;
            // Not "bypass", but "dbPass" and "DB_PASS".
            case 'p':
                return before.Length == 0 || !char.IsAsciiLetter(before[^1]) || (char.IsAsciiLetterLower(before[^1]) && word[0] == 'P')
                    ? NameGrade.Password : NameGrade.None;
            case 'k':
                return Last(before, KeyOf) ? NameGrade.Token : before.Length == 0 ? NameGrade.None : NameGrade.Weak;
            case 'a' when word.Length > 4:
                return NameGrade.Token;
            case 'a':
                return before.Length == 0 || !char.IsAsciiLetter(before[^1]) ? NameGrade.Weak : NameGrade.None;
            case 'b':
                return before.Length > 0 ? NameGrade.None : (word[1] | 32) == 'e' ? NameGrade.Bearer : NameGrade.Basic;
            default:
                return NameGrade.Token;
        }
    }

    private static bool Ends(ReadOnlySpan<char> after)
    {
        if (after.Length == 0)
            return true;
        // Digits, or a word that says which of several it is.
        var first = after[0];
        if (!(first is '_' or '-' or '.' || char.IsAsciiDigit(first) || char.IsAsciiLetterUpper(first)))
            return false;
        after = after.TrimStart("_-.").TrimEnd("_-.0123456789");
        if (after.Length == 0)
            return true;
        foreach (var word in After)
        {
            if (after.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool Begins(ReadOnlySpan<char> before)
    {
        if (before.Contains("csrf", StringComparison.OrdinalIgnoreCase))
            return false;
        // Each of its words, parted by signs or humps.
        for (var from = 0; from < before.Length;)
        {
            var end = from + 1;
            while (end < before.Length && char.IsAsciiLetter(before[end]) && !SecretLetters.IsHump(before, end))
                end++;
            foreach (var word in NotOf)
            {
                if (before[from..end].TrimStart("_-.$").Equals(word, StringComparison.OrdinalIgnoreCase))
                    return false;
            }

            from = end;
        }

        return true;
    }

    private static bool Last(ReadOnlySpan<char> before, string[] words)
    {
        before = before.TrimEnd("_-.");
        foreach (var word in words)
        {
            if (before.EndsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
