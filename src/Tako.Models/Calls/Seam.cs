using System.Text;

namespace Tako.Models.Calls;

/// <summary>What a model was asked to do with an answer that was begun, and so how its words are laid to what was said.</summary>
internal enum SeamMode
{
    /// <summary>It writes the whole answer once more.</summary>
    Restart,

    /// <summary>It repeats the last words and goes on; it may also begin anew.</summary>
    Repeat,

    /// <summary>The protocol lets it go on from what was said (a prefill).</summary>
    Onward,
}

/// <summary>
/// Lays the words of a model that goes on to those that were said already, and gives only what is missing. Its words are held
/// until it is clear where they belong: at one place, at which they repeat the end of what was said letter by letter. White
/// space at the very seam may differ. Where two places fit, or none does, the seam fails; it never guesses.
/// </summary>
internal sealed class Seam
{
    /// <summary>Fewest letters that must agree, unless the whole of what was said does.</summary>
    public const int Overlap = 32;

    // An overlap begins among the last so many letters.
    private const int Reach = 4000;
    private readonly SeamMode _mode;
    private readonly string _said;
    private readonly string _sentBlanks;
    private readonly StringBuilder _held = new();
    private List<int>? _places;
    private int _fits;
    private int _fitsAt;
    private int _read;
    private int _deepest;
    private bool _laid;

    public Seam(string said, SeamMode mode)
    {
        _mode = mode;
        _said = said.Trim();
        _sentBlanks = said[said.TrimEnd().Length..];
    }

    /// <summary>The words cannot be laid to what was said.</summary>
    public bool Failed { get; private set; }

    /// <summary>It is clear where the words belong, and they are given on as they come.</summary>
    public bool Settled { get; private set; }

    /// <summary>Takes more words; what of them is new, empty while that is not known.</summary>
    public string Take(string words)
    {
        if (Settled)
            return words;
        if (Failed)
            return "";
        _held.Append(words);
        return _laid ? Join(atEnd: false) : Lay(atEnd: false);
    }

    /// <summary>There are no more words; what is left of them.</summary>
    public string Finish() => Settled || Failed ? "" : _laid ? Join(atEnd: true) : Lay(atEnd: true);

    private string Lay(bool atEnd)
    {
        // Blanks at the beginning say nothing about the place.
        var skipped = 0;
        while (skipped < _held.Length && char.IsWhiteSpace(_held[skipped]))
            skipped++;
        for (; skipped + _read < _held.Length && _places is not { Count: 0 }; _read++)
            Compare(_held[skipped + _read]);
        if (_places is null)
            return atEnd ? Fail() : "";
        if (_places.Count > 0 && !atEnd)
            return "";
        // What stands in the text twice could be meant to come a third time.
        if (_fits == 1 && _places.Count == 0 && _said.IndexOf(_said[_fitsAt..], StringComparison.Ordinal) == _fitsAt)
        {
            _held.Remove(0, skipped + _said.Length - _fitsAt);
            _laid = true;
            return Join(atEnd);
        }

        // A few words that end the answer may chance to be those that it began with.
        if (_fits > 0 || _mode != SeamMode.Onward || _deepest >= Overlap || (_places.Count > 0 && _read >= Overlap))
            return Fail();
        _laid = true;
        return Join(atEnd);
    }

    // Each place at which the words may begin stays for as long as they agree; one that reaches the end of what was said fits.
    private void Compare(char letter)
    {
        _places ??= Places();
        var kept = 0;
        for (var at = 0; at < _places.Count; at++)
        {
            var place = _places[at];
            if (_said[place + _read] != letter)
                _deepest = Math.Max(_deepest, _read);
            else if (place + _read + 1 == _said.Length)
                (_fits, _fitsAt) = (_fits + 1, place);
            else
                _places[kept++] = place;
        }

        _places.RemoveRange(kept, _places.Count - kept);
    }

    private List<int> Places()
    {
        List<int> places = _said.Length > 0 ? [0] : [];
        if (_mode == SeamMode.Restart)
            return places;
        for (var place = Math.Max(1, _said.Length - Reach); place <= _said.Length - Overlap; place++)
            places.Add(place);
        return places;
    }

    // What follows the place: blanks that were sent already are not sent again.
    private string Join(bool atEnd)
    {
        if (_sentBlanks.Length == 0)
            return Settle(_held.ToString());
        var rest = _held.ToString();
        var blanks = rest.Length - rest.TrimStart().Length;
        if (blanks == rest.Length && !atEnd)
            return "";
        if (rest.StartsWith(_sentBlanks, StringComparison.Ordinal))
            return Settle(rest[_sentBlanks.Length..]);
        // A word that goes on without the blank that was sent is another word.
        return blanks == 0 && rest.Length > 0 && _fits > 0 ? Fail() : Settle(rest[blanks..]);
    }

    private string Settle(string rest)
    {
        Settled = true;
        _held.Clear();
        return rest;
    }

    private string Fail()
    {
        Failed = true;
        _held.Clear();
        return "";
    }
}
