using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tako.Core.Text;

/// <summary>
/// Hashed n-grams of a folded text: at every character those of 3 and of 5 characters that end there, and after a word the word and the
/// pair it makes with the one before (those of 4 characters were measured to add nothing). What stands at a character depends on at most
/// <see cref="LookBack"/> characters before it,
/// so that a text which is read in pieces gives the same features as the whole.
/// </summary>
public struct NGramFeatures
{
    /// <summary>Buckets a character; the ones that are not needed are 0, which weighs nothing.</summary>
    public const int Slots = 4;

    /// <summary>How far back a feature sees, in characters: two words at their longest and the blanks around them.</summary>
    public const int LookBack = (2 * MaxWord) + (2 * MaxRun) + 4;

    /// <summary>Longer words are none.</summary>
    internal const int MaxWord = 20;

    // From the fourth of a run of one character on nothing is new; a run of this many cuts off what was before it.
    internal const int MaxRun = 8;
    private const int KeptOfRun = 3;

    /// <summary>Characters before one that its n-grams take in.</summary>
    internal const int Context = 4;

    // Factors of the letters of an n-gram, from the last back; of those of a word; and of the last step.
    internal const uint First = 0x9E3779B1u;
    internal const uint Second = 0x85EBCA77u;
    internal const uint Third = 0xC2B2AE3Du;
    internal const uint Fourth = 0x27D4EB2Fu;
    internal const uint Fifth = 0x165667B1u;
    internal const uint OfFive = 0x2545F491u;
    internal const uint Prime = 0x01000193u;
    internal const uint Mix = 0x2C1B3C6Du;

    private readonly int _shift;
    private uint _one;
    private uint _two;
    private uint _three;
    private uint _four;
    private int _run;
    private uint _word;
    private int _wordLength;
    private uint _before;
    private int _sinceWord;

    /// <param name="bits">The features fall into two to the power of so many buckets: 10 to 24.</param>
    public NGramFeatures(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 24);
        _shift = 32 - bits;
        // Before a text stands what also follows a blank.
        _one = ' ';
    }

    /// <summary>Reads on, and fills <see cref="Slots"/> buckets for every character.</summary>
    public void Read(ReadOnlySpan<char> text, Span<int> buckets)
    {
        buckets = buckets[..(text.Length * Slots)];
        ref var slots = ref MemoryMarshal.GetReference(buckets);
        var (one, two, three, four, run) = (_one, _two, _three, _four, _run);
        var (word, length) = (_word, _wordLength);
        var shift = _shift;
        foreach (var letter in text)
        {
            var classed = TextFold.Classed(letter);
            var folded = (uint)classed & 0xFFFF;
            Unsafe.Add(ref slots, 2) = Unsafe.Add(ref slots, 3) = 0;
            if (classed > 0xFFFF)
            {
                word = (word ^ folded) * Prime;
                length++;
            }
            else
            {
                (_word, _wordLength) = (word, length);
                EndWord(ref slots);
                (word, length) = (0, 0);
            }

            if (folded == one)
            {
                run++;
                if (run >= MaxRun)
                    (two, three, four) = (folded == ' ' ? 0u : folded, 0, 0);
                if (folded == ' ' || run > KeptOfRun)
                {
                    slots = Unsafe.Add(ref slots, 1) = 0;
                    slots = ref Unsafe.Add(ref slots, Slots);
                    continue;
                }
            }
            else
            {
                run = 1;
            }

            var hash = (folded * First) + (one * Second) + (two * Third);
            slots = two == 0 ? 0 : Bucket(hash, shift);
            hash += (three * Fourth) + (four * Fifth);
            Unsafe.Add(ref slots, 1) = four == 0 ? 0 : Bucket(hash ^ OfFive, shift);
            (four, three, two, one) = (three, two, one, folded);
            slots = ref Unsafe.Add(ref slots, Slots);
        }

        (_one, _two, _three, _four, _run) = (one, two, three, four, run);
        (_word, _wordLength) = (word, length);
    }

    /// <summary>What the end of the text adds: a last word.</summary>
    public void End(Span<int> buckets)
    {
        buckets[..Slots].Clear();
        EndWord(ref MemoryMarshal.GetReference(buckets));
    }

    private void EndWord(ref int slots)
    {
        if (_wordLength == 0)
        {
            // A gap forgets the word before it.
            if (++_sinceWord > MaxRun)
                _before = 0;
            return;
        }

        var word = _word ^ (_word >> 15);
        if (_wordLength <= MaxWord)
        {
            Unsafe.Add(ref slots, 2) = OfWord(word, _shift);
            Unsafe.Add(ref slots, 3) = _before == 0 ? 0 : OfPair(_before, word, _shift);
        }

        _before = _wordLength <= MaxWord ? word | 1 : 0;
        (_word, _wordLength, _sinceWord) = (0, 0, 0);
    }

    internal static int OfWord(uint word, int shift) => Bucket(word ^ 0x7FEB352Du, shift);

    internal static int OfPair(uint before, uint word, int shift) => Bucket((before * 0x846CA68Bu) ^ word, shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bucket(uint hash, int shift) => (int)((hash ^ (hash >> 15)) * Mix >> shift);
}
