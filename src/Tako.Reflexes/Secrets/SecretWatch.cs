using Tako.Reflexes.Chat;

namespace Tako.Reflexes.Secrets;

/// <summary>
/// Redacts a streamed answer. Held back is only what could still become part of a secret: the word that is not finished, the
/// beginning of a known value, an open private key block.
/// </summary>
internal sealed class SecretWatch(SecretScanner scanner) : ResponseWatch
{
    private const int MaxHeld = 2 * SecretPatterns.MaxBlock;
    // Already let out and kept to judge what follows; then what is held back.
    private string _text = "";
    private int _out;

    public override Release Next(string text)
    {
        _text += text;
        var settled = Settled();
        if (settled == _out && _text.Length - _out <= MaxHeld)
            return new Release("");
        var found = scanner.Scan(_text);
        var safe = BeforeFindings(settled, found);
        // A single endless word: let out its older half as it stands.
        return new Release(_text.Length - safe <= MaxHeld ? LetOut(safe, found) : LetOut(_text.Length - SecretPatterns.MaxBlock, found));
    }

    public override Release End() => new(LetOut(_text.Length, scanner.Scan(_text)));

    private string LetOut(int safe, IReadOnlyList<SecretFinding> found)
    {
        var released = SecretScanner.Replace(_text, found, _out, safe);
        // What is kept starts at a word and with no finding cut, so that it reads as it did in the whole.
        var kept = Math.Max(0, safe - SecretPatterns.Context);
        kept = WordAt(kept, 0);
        for (var index = found.Count - 1; index >= 0; index--)
        {
            if (found[index].Start < kept && found[index].End > kept)
                kept = WordAt(found[index].Start, 0);
        }

        _text = _text[kept..];
        _out = safe - kept;
        return released;
    }

    /// <summary>Up to where no text that comes later can change what is a secret.</summary>
    private int Settled()
    {
        var settled = WordAt(_text.Length, _out);
        for (var at = _text.IndexOf(SecretPatterns.BlockStart, _out, StringComparison.Ordinal); at >= 0 && at < settled;
            at = _text.IndexOf(SecretPatterns.BlockStart, at + 1, StringComparison.Ordinal))
        {
            if (IsOpen(_text.AsSpan(at)))
                settled = WordAt(at, _out);
        }

        foreach (var form in scanner.Known().Broken)
        {
            for (var at = Math.Max(_out, _text.Length - form.Length + 1); at < settled; at++)
            {
                if (form.AsSpan().StartsWith(_text.AsSpan(at), StringComparison.Ordinal))
                    settled = WordAt(at, _out);
            }
        }

        return settled;
    }

    /// <summary>The last beginning of a word at or before <paramref name="safe"/> that no finding crosses.</summary>
    private int BeforeFindings(int safe, IReadOnlyList<SecretFinding> found)
    {
        for (var index = found.Count - 1; index >= 0; index--)
        {
            if (found[index].Start < safe && found[index].End > safe)
                safe = WordAt(found[index].Start, _out);
        }

        return safe;
    }

    /// <summary>Where the word that holds or follows <paramref name="at"/> begins, not before <paramref name="least"/>.</summary>
    private int WordAt(int at, int least) => at <= least
        ? least
        : _text.AsSpan(least, at - least).LastIndexOfAny(SecretPatterns.Breaks) + 1 + least;

    private static bool IsOpen(ReadOnlySpan<char> block)
    {
        if (block.Length >= SecretPatterns.MaxBlock)
            return false;
        var head = block[..Math.Min(block.Length, SecretPatterns.BlockStart.Length + SecretPatterns.MaxBlockHead)];
        if (head.IndexOf("PRIVATE KEY") < 0)
            return block.Length < SecretPatterns.BlockStart.Length + SecretPatterns.MaxBlockHead;
        var end = block.IndexOf("-----END");
        return end < 0 || (block.Length < end + 8 + SecretPatterns.MaxBlockHead + 5 && block[(end + 8)..].IndexOf("-----") < 0);
    }
}
