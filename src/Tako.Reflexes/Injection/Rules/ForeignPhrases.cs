using System.Buffers;
using System.Text;

namespace Tako.Reflexes.Injection.Rules;

/// <summary>Finds the phrases that are not of ASCII, which the automaton of all literals does not take.</summary>
internal sealed class ForeignPhrases
{
    private readonly SearchValues<char> _starts;
    private readonly Dictionary<char, (string Text, int Lexeme)[]> _byStart;

    public ForeignPhrases(IReadOnlyList<Lexeme> lexemes)
    {
        // A phrase is looked for from its first letter beyond ASCII; what stands before it is compared backwards.
        _byStart = lexemes
            .Select(static (lexeme, index) => (lexeme.Text, index))
            .Where(static pair => !Ascii.IsValid(pair.Text))
            .GroupBy(static pair => pair.Text.First(static letter => letter > 127))
            .ToDictionary(static group => group.Key, static group => group.Select(static pair => (pair.Text, pair.index)).ToArray());
        _starts = SearchValues.Create([.. _byStart.Keys.SelectMany(static letter => (char[])[letter,
            char.ToUpperInvariant(letter)]).Distinct()]);
    }

    /// <summary>The next place at or after <paramref name="from"/> where a phrase may stand, or the text's length.</summary>
    public int Next(ReadOnlySpan<char> text, int from)
    {
        // Most texts are of ASCII from here on, which is told faster.
        var found = Ascii.IsValid(text[from..]) ? -1 : text[from..].IndexOfAny(_starts);
        return found < 0 ? text.Length : from + found;
    }

    /// <summary>The phrases that may stand at a place which <see cref="Next"/> gave.</summary>
    public ReadOnlySpan<(string Text, int Lexeme)> At(char letter) =>
        _byStart.TryGetValue(char.ToLowerInvariant(letter), out var phrases) ? phrases : [];

    /// <summary>Where a phrase begins whose first letter beyond ASCII stands at a place, or -1 where it does not stand there.</summary>
    public static int Begin(ReadOnlySpan<char> text, int at, string phrase)
    {
        var before = phrase.AsSpan().IndexOfAnyExceptInRange('\0', '\u007f');
        var begin = at - before;
        return begin >= 0 && begin + phrase.Length <= text.Length
            && text.Slice(begin, phrase.Length).Equals(phrase, StringComparison.OrdinalIgnoreCase) ? begin : -1;
    }
}
