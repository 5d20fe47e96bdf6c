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
        var safe = _text.Length - _out > MaxHeld ? _text.Length : Safe();
        return new Release(LetOut(safe));
    }

    public override Release End() => new(LetOut(_text.Length));

    private string LetOut(int safe)
    {
        if (safe <= _out)
            return "";
        var found = scanner.Scan(_text);
        foreach (var finding in found)
        {
            if (finding.Start < safe && finding.End > safe)
                safe = Math.Max(_out, finding.Start);
        }

        var released = SecretScanner.Replace(_text, found, _out, safe);
        var from = Math.Max(0, safe - SecretPatterns.Context);
        // A finding that is cut at its start would be read as another text: keep none of it.
        foreach (var finding in found)
        {
            if (finding.Start < from && finding.End > from)
                from = finding.End;
        }

        _text = _text[from..];
        _out = safe - from;
        return released;
    }

    /// <summary>Up to where nothing that comes later can change what is a secret.</summary>
    private int Safe()
    {
        var safe = _text.AsSpan(_out).LastIndexOfAny(SecretPatterns.Breaks) + 1 + _out;
        var open = _text.IndexOf(SecretPatterns.BlockStart, _out, StringComparison.Ordinal);
        while (open >= 0 && open < safe)
        {
            if (IsOpen(_text.AsSpan(open)))
                safe = open;
            open = _text.IndexOf(SecretPatterns.BlockStart, open + 1, StringComparison.Ordinal);
        }

        foreach (var form in scanner.Known().Broken)
        {
            for (var from = Math.Max(_out, _text.Length - form.Length + 1); from < safe; from++)
            {
                if (form.AsSpan().StartsWith(_text.AsSpan(from), StringComparison.Ordinal))
                    safe = from;
            }
        }

        return safe;
    }

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
