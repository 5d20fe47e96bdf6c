namespace Tako.Core.Text;

/// <summary>
/// Hashed n-grams of a folded text: at every character those of 3, 4 and 5 characters that end there, and after a word the word and the
/// pair it makes with the one before. What stands at a character depends on at most <see cref="LookBack"/> characters before it,
/// so that a text which is read in pieces gives the same features as the whole.
/// </summary>
public struct NGramFeatures
{
    /// <summary>Buckets a character; the ones that are not needed are 0, which weighs nothing.</summary>
    public const int Slots = 5;

    /// <summary>How far back a feature sees, in characters: two words at their longest and the blanks around them.</summary>
    public const int LookBack = (2 * MaxWord) + (2 * MaxRun) + 4;

    private const int MaxWord = 20;

    // From the fourth of a run of one character on nothing is new; a run of this many cuts off what was before it.
    private const int MaxRun = 8;
    private const int KeptOfRun = 3;

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
        var (one, two, three, four) = (_one, _two, _three, _four);
        var shift = _shift;
        for (var index = 0; index < text.Length; index++)
        {
            var slots = buckets.Slice(index * Slots, Slots);
            var folded = TextFold.Of(text[index]);
            slots[3] = slots[4] = 0;
            if (TextFold.IsWord(folded))
                Grow(folded);
            else
                EndWord(slots[3..]);

            if (folded == one)
            {
                _run++;
                if (_run >= MaxRun)
                    (two, three, four) = (folded == ' ' ? 0u : folded, 0, 0);
                if (folded == ' ' || _run > KeptOfRun)
                {
                    slots[0] = slots[1] = slots[2] = 0;
                    continue;
                }
            }
            else
            {
                _run = 1;
            }

            var hash = (folded * 0x9E3779B1u) + (one * 0x85EBCA77u) + (two * 0xC2B2AE3Du);
            slots[0] = two == 0 ? 0 : Bucket(hash, shift);
            hash += three * 0x27D4EB2Fu;
            slots[1] = three == 0 ? 0 : Bucket(hash ^ 0x5BD1E995u, shift);
            hash += four * 0x165667B1u;
            slots[2] = four == 0 ? 0 : Bucket(hash ^ 0x2545F491u, shift);
            (four, three, two, one) = (three, two, one, folded);
        }

        (_one, _two, _three, _four) = (one, two, three, four);
    }

    /// <summary>What the end of the text adds: a last word.</summary>
    public void End(Span<int> buckets)
    {
        buckets[..Slots].Clear();
        EndWord(buckets[3..]);
    }

    private void Grow(char folded)
    {
        _word = (_word ^ folded) * 0x01000193u;
        _word ^= _word >> 15;
        _wordLength++;
    }

    private void EndWord(Span<int> slots)
    {
        if (_wordLength == 0)
        {
            // A gap forgets the word before it.
            if (++_sinceWord > MaxRun)
                _before = 0;
            return;
        }

        if (_wordLength <= MaxWord)
        {
            slots[0] = Bucket(_word ^ 0x7FEB352Du, _shift);
            slots[1] = _before == 0 ? 0 : Bucket((_before * 0x846CA68Bu) ^ _word, _shift);
        }

        _before = _wordLength <= MaxWord ? _word | 1 : 0;
        (_word, _wordLength, _sinceWord) = (0, 0, 0);
    }

    private static int Bucket(uint hash, int shift)
    {
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6Du;
        return (int)((hash ^ (hash >> 13)) * 0x297A2D39u >> shift);
    }
}
