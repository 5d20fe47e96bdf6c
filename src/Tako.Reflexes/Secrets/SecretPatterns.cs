using System.Buffers;
using System.Buffers.Text;

namespace Tako.Reflexes.Secrets;

/// <summary>
/// The well-known formats of keys. Each starts with an anchor that one vectorised pass finds; only there the exact form,
/// the length and the disorder of the letters are looked at. Precision comes from the latter two, not from the anchor.
/// </summary>
internal static class SecretPatterns
{
    /// <summary>No finding but a private key block and a known value holds one of these.</summary>
    public static readonly SearchValues<char> Breaks = SearchValues.Create(" \t\r\n\v\f\"<>`\u00A0\u0085\u2028\u2029");

    /// <summary>Characters before a finding that may decide on it.</summary>
    public const int Context = 64;

    /// <summary>Longest private key block, in characters.</summary>
    public const int MaxBlock = 16 * 1024;

    public const string BlockStart = "-----BEGIN";
    public const int MaxBlockHead = 40;

    private const string Digits = "0123456789";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Alnum = SearchValues.Create(Letters + Digits);
    private static readonly SearchValues<char> Url64 = SearchValues.Create(Letters + Digits + "-_");
    private static readonly SearchValues<char> Dotted = SearchValues.Create(Letters + Digits + "-_.");
    private static readonly SearchValues<char> Slashed = SearchValues.Create(Letters + Digits + "/");
    private static readonly SearchValues<char> Base64 = SearchValues.Create(Letters + Digits + "+/=");
    private static readonly SearchValues<char> Base32 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> BlockBody = SearchValues.Create(Letters + Digits + "+/=\r\n\\ \t");

    // Sorted so that a longer prefix comes before the one it starts with.
    private static readonly Token[] Tokens =
    [
        new("aws-access-key", "AKIA", Base32, 16, 16, 2.5),
        new("aws-access-key", "ASIA", Base32, 16, 16, 2.5),
        new("github-token", "ghp_", Alnum, 36, 255, 3.5),
        new("github-token", "gho_", Alnum, 36, 255, 3.5),
        new("github-token", "ghu_", Alnum, 36, 255, 3.5),
        new("github-token", "ghs_", Alnum, 36, 255, 3.5),
        new("github-token", "ghr_", Alnum, 36, 255, 3.5),
        new("github-token", "github_pat_", SearchValues.Create(Letters + Digits + "_"), 60, 255, 3.8),
        new("gitlab-token", "glpat-", Url64, 20, 80, 3.2),
        new("anthropic-key", "sk-ant-", Url64, 32, 255, 3.5, DenseRun: 16),
        new("openai-key", "sk-", Url64, 32, 255, 3.3, DenseRun: 18),
        new("stripe-key", "sk_live_", Alnum, 20, 255, 3.2),
        new("stripe-key", "rk_live_", Alnum, 20, 255, 3.2),
        new("slack-token", "xoxb-", Url64, 20, 255, 2.8, DenseRun: 10),
        new("slack-token", "xoxp-", Url64, 20, 255, 2.8, DenseRun: 10),
        new("slack-token", "xoxa-", Url64, 20, 255, 2.8, DenseRun: 10),
        new("slack-token", "xoxe-", Url64, 20, 255, 2.8, DenseRun: 10),
        new("slack-token", "xoxr-", Url64, 20, 255, 2.8, DenseRun: 10),
        new("slack-token", "xoxs-", Url64, 20, 255, 2.8, DenseRun: 10),
        new("slack-token", "xapp-", Url64, 20, 255, 2.8, DenseRun: 10),
        new("slack-webhook", "hooks.slack.com/services/", Slashed, 30, 120, 3.2),
        new("google-key", "AIza", Url64, 35, 35, 3.5),
        new("google-oauth", "GOCSPX-", Url64, 28, 28, 3.2),
        new("google-oauth", "ya29.", Dotted, 40, 2048, 3.8),
        new("npm-token", "npm_", Alnum, 36, 36, 3.5),
        new("huggingface-token", "hf_", Alnum, 34, 40, 3.5),
        new("pypi-token", "pypi-AgE", Url64, 60, 1024, 3.8),
        new("digitalocean-token", "dop_v1_", Hex, 64, 64, 3.0),
        new("sendgrid-key", "SG.", Dotted, 60, 80, 4.0, DenseRun: 10),
        new("azure-storage-key", "AccountKey=", Base64, 86, 88, 4.2),
    ];

