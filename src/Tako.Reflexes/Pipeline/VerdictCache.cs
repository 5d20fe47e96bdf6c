using System.Collections.Concurrent;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Pipeline;

/// <summary>
/// Verdicts of texts that come again, such as system prompts and the turns of a long talk: one for each inspector, since the text itself
/// and its source are the key. A text is kept when it comes for the second time, so that those which come once cost next to nothing.
/// Holds the texts, so it is bounded by their characters. Safe for concurrent use.
/// </summary>
public sealed class VerdictCache(int maxCharacters = 4 * 1024 * 1024)
{
    private const int Remembered = 16 * 1024;
    private readonly ConcurrentDictionary<string, Verdict>[] _known =
        [.. Enum.GetValues<Integrity>().Select(static _ => new ConcurrentDictionary<string, Verdict>(StringComparer.Ordinal))];

    // Hashes of texts that came once; a later one may take an earlier one's place.
    private readonly int[] _once = new int[Remembered];
    private int _characters;

    /// <summary>Longer texts are not kept: they seldom come again.</summary>
    private int Longest => maxCharacters / 16;

    internal Verdict? Find(ReadOnlySpan<char> text, Integrity source) => text.Length <= Longest
        && _known[(int)source].GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var verdict)
            ? verdict with { Elapsed = TimeSpan.Zero }
            : null;

    internal void Keep(ReadOnlySpan<char> text, Integrity source, in Verdict verdict)
    {
        if (text.Length > Longest || text.IsEmpty)
            return;
        var hash = string.GetHashCode(text) ^ (int)source;
        if (Interlocked.Exchange(ref _once[(uint)hash % Remembered], hash) != hash)
            return;
        if (Interlocked.Add(ref _characters, text.Length) > maxCharacters)
        {
            // Simple and seldom: what is still asked for is soon known again.
            foreach (var part in _known)
                part.Clear();
            Interlocked.Exchange(ref _characters, text.Length);
        }

        _known[(int)source][text.ToString()] = verdict;
    }
}
