using System.Buffers;

namespace Tako.Reflexes.Secrets;

/// <summary>
/// Walks over the places of a text that are worth a look, in order and without memory. Every known format but two is a run of at
/// least 20 letters, digits and a few signs, so one character in 20 tells of most places that no such run is there; anchors are
/// looked for in the runs alone.
/// </summary>
internal ref struct SecretAnchors
{
    private const int LeastRun = 20;
    private const int LeastNamedRun = 40;
    private const int NameReach = 32;
    private const int None = int.MaxValue;

    private static readonly bool[] InRun =
        [.. Enumerable.Range(0, 128).Select(code => char.IsAsciiLetterOrDigit((char)code) || "-_./+=".Contains((char)code))];

    private static readonly SearchValues<string> Names = SearchValues.Create(SecretPatterns.AwsSecretNames, StringComparison.Ordinal);

    private readonly ReadOnlySpan<char> _text;
    private int _url;
    private int _block;
    private int _inRun;
    private int _runStart;
    private int _runEnd;
    private bool _named;

    public SecretAnchors(ReadOnlySpan<char> text)
    {
        _text = text;
        _url = Find("://", 0);
        _block = Find(SecretPatterns.BlockStart, 0);
        NextRun();
    }

    /// <summary>The next place where a format may begin, or -1. A place may be given twice.</summary>
    public int Next()
    {
        var next = Math.Min(_inRun, Math.Min(_url, _block));
        if (next == None)
            return -1;
        if (next == _url)
            _url = Find("://", next + 1);
        else if (next == _block)
            _block = Find(SecretPatterns.BlockStart, next + 1);
        else if (!InThisRun(next + 1))
            NextRun();
        return next;
    }

    private readonly int Find(ReadOnlySpan<char> anchor, int from) =>
        _text[from..].IndexOf(anchor) is var hit and >= 0 ? from + hit : None;

    /// <summary>False when nothing is left in this run.</summary>
    private bool InThisRun(int from)
    {
        if (_named)
        {
            // A value may be told by the name before it, with quotes or blanks in between.
            if (from < _runStart && _text[from.._runStart].IndexOfAny(Names) is var name and >= 0)
            {
                _inRun = from + name;
                return true;
            }

            _named = false;
            from = Math.Max(from, _runStart);
        }

        var hit = _text[from.._runEnd].IndexOfAny(SecretPatterns.Anchors);
        _inRun = from + hit;
        return hit >= 0;
    }

    private void NextRun()
    {
        var text = _text;
        var before = _runEnd;
        for (var at = before + LeastRun - (before == 0 ? 1 : 0); at < text.Length; at += LeastRun)
        {
            if (!Is(text[at]))
                continue;
            var start = at;
            while (start > before && Is(text[start - 1]))
                start--;
            var end = at + 1;
            while (end < text.Length && Is(text[end]))
                end++;
            at = end;
            if (end - start < LeastRun)
                continue;
            (_runStart, _runEnd) = (start, end);
            _named = end - start >= LeastNamedRun;
            if (InThisRun(_named ? Math.Max(before, start - NameReach) : start))
                return;
            before = end;
        }

        _inRun = None;
    }

    private static bool Is(char letter) => letter < InRun.Length && InRun[letter];
}