    public static readonly string[] AwsSecretNames = ["secret_access_key", "SECRET_ACCESS_KEY", "SecretAccessKey", "secretAccessKey"];

    private static readonly string[] Placeholders =
        ["example", "placeholder", "xxxx", "your", "changeme", "dummy", "redacted", "1234567890", "abcdefgh", "password", "secret"];

    public static readonly SearchValues<string> Anchors = SearchValues.Create(
        [.. Tokens.Select(token => token.Prefix), .. AwsSecretNames, "eyJ", "://", BlockStart], StringComparison.Ordinal);

    /// <param name="DenseRun">Letters and digits without a separator that must stand together, where words with dashes look alike.</param>
    private sealed record Token(string Kind, string Prefix, SearchValues<char> Alphabet, int Least, int Most,
        double Disorder, int DenseRun = 0);

    /// <summary>The secret whose anchor stands at <paramref name="at"/>, if it is one.</summary>
    public static SecretFinding? Match(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..];
        switch (rest[0])
        {
            case '-':
                return Block(text, at);
            case ':':
                return UrlPassword(text, at);
            case 'e' when rest.StartsWith("eyJ"):
                return JsonWebToken(text, at);
        }

        foreach (var token in Tokens)
        {
            if (rest[0] == token.Prefix[0] && rest.StartsWith(token.Prefix, StringComparison.Ordinal))
                return Matches(text, at, token);
        }

        foreach (var name in AwsSecretNames)
        {
            if (rest.StartsWith(name, StringComparison.Ordinal))
                return AwsSecret(text, at + name.Length);
        }

