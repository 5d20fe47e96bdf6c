using System.Text;

namespace Tako.Eval.Reflex.Pseudonyms;

/// <summary>What models, templates and transports do to a token: each change leaves it recognisable to a reader.</summary>
internal static class TokenMutations
{
    /// <summary>What a mutation made of a token: what stands around stays when the value comes back.</summary>
    internal readonly record struct Mutated(string Before, string Token, string After)
    {
        public override string ToString() => Before + Token + After;
    }

    private static readonly (string Before, string After)[] Wrappers =
    [
        ("**", "**"), ("*", "*"), ("_", "_"), ("`", "`"), ("~~", "~~"), ("***", "***"), ("[", "](https://example.org)"), ("# ", "\n"),
        ("| ", " |"), ("<b>", "</b>"), ("> ", ""), ("- [ ] ", ""),
    ];

    private static readonly (string Before, string After)[] Brackets =
    [
        ("[", "]"), ("(", ")"), ("{", "}"), ("{{", "}}"), ("<", ">"), ("⟦", "⟧"), ("«", "»"), ("\"", "\""), ("'", "'"), ("“", "”"),
        ("[", ""), ("", "]"), ("\\\"", "\\\""),
    ];

    private static readonly string[] Breaks = ["\n", "\r\n", "\n    ", "\n> ", "\\n", "\\r\\n", "\\\\n", "\u2028"];
    private static readonly string[] Invisible = ["\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u00AD", "\\u200b"];
    private static readonly (string Before, string After)[] Endings =
    [
        ("", "'s"), ("", "’s"), ("", "s"), ("", "さん"), ("Herr ", "s Antrag"), ("l'", ""), ("", "-nak"), ("亲爱的", "，"), ("", "."),
        ("", ","), ("Señora ", "?"),
    ];

    /// <summary>Every mutation by name; the break of a line before a quoted one is left to mail clients.</summary>
    public static IReadOnlyList<(string Name, Func<string, Random, Mutated> Make)> All { get; } =
    [
        ("as it is", static (token, _) => Alone(token)),
        ("lower case", static (token, _) => Alone(token.ToLowerInvariant())),
        ("mixed case", static (token, random) => Alone(Each(token, random, static (letter, random) =>
            random.Next(2) == 0 ? char.ToLowerInvariant(letter).ToString() : letter.ToString()))),
        ("a space inside", static (token, random) => Alone(Insert(token, random, " "))),
        ("spaces for lines", static (token, _) => Alone(token.Replace('_', ' '))),
        ("spaced letters", static (token, _) => Alone(string.Join(' ', token.ToCharArray()))),
        ("no-break space", static (token, random) => Alone(Insert(token, random, "\u00A0"))),
        ("line break", static (token, random) => Alone(Insert(token, random, Breaks[random.Next(Breaks.Length)].Replace("> ", "")))),
        ("invisible letter", static (token, random) => Alone(Insert(token, random, Invisible[random.Next(Invisible.Length)]))),
        ("JSON escape of lines", static (token, _) => Alone(token.Replace("_", "\\u005f"))),
        ("JSON escape of all", static (token, _) => Alone(string.Concat(token.Select(letter => $"\\u{(int)letter:x4}")))),
        ("URL escape of lines", static (token, _) => Alone(token.Replace("_", "%5F"))),
        ("markdown around", static (token, random) => Around(token, Wrappers[random.Next(Wrappers.Length)])),
        ("markdown inside", static (token, random) => Alone(Insert(token, random, random.Next(2) == 0 ? "**" : "`"))),
        ("markdown escapes", static (token, _) => Alone(token.Replace("_", "\\_"))),
        ("lines eaten by markdown", static (token, _) => Alone(token.Replace("_", ""))),
        ("dashes for lines", static (token, random) => Alone(token.Replace('_', random.Next(2) == 0 ? '-' : '–'))),
        ("brackets or quotes", static (token, random) => Around(token, Brackets[random.Next(Brackets.Length)])),
        ("ending or language", static (token, random) => Around(token, Endings[random.Next(Endings.Length)])),
        ("full width", static (token, _) => Alone(Each(token, null, static (letter, _) => ((char)(letter + 0xFEE0)).ToString()))),
        ("O for 0, l for 1", static (token, random) => Alone(token[..6] + Each(token[6..], random, static (letter, random) => letter switch
        {
            '0' => "O",
            '1' => random.Next(2) == 0 ? "l" : "I",
            _ => letter.ToString(),
        }))),
    ];

    /// <summary>Changes after which the token must stay a token: it is another's, or nobody can tell whose.</summary>
    public static IReadOnlyList<(string Name, Func<string, Random, string> Make)> Damages { get; } =
    [
        ("one symbol wrong", static (token, random) => Wrong(token, random, 1)),
        ("two symbols wrong", static (token, random) => Wrong(token, random, 2)),
        ("neighbours exchanged", static (token, random) => Exchanged(token, random)),
        ("cut short", static (token, random) => token[..random.Next(6, token.Length - 1)] + "."),
        ("another kind", static (token, random) => token[..4] + (char)('A' + ((token[4] - 'A' + random.Next(1, 26)) % 26)) + token[5..]),
    ];

    private static Mutated Alone(string token) => new("", token, "");

    private static Mutated Around(string token, (string Before, string After) what) => new(what.Before, token, what.After);

    private static string Insert(string token, Random random, string what) => token.Insert(random.Next(1, token.Length), what);

    private static string Each(string token, Random? random, Func<char, Random, string> make)
    {
        var text = new StringBuilder();
        foreach (var letter in token)
            text.Append(make(letter, random!));
        return text.ToString();
    }

    private static string Wrong(string token, Random random, int count)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var letters = token.ToCharArray();
        foreach (var at in Enumerable.Range(6, token.Length - 6).OrderBy(_ => random.Next()).Take(count).ToList())
            letters[at] = alphabet[(alphabet.IndexOf(letters[at]) + random.Next(1, alphabet.Length)) % alphabet.Length];
        return new string(letters);
    }

    private static string Exchanged(string token, Random random)
    {
        var letters = token.ToCharArray();
        var first = random.Next(6, token.Length - 1);
        if (letters[first] == letters[first + 1])
            return Wrong(token, random, 1);
        (letters[first], letters[first + 1]) = (letters[first + 1], letters[first]);
        return new string(letters);
    }
}
