using System.Collections.Frozen;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>The letter that a token carries for the kind of a finding, told by the first word of the kind that says something.</summary>
internal static class PseudonymKinds
{
    public const char Other = 'X';

    private static readonly FrozenDictionary<string, char> Letters = new Dictionary<char, string>
    {
        ['P'] = "person name",
        ['E'] = "email mail",
        ['T'] = "phone telephone tel fax mobile",
        ['C'] = "card credit",
        ['B'] = "iban bank account aba routing bic swift",
        ['A'] = "address street city location place zip postal postcode",
        ['O'] = "organisation organization company org",
        ['N'] = "ssn itin passport national id tax licence license nino insurance",
        ['H'] = "ip ipv4 ipv6 mac host",
        ['W'] = "url uri domain web",
        ['K'] = "wallet bitcoin crypto eth btc",
        ['D'] = "birth date dob age",
        ['S'] = "secret key token password credential",
    }.SelectMany(static entry => entry.Value.Split(' ').Select(word => (Word: word, Letter: entry.Key)))
        .ToFrozenDictionary(static entry => entry.Word, static entry => entry.Letter);

    private static readonly FrozenDictionary<string, char>.AlternateLookup<ReadOnlySpan<char>> Words =
        Letters.GetAlternateLookup<ReadOnlySpan<char>>();

    public static char LetterOf(string kind)
    {
        foreach (var part in kind.AsSpan().Split('_'))
        {
            if (Words.TryGetValue(kind.AsSpan()[part], out var letter))
                return letter;
        }

        return Other;
    }

    /// <summary>Whether spaces, dashes and the like do not belong to values of the kind.</summary>
    public static bool IsNumber(char letter) => letter is 'T' or 'C' or 'B' or 'N';
}