        return null;
    }

    private static SecretFinding? Matches(ReadOnlySpan<char> text, int at, Token token)
    {
        if (!StartsWord(text, at))
            return null;
        var body = Run(text[(at + token.Prefix.Length)..], token.Alphabet, token.Most + 1);
        if (body.Length < token.Least || body.Length > token.Most || Disorder(body) < token.Disorder || IsPlaceholder(body))
            return null;
        var end = at + token.Prefix.Length + body.Length;
        if (token.Most < 255 && end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
            return null;
        return token.DenseRun > 0 && !HasDenseRun(body, token.DenseRun) ? null : new SecretFinding(at, end - at, token.Kind);
    }

    private static SecretFinding? AwsSecret(ReadOnlySpan<char> text, int from)
    {
        var start = from;
        while (start < text.Length && start - from < 8 && " \t\"':=>,".Contains(text[start]))
            start++;
        if (start == from)
            return null;
        var body = Run(text[start..], Base64, 41);
        return body.Length == 40 && Disorder(body) >= 3.8 && !IsPlaceholder(body) ? new SecretFinding(start, 40, "aws-secret-key") : null;
    }

    // RFC 7519: three parts, the first of which is a JSON object with "alg".
    private static SecretFinding? JsonWebToken(ReadOnlySpan<char> text, int at)
    {
        if (!StartsWord(text, at))
            return null;
        var whole = Run(text[at..], Dotted, 8192);
        var first = whole.IndexOf('.');
        if (first is < 12 or > 1024)
            return null;
        var second = whole[(first + 1)..].IndexOf('.');
        if (second < 8 || whole.Length - first - second - 2 < 16)
            return null;
        Span<byte> head = stackalloc byte[Base64Url.GetMaxDecodedLength(first)];
        return Base64Url.DecodeFromChars(whole[..first], head, out _, out var length) == OperationStatus.Done
            && head[..length].IndexOf("\"alg\""u8) > 0
            ? new SecretFinding(at, whole.Length, "jwt")
            : null;
    }

    private static SecretFinding? UrlPassword(ReadOnlySpan<char> text, int at)
    {
        var rest = text[(at + 3)..];
        rest = rest[..Math.Min(rest.Length, 320)];
        var end = rest.IndexOfAny(Breaks);
        if (end >= 0)
            rest = rest[..end];
        end = rest.IndexOfAny("/?#'\\,;()");
        if (end >= 0)
            rest = rest[..end];
        var host = rest.LastIndexOf('@');
        var colon = rest.IndexOf(':');
        if (host < 0 || colon < 0 || host - colon - 1 is < 6 or > 200)
            return null;
        var password = rest[(colon + 1)..host];
        if (password.IndexOfAny("${}*[]") >= 0 || Disorder(password) < 2.2 || IsPlaceholder(password))
            return null;
        return new SecretFinding(at + 3 + colon + 1, password.Length, "url-password");
    }

    private static SecretFinding? Block(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..];
        rest = rest[..Math.Min(rest.Length, MaxBlock)];
        var head = rest[..Math.Min(rest.Length, BlockStart.Length + MaxBlockHead)];
        var name = head.IndexOf("PRIVATE KEY");
        if (name < 0)
            return null;
        var dashes = rest[name..].IndexOf("-----");
        if (dashes is < 0 or > 20)
            return null;
        var start = name + dashes + 5;
        var end = rest[start..].IndexOf("-----END");
        var body = end >= 0 ? rest.Slice(start, end) : Run(rest[start..], BlockBody, MaxBlock);
        // A block without a body is a template or the code that looks for one.
        if (body.Length < 40 || Disorder(body[..Math.Min(body.Length, 400)]) < 3.5)
            return null;
        if (end < 0)
            return new SecretFinding(at, start + body.Length, "private-key");
        var last = rest[(start + end + 8)..].IndexOf("-----");
        return new SecretFinding(at, last is >= 0 and <= MaxBlockHead ? start + end + 8 + last + 5 : start + end, "private-key");
    }

    private static bool StartsWord(ReadOnlySpan<char> text, int at) =>
        at == 0 || !(char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] == '_');

    private static ReadOnlySpan<char> Run(ReadOnlySpan<char> text, SearchValues<char> alphabet, int most)
    {
        text = text[..Math.Min(text.Length, most)];
        var end = text.IndexOfAnyExcept(alphabet);
        return end < 0 ? text : text[..end];
    }

    private static bool HasDenseRun(ReadOnlySpan<char> body, int least)
    {
        while (body.Length >= least)
        {
            var run = Run(body, Alnum, body.Length);
            if (run.Length >= least && run.IndexOfAnyInRange('0', '9') >= 0 && run.IndexOfAnyExceptInRange('0', '9') >= 0)
                return true;
            body = body[Math.Min(body.Length, run.Length + 1)..];
        }

        return false;
    }

    private static bool IsPlaceholder(ReadOnlySpan<char> body)
    {
        foreach (var word in Placeholders)
        {
            if (body.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        var same = 1;
        for (var index = 1; index < body.Length; index++)
        {
            same = body[index] == body[index - 1] ? same + 1 : 1;
            if (same == 6)
                return true;
        }

        return false;
    }

    /// <summary>Shannon entropy of the letters, in bits a letter.</summary>
    private static double Disorder(ReadOnlySpan<char> body)
    {
        Span<int> counts = stackalloc int[128];
        foreach (var letter in body)
            counts[letter & 127]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= (double)count / body.Length * Math.Log2((double)count / body.Length);
        }

        return bits;
    }
}
