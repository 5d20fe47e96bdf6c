using System.Buffers;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Literals;

namespace Tako.Reflexes.Canaries;

/// <summary>
/// Finds words that must not come out of a prompt: plain, in any case, reversed, in rot13, base64 (standard and for URLs, wherever it
/// begins), hexadecimal, with escapes of URLs, HTML and JSON, and with spaces, dashes, dots or invisible letters in between.
/// </summary>
public sealed class CanaryScanner : TextScanner
{
    /// <summary>Fewest letters and digits of a word: a shorter one would be found by chance.</summary>
    public const int MinLetters = 6;

    /// <summary>Longest word in characters.</summary>
    public const int MaxLength = 40;

    /// <summary>Most words of one scanner.</summary>
    public const int MaxWords = 256;

    /// <summary>Most characters between two letters of a word.</summary>
    private const int MaxBetween = 16;

    // As many letters as the longest form has at most: the hexadecimal one, of letters that take up to three bytes each.
    private const int Remembered = 256;

    private readonly IReadOnlyList<CanaryForm> _forms;
    private readonly CanaryAutomaton _automaton;
    private readonly SearchValues<char> _starts;

    /// <exception cref="ArgumentException">A word is too short, too long, or there are too many.</exception>
    public CanaryScanner(IReadOnlyCollection<string> words)
    {
        if (words.Count > MaxWords)
            throw new ArgumentException($"There are {words.Count} canary words; at most {MaxWords} are looked for at once.", nameof(words));
        foreach (var word in words)
        {
            if (word.Length > MaxLength || CanaryForms.Letters(word).Length < MinLetters)
            {
                throw new ArgumentException($"The canary word '{word}' does not do: give at least {MinLetters} letters or digits of ASCII "
                    + $"and at most {MaxLength} characters, such as one of CanaryWord.Make.", nameof(words));
            }
        }

        _forms = [.. words.SelectMany(CanaryForms.Of).Where(static form => form.Letters.Length <= Remembered).Distinct()];
        _automaton = new CanaryAutomaton(_forms);
        var letters = Enumerable.Range(0, 128).Select(static code => (char)code).Where(_automaton.Begins);
        _starts = SearchValues.Create([.. letters, '\\', '%', '&']);
    }

    public override string Name => "canaries";

    public override void Scan(in ScanText text, FindingList into) => Walk(text.Text, into);

    public override int Settled(ReadOnlySpan<char> text) => Walk(text, null);

    /// <summary>Adds what it finds and says up to where nothing that follows can change it.</summary>
    private int Walk(ReadOnlySpan<char> text, FindingList? into)
    {
        if (_forms.Count == 0)
            return text.Length;
        // Where the last letters began, and the letters themselves.
        Span<int> places = stackalloc int[Remembered];
        Span<char> letters = stackalloc char[Remembered];
        var (at, state, count, between) = (0, 0, 0, 0);
        while (at < text.Length)
        {
            if (state == 0)
            {
                var next = text[at..].IndexOfAny(_starts);
                if (next < 0)
                    return text.Length;
                at += next;
            }

            var (letter, length) = (text[at], 1);
            if (letter is '\\' or '%' or '&')
                (letter, length) = EscapedLetter.Next(text[at..]);
            if (length == 0)
                break;
            if (char.IsAsciiLetterOrDigit(letter))
            {
                (places[count % Remembered], letters[count % Remembered]) = (at, letter);
                count++;
                between = 0;
                state = _automaton.Next(state, letter);
                // What was found is closed: the next word begins behind it, so that no stream is cut within one.
                if (state != 0 && IsFound(state, count, places, letters, at + length, into))
                    state = 0;
            }
            else if (++between > MaxBetween)
            {
                state = 0;
            }

            at += length;
        }

        var open = state == 0 ? at : places[(count - _automaton.DepthOf(state)) % Remembered];
        return Math.Max(open, text.Length - MaxReach + 1);
    }

    private bool IsFound(int state, int count, ReadOnlySpan<int> places, ReadOnlySpan<char> letters, int end, FindingList? into)
    {
        // The longest form first.
        foreach (var index in _automaton.EndsOf(state))
        {
            var form = _forms[index];
            var first = count - form.Letters.Length;
            var start = places[first % Remembered];
            // Further apart than streams look back it counts nowhere, so that any split finds the same.
            if (end - start > MaxReach || (form.Exact && !IsExactly(form.Letters, first, letters)))
                continue;
            into?.Add(new Finding(start, end - start, FindingFamily.Canary, "canary", 1));
            return true;
        }

        return false;
    }

    private static bool IsExactly(string form, int first, ReadOnlySpan<char> letters)
    {
        for (var index = 0; index < form.Length; index++)
        {
            if (form[index] != letters[(first + index) % Remembered])
                return false;
        }

        return true;
    }
}
