using System.Buffers;

namespace Tako.Reflexes.Secrets.Kinds;

/// <summary>Tells what stands in the place of a secret from a secret.</summary>
internal static class Placeholders
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["example", "placeholder", "xxxx", "your", "changeme", "dummy", "redacted", "1234567890", "abcdefgh", "password", "secret"],
        StringComparison.OrdinalIgnoreCase);

    // A value that is told by its name alone needs more doubt.
    private static readonly SearchValues<string> MoreWords = SearchValues.Create(
        ["sample", "insert", "replace", "todo", "fake", "foobar", "lorem", "qwerty", "default", "hidden", "masked", "passwd", "null",
        "none",
        "undefined", "change_me", "change-me", "123456", "abcdef", "abc123", "deadbeef", "test", "apikey", "api_key", "api-key", "token",
        "mysql",
        "demo", "enter", "here", "asdf", "mock", "stub", "temp", "admin", "guest", "string", "optional", "required", "value", "enabled",
        "disabled", "****", "....", "----", "____", "%s", "fixture"], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Endings =
        [".pem", ".key", ".json", ".txt", ".yml", ".yaml", ".cs", ".py", ".js", ".ts", ".go", ".crt", ".env", ".toml", ".ini", ".conf",
        ".xml",
        ".pub", ".md", ".html", ".sh", ".log", ".com", ".org", ".net", ".io", ".local", ".internal", ".svc", ".png", ".jpg", ".svg",
        ".sql"];

    /// <summary>Whether a body of a known format is made up by hand.</summary>
    public static bool Holds(ReadOnlySpan<char> body) => body.IndexOfAny(Words) >= 0 || Repeats(body, body.Length > 60 ? 12 : 6);

    /// <summary>Whether a value that has no format of its own is no secret: made up, a reference, a place, code.</summary>
    public static bool Stands(ReadOnlySpan<char> value)
    {
        if (Holds(value) || Repeats(value, value.Length < 24 ? 4 : 6) || value.IndexOfAny(MoreWords) >= 0)
            return true;
        return value[0] switch
        {
            '$' or '<' or '{' or '~' or '&' or '|' => true,
            '%' => value.Length > 2 && value[^1] == '%',
            '/' or '.' or '\\' => value[1..].IndexOfAny('/', '.', '\\') >= 0,
            '#' => value.Length <= 9 && value[1..].IndexOfAnyExcept(Hex) < 0,
            _ => Refers(value),
        };
    }

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    // Hashes that lock files and headers hold, names of resources, what is public.
    private static readonly string[] Beginnings =
        ["sha1-", "sha256", "sha384-", "sha512", "arn:", "data:", "ssh-", "MIIB",
        "pk_live_", "pk_test_", "pk.eyJ", "phc_"];

    // Variables, calls, URLs and regular expressions.
    private static readonly SearchValues<string> CodeSigns = SearchValues.Create(
        ["${", "{{", "#{", "%{", "$(", "://", "()", "=>", "->", "::", "[0-9", "[A-Z", "[a-z"], StringComparison.Ordinal);

    private static bool Refers(ReadOnlySpan<char> value)
    {
        if (value.IndexOfAny(CodeSigns) >= 0)
            return true;
        if (value.Length > 2 && char.IsAsciiLetter(value[0]) && value[1] == ':' && value[2] is '\\' or '/')
            return true;
        foreach (var ending in Endings)
        {
            if (value.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        foreach (var beginning in Beginnings)
        {
            if (value.StartsWith(beginning, StringComparison.Ordinal))
                return true;
        }

        return IsPath(value);
    }

    private static bool IsPath(ReadOnlySpan<char> value)
    {
        // Words between dots or slashes: a member of an object, a file.
        if (value.IndexOfAny('/', '.') < 0)
            return false;
        var parts = 0;
        foreach (var range in value.SplitAny('/', '.'))
        {
            var part = value[range];
            parts++;
            if (part.Length > 24 || SecretLetters.Turns(part) > 1)
                return false;
        }

        return parts > 1;
    }

    private static bool Repeats(ReadOnlySpan<char> body, int most)
    {
        var same = 1;
        for (var index = 1; index < body.Length; index++)
        {
            same = body[index] == body[index - 1] ? same + 1 : 1;
            if (same == most)
                return true;
        }

        return false;
    }
}
