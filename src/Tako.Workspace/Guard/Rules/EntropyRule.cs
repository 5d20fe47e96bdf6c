using System.Buffers;
using System.Text;

namespace Tako.Workspace.Guard.Rules;

/// <summary>
/// Values without a known format that are given to a name which tells of a secret and are as disordered as one. A guess, so
/// that it asks; and a repository may list those that are none.
/// </summary>
internal sealed class EntropyRule : GuardRule
{
    private const int Least = 16;
    private const int Most = 512;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-.~!@#%^*";

    private static readonly SearchValues<string> Telling = SearchValues.Create(
        ["secret", "token", "passw", "apikey", "api_key", "api-key", "credential", "private_key", "privatekey", "access_key", "accesskey",
            "auth_key", "authkey", "encryption_key"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Body = SearchValues.Create(Alphabet);
    private static readonly SearchValues<char> Name = SearchValues.Create(Alphabet[..62] + "_-");

    private static readonly string[] Placeholders =
        ["example", "placeholder", "xxxx", "your", "changeme", "dummy", "redacted", "1234567890",
        "abcdef", "password", "secret", "token", "sample", "test", "fake", "mock", "<", "${", "{{"];

    public override string Id => "secret.entropy";

    public override RuleTier Tier => RuleTier.Policy;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "A line gives a disordered value to a name that tells of a secret.";

    public override string WayOut =>
        "Read it from the environment or a store of secrets; or, where it is none, list it under secrets.allow, or approve.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("src/settings.py", "a = 1\n", "a = 1\nAPI_" + "TOKEN = 'q9Zt" + "Rw7LxPb2Vk8NcYd4Mh'\n"),
        RuleExample.Holding("src/settings.py", "a = 1\n", "a = 1\nAPI_" + "TOKEN = os.environ['API_TOKEN']\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) =>
        view.HasNewContent && !view.IsBinary && !Dependencies.LockFiles.IsOne(view.Path);

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        foreach (var view in views)
        {
            foreach (var (start, length) in Find(view.Lines.Text))
            {
                var (text, lines) = (view.Lines.Text, view.Lines.Lines);
                var index = text.AsSpan(0, start).Count('\n');
                var allowed = scene.Law.SecretsAllowed.FirstOrDefault(each => each.Covers(view.Path, text.Substring(start, length)));
                yield return new RuleAnswer.Violates(view.Path, lines[Math.Min(index, lines.Count - 1)],
                    $"The line would bring in what looks like a secret{SecretRule.Because(allowed)}.")
                {
                    Severity = allowed is null ? null : Severity.Note,
                };
            }
        }
    }

    private static List<(int Start, int Length)> Find(string text)
    {
        var found = new List<(int, int)>();
        for (var from = 0; text.AsSpan(from).IndexOfAny(Telling) is var hit and >= 0;)
        {
            var at = from + hit;
            var value = Value(text, at);
            if (value.Length > 0)
                found.Add(value);
            from = Math.Max(at + 4, value.Start + value.Length);
        }

        return found;
    }

    // name, perhaps quoted; = or : or =>; the value, perhaps quoted.
    private static (int Start, int Length) Value(string text, int at)
    {
        at = Skip(text, at, Name, 64);
        at = text.AsSpan(at).StartsWith("\\\"") ? at + 2 : at;
        at = Skip(text, at, "\"']", 2);
        at = Skip(text, at, " \t", 16);
        var sign = at;
        at = Skip(text, at, ":=>", 3);
        if (at == sign)
            return default;
        at = Skip(text, at, " \t", 16);
        var quoted = at;
        at = Skip(text, at, "\"'`", 3);
        var end = Skip(text, at, Body, Most + 1);
        var value = text.AsSpan(at, end - at);
        var isQuoted = at > quoted;
        if (value.Length is < Least or > Most || (end < text.Length && !"\"'`,; \r\n})]".Contains(text[end])))
            return default;
        return (isQuoted || value.IndexOfAny("().") < 0) && IsDisordered(value) ? (at, value.Length) : default;
    }

    private static bool IsDisordered(ReadOnlySpan<char> value)
    {
        var (digits, letters) = (0, 0);
        foreach (var letter in value)
        {
            digits += char.IsAsciiDigit(letter) ? 1 : 0;
            letters += char.IsAsciiLetter(letter) ? 1 : 0;
        }

        if (digits < 2 || letters < 4)
            return false;
        foreach (var word in Placeholders)
        {
            if (value.Contains(word, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        // Sixteen different signs are all that hexadecimal has.
        var isHex = value.IndexOfAnyExcept("0123456789abcdefABCDEF-") < 0;
        return isHex ? value.Length >= 32 && Bits(value) >= 3.0 : Bits(value) >= 3.4;
    }

    /// <summary>Shannon entropy in bits a character.</summary>
    private static double Bits(ReadOnlySpan<char> value)
    {
        Span<int> counts = stackalloc int[128];
        foreach (var letter in value)
            counts[letter & 127]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= (double)count / value.Length * Math.Log2((double)count / value.Length);
        }

        return bits;
    }

    private static int Skip(string text, int at, SearchValues<char> letters, int most)
    {
        var rest = text.AsSpan(at, Math.Min(most, text.Length - at));
        var end = rest.IndexOfAnyExcept(letters);
        return at + (end < 0 ? rest.Length : end);
    }

    private static int Skip(string text, int at, ReadOnlySpan<char> letters, int most)
    {
        var rest = text.AsSpan(at, Math.Min(most, text.Length - at));
        var end = rest.IndexOfAnyExcept(letters);
        return at + (end < 0 ? rest.Length : end);
    }
}
