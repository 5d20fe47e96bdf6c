using System.Buffers;
using System.Globalization;

namespace Tako.Reflexes.Secrets.Kinds;

/// <summary>
/// How the letters of a secret follow each other: literals, and runs of a class of letters. A run takes as many letters as it can and
/// gives none back, so that matching is linear.
/// </summary>
internal sealed class SecretShape
{
    private const string Digits = "0123456789";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>The classes by their letter, with what is in them.</summary>
    public static readonly IReadOnlyDictionary<char, string> Classes = new Dictionary<char, string>
    {
        ['d'] = Digits, ['h'] = Digits + "abcdef", ['x'] = Digits + "abcdefABCDEF", ['l'] = Lower, ['n'] = Lower + Digits,
        ['N'] = Upper + Digits, ['t'] = Upper + "234567", ['a'] = Upper + Lower + Digits, ['w'] = Upper + Lower + Digits + "_",
        ['u'] = Upper + Lower + Digits + "-_", ['o'] = Upper + Lower + Digits + "-_.", ['b'] = Upper + Lower + Digits + "+/",
        ['B'] = Upper + Lower + Digits + "+/=", ['m'] = Upper + Lower + Digits + "+/=-_", ['q'] = Upper + Lower + Digits + "+/=-_.%",
        ['p'] = Upper + Lower + Digits + "!#$%*+-./:?@[]^_{|}~=",
    };

    private static readonly Dictionary<char, SearchValues<char>> Sets =
        Classes.ToDictionary(static pair => pair.Key, static pair => SearchValues.Create(pair.Value));

    private readonly Part[] _parts;
    private readonly int _anchor;

    private SecretShape(string source, Part[] parts)
    {
        Source = source;
        _parts = parts;
        _anchor = Array.FindIndex(parts, static part => part.Literal.Length > 1);
        if (_anchor < 0)
            _anchor = Array.FindIndex(parts, static part => part.Literal.Length > 0);
    }

    /// <param name="Literal">Empty for a run of the class.</param>
    public readonly record struct Part(string Literal, char Class, int Least, int Most);

    public string Source { get; }

    public IReadOnlyList<Part> Parts => _parts;

    /// <summary>The literal by which the shape is found; empty where it has none.</summary>
    public string Anchor => _anchor < 0 ? "" : _parts[_anchor].Literal;

    /// <summary>Parts separated by blanks.</summary>
    /// <exception cref="FormatException">What is wrong, and the way out.</exception>
    public static SecretShape Parse(string source)
    {
        var words = source.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0
            ? new SecretShape(source, [.. words.Select(ParsePart)])
            : throw new FormatException("a shape is empty; give parts such as 'ghp_ a{36}'");
    }

    /// <summary>
    /// Whether the shape stands in the text with its anchor at <paramref name="at"/>. What decides stands within
    /// <paramref name="window"/> characters from the start; a last run that is allowed to be longer goes on after them.
    /// </summary>
    public bool Matches(ReadOnlySpan<char> text, int at, int window, out int start, out int body, out int end)
    {
        (start, body, end) = (at, _anchor == 0 ? at + Anchor.Length : at, at);
        for (var index = _anchor - 1; index >= 0; index--)
        {
            if (!Back(text, _parts[index], ref start))
                return false;
        }

        if (_anchor > 0)
            body = start;
        return Forward(text, Math.Max(0, _anchor), window - (at - start), ref end);
    }

    /// <summary>Whether the whole value has this shape; of an open value its first letters are all that is looked at.</summary>
    public bool Fits(ReadOnlySpan<char> value, bool open)
    {
        var end = 0;
        return (!open || IsOpen) && Forward(value, 0, open ? value.Length : int.MaxValue / 2, ref end) && end == value.Length;
    }

    /// <summary>A run that may be as long as this has no end of its own: what follows does not matter.</summary>
    public bool IsOpen => _parts[^1].Most >= 255;

    /// <summary>Whether a letter right after would have belonged to the last part.</summary>
    public bool GoesOn(char next) => _parts[^1].Literal.Length == 0 && Sets[_parts[^1].Class].Contains(next);

    private bool Forward(ReadOnlySpan<char> text, int first, int window, ref int end)
    {
        var limit = end + window;
        for (var index = first; index < _parts.Length; index++)
        {
            var part = _parts[index];
            if (part.Literal.Length > 0)
            {
                if (end + part.Literal.Length > limit || !text[end..].StartsWith(part.Literal, StringComparison.Ordinal))
                    return false;
                end += part.Literal.Length;
                continue;
            }

            var most = end + part.Most;
            if (index < _parts.Length - 1)
                most = Math.Min(most, limit);
            var rest = text[end..Math.Max(end, Math.Min(text.Length, most))];
            var length = rest.IndexOfAnyExcept(Sets[part.Class]);
            length = length < 0 ? rest.Length : length;
            // What reaches the end of the window is long enough.
            if (length < Math.Min(part.Least, limit - end))
                return false;
            end += length;
        }

        return true;
    }

    private static bool Back(ReadOnlySpan<char> text, Part part, ref int start)
    {
        if (part.Literal.Length > 0)
        {
            start -= part.Literal.Length;
            return start >= 0 && text[start..].StartsWith(part.Literal, StringComparison.Ordinal);
        }

        var set = Sets[part.Class];
        var length = 0;
        while (length < part.Most && start - length > 0 && set.Contains(text[start - length - 1]))
            length++;
        start -= length;
        return length >= part.Least;
    }

    private static Part ParsePart(string word)
    {
        if (word.Length < 4 || word[1] != '{' || word[^1] != '}')
            return new Part(word, '\0', 0, 0);
        if (!Sets.ContainsKey(word[0]))
            throw new FormatException($"'{word}' names no class of letters; those are {string.Join(' ', Classes.Keys)}");
        var bounds = word[2..^1].Split(',');
        if (bounds.Length > 2 || !int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least)
            || !int.TryParse(bounds[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            || least > most || most is 0 or > 4096)
        {
            throw new FormatException($"'{word}' does not say how many letters; write {word[0]}{{36}} or {word[0]}{{20,80}}, at most 4096");
        }

        return new Part("", word[0], least, most);
    }
}
