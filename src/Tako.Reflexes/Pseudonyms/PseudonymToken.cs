using System.Diagnostics.CodeAnalysis;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>
/// What stands in a text in place of a value, such as <c>PII_P_7F3K2QXAF</c>: a letter for the kind, forty bits in Crockford's
/// base32 and a check character that tells any one wrong character and any two exchanged neighbours.
/// </summary>
public readonly record struct PseudonymToken
{
    /// <summary>Every token has as many characters.</summary>
    public const int Length = 15;

    /// <summary>Symbols after the kind, the check character left out.</summary>
    internal const int Symbols = 8;

    internal const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // Powers of the primitive element of GF(32) modulo x^5 + x^2 + 1, one for each symbol and the kind: all differ.
    private static ReadOnlySpan<byte> Weights => [2, 4, 8, 16, 5, 10, 20, 13, 26];

    /// <param name="kind">From A to Z.</param>
    /// <param name="code">Forty bits.</param>
    internal PseudonymToken(char kind, ulong code) => (Kind, Code) = (kind, code);

    /// <summary>A letter for what the value is: P person, E mail, T telephone, C card and so on; X for the rest.</summary>
    public char Kind { get; }

    internal ulong Code { get; }

    private int Check
    {
        get
        {
            var sum = Times(Kind - 'A', Weights[0]);
            for (var symbol = 0; symbol < Symbols; symbol++)
                sum ^= Times(SymbolAt(symbol), Weights[symbol + 1]);
            return sum;
        }
    }

    /// <summary>Reads a token that is written exactly as one is made.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PseudonymToken token)
    {
        token = default;
        if (text is not { Length: Length } || TokenReader.Read(text) is not { End: TokenEnd.Token } reading)
            return false;
        token = reading.Token;
        return text == token.ToString();
    }

    public override string ToString() => string.Create(Length, this, static (text, token) =>
    {
        "PII_".CopyTo(text);
        text[4] = token.Kind;
        text[5] = '_';
        for (var symbol = 0; symbol < Symbols; symbol++)
            text[6 + symbol] = Alphabet[token.SymbolAt(symbol)];
        text[^1] = Alphabet[token.Check];
    });

    /// <summary>Whether it is the check character of this token, as a value from 0 to 31.</summary>
    internal bool IsChecked(int check) => Kind is >= 'A' and <= 'Z' && Check == check;

    /// <summary>The value of a character, in either case and with the confusions that Crockford allows; -1 for none.</summary>
    internal static int ValueOf(char letter) => char.ToUpperInvariant(letter) switch
    {
        'O' => 0,
        'I' or 'L' => 1,
        var upper => Alphabet.IndexOf(upper),
    };

    private int SymbolAt(int symbol) => (int)(Code >> (5 * (Symbols - 1 - symbol))) & 31;

    private static int Times(int left, int right)
    {
        var product = 0;
        for (; right != 0; right >>= 1)
        {
            if ((right & 1) != 0)
                product ^= left;
            left <<= 1;
            if ((left & 32) != 0)
                left ^= 0b100101;
        }

        return product;
    }
}
