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

    // A power of two, no less than the longest form: the hexadecimal one, of letters that take up to three bytes each.
    private const int Remembered = 256;

    private readonly IReadOnlyList<CanaryForm> _forms;
    private readonly CanaryAutomaton _automaton;
    private readonly Role[] _roles;

    // Whether a form may begin with the first of two characters, which nearly no two of a text allow.
    private readonly bool[] _pairs = new bool[128 * 128];

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
        _roles = [.. Enumerable.Range(0, 128).Select(static code => (char)code).Select(letter => letter switch
        {
            '\\' or '%' or '&' => Role.Escape,
            _ when !char.IsAsciiLetterOrDigit(letter) => Role.Between,
            _ => _automaton.Begins(letter) ? Role.Beginning : Role.Letter,
        })];
        for (var pair = 0; pair < _pairs.Length; pair++)
            _pairs[pair] = MayBegin((char)(pair >> 7), (char)(pair & 127));
    }

    private enum Role : byte
    {
        Between,
        Letter,

        /// <summary>A letter with which a form begins.</summary>
        Beginning,
        Escape,
    }

    public override string Name => "canaries";

    public override void Scan(in ScanText text, FindingList into) => Walk(text.Text, into);

    public override int Settled(ReadOnlySpan<char> text) => Walk(text, null);

    /// <summary>Adds what it finds and says up to where nothing that follows can change it.</summary>
    private int Walk(ReadOnlySpan<char> text, FindingList? into)
    {
        // Most short texts hold no beginning: they do not pay for the memory of letters.
        var at = Beginning(text, 0);
        return at == text.Length ? at : Follow(text, at, into);
    }

    private int Follow(ReadOnlySpan<char> text, int at, FindingList? into)
    {
        // Where the last letters began, and the letters themselves.
        Span<int> places = stackalloc int[Remembered];
        Span<char> letters = stackalloc char[Remembered];
        var (state, count, between) = (0, 0, 0);
        while (at < text.Length)
        {
            if (state == 0 && (at = Beginning(text, at)) == text.Length)
                break;
            var (letter, length) = (text[at], 1);
            var role = letter < 128 ? _roles[letter] : Role.Between;
            if (role == Role.Escape)
            {
                (letter, length) = EscapedLetter.Next(text[at..]);
                if (length == 0)
                    break;
                role = char.IsAsciiLetterOrDigit(letter) ? Role.Letter : Role.Between;
            }

            if (role != Role.Between)
            {
                (places[(byte)count], letters[(byte)count]) = (at, letter);
                count++;
                between = 0;
                state = _automaton.Next(state, letter);
                // What was found is closed: the next word begins behind it, so that no stream is cut within one.
                if (state != 0 && _automaton.EndsOf(state).Length > 0 && IsFound(state, count, places, letters, at + length, into))
                    state = 0;
            }
            else if (++between > MaxBetween)
            {
                state = 0;
            }

            at += length;
        }

        var open = state == 0 ? at : places[(count - _automaton.DepthOf(state)) & (Remembered - 1)];
        return Math.Max(open, text.Length - MaxReach + 1);
    }

    /// <summary>The next place where a form may begin, or the text's end.</summary>
    private int Beginning(ReadOnlySpan<char> text, int at)
    {
        var pairs = _pairs;
        for (; at + 1 < text.Length; at++)
        {
            var (first, second) = (text[at], text[at + 1]);
            if (first < 128 && (second >= 128 ? _roles[first] >= Role.Beginning : pairs[(first << 7) | second]))
                return at;
        }

        return at < text.Length && text[at] < 128 && _roles[text[at]] >= Role.Beginning ? at : text.Length;
    }

    // With a second letter that leads nowhere else than without the first, the first is none.
    private bool MayBegin(char first, char second) => _roles[first] switch
    {
        Role.Escape => true,
        Role.Beginning when _roles[second] is Role.Letter or Role.Beginning =>
            _automaton.Next(_automaton.Next(0, first), second) != _automaton.Next(0, second),
        var role => role == Role.Beginning,
    };

    private bool IsFound(int state, int count, ReadOnlySpan<int> places, ReadOnlySpan<char> letters, int end, FindingList? into)
    {
        // The longest form first.
        foreach (var index in _automaton.EndsOf(state))
        {
            var form = _forms[index];
            var first = count - form.Letters.Length;
            var start = places[first & (Remembered - 1)];
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
            if (form[index] != letters[(first + index) & (Remembered - 1)])
                return false;
        }

        return true;
    }
}
