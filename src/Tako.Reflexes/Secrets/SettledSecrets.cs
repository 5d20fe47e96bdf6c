using Tako.Reflexes.Secrets.Kinds;
using Tako.Reflexes.Secrets.Matching;

namespace Tako.Reflexes.Secrets;

/// <summary>
/// Up to where a stream is decided. A secret holds no blank, so that only the last word is open, and of a word longer than the window
/// only its end; and so is a private key block of which too little is there.
/// </summary>
internal static class SettledSecrets
{
    /// <summary>Most characters that are held back.</summary>
    public const int Most = 256;

    /// <summary>The last place that nothing which may follow can change, findings that go on apart.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var least = Math.Max(0, text.Length - Most);
        var tail = text[least..];
        var settled = least + tail.LastIndexOfAny(SecretLetters.Breaks) + 1;
        return Math.Min(settled, least + Math.Min(Undecided(tail, SecretBlocks.Start), Undecided(tail, SecretBlocks.PuttyStart)));
    }

    private static int Undecided(ReadOnlySpan<char> tail, string start)
    {
        for (var from = 0; tail[from..].IndexOf(start) is var hit and >= 0; from += hit + 1)
        {
            if (SecretBlocks.IsUndecided(tail, from + hit))
                return from + hit;
        }

        return tail.Length;
    }
}
