using Tako.Reflexes.Chat;
using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets;

/// <summary>
/// Redacts a streamed answer. Held back is only what could still become part of a secret: the end of the word that is not finished, the
/// beginning of a known value, an open private key block.
/// </summary>
internal sealed class SecretWatch(SecretScanner scanner) : ResponseWatch
{
    /// <summary>More than the longest secret: only secrets that overlap each other without end reach it.</summary>
    private const int MaxHeld = 2 * SecretLimits.Block;

    // Already let out and kept to judge what follows; then what is held back.
    private string _text = "";
    private int _out;
    private bool _dropping;

    public override Release Next(string text)
    {
        if (_dropping)
        {
            // The rest of a secret without end goes the way of its beginning.
            var end = text.AsSpan().IndexOfAny(SecretLetters.Breaks);
            if (end < 0)
                return new Release("");
            (text, _dropping) = (text[end..], false);
        }

        _text += text;
        var settled = Math.Max(_out, Math.Min(SettledSecrets.Of(_text), SettledKnown()));
        if (settled == _out && _text.Length - _out <= MaxHeld)
            return new Release("");
        var found = scanner.Scan(_text, _out);
        var safe = BeforeFindings(settled, found);
        if (_text.Length - safe <= MaxHeld)
            return new Release(LetOut(safe, found));
        if (safe == settled)
            return new Release(LetOut(_text.Length - SettledSecrets.Most, found));
        var released = SecretScanner.Replace(_text, found, _out, _text.Length);
        (_text, _out, _dropping) = ("", 0, true);
        return new Release(released);
    }

    public override Release End() => new(LetOut(_text.Length, scanner.Scan(_text, _out)));

    private string LetOut(int safe, IReadOnlyList<SecretFinding> found)
    {
        var released = SecretScanner.Replace(_text, found, _out, safe);
        var kept = Math.Max(0, safe - SettledSecrets.Most);
        _text = _text[kept..];
        _out = safe - kept;
        return released;
    }

    private int SettledKnown()
    {
        var settled = _text.Length;
        foreach (var form in scanner.Known().Broken)
        {
            for (var at = Math.Max(_out, _text.Length - form.Length + 1); at < settled; at++)
            {
                if (form.AsSpan().StartsWith(_text.AsSpan(at), StringComparison.Ordinal))
                    settled = at;
            }
        }

        return settled;
    }

    /// <summary>The last place at or before <paramref name="safe"/> that no finding crosses or may yet grow over.</summary>
    private int BeforeFindings(int safe, IReadOnlyList<SecretFinding> found)
    {
        for (var index = found.Count - 1; index >= 0; index--)
        {
            if (found[index].Start < safe && (found[index].End > safe || found[index].End == _text.Length))
                safe = found[index].Start;
        }

        return safe;
    }
}
