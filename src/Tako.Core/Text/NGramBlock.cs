using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tako.Core.Text;

/// <summary>
/// The features of <see cref="NGramFeatures"/>, bucket for bucket, of <see cref="Size"/> characters at a time. What stands at a character
/// depends on the few before it alone, so that eight are hashed at once; words are found by the bits that tell where letters stand.
/// </summary>
internal ref struct NGramBlock
{
    /// <summary>Characters of a block: as many as a mask has bits.</summary>
    public const int Size = 64;

    private const int Lanes = 8;
    // Whole lanes are written, also behind the last letter.
    private const int Lane = Size + Lanes;
    // Of a sequence: what comes before, the letters, what a cut puts in for each long run, and room for a last lane.
    private const int Longest = NGramFeatures.Context + Size + (NGramFeatures.Context * Size / NGramFeatures.MaxRun) + (2 * Lanes);

    private readonly int _shift;
    // The folded letters of the block, behind the one before it.
    private readonly Span<char> _letters;
    // The same as n-grams see them, without the repeated ones, behind the last ones of the blocks before.
    private readonly Span<char> _sequence;
    // For each letter of the block the letter, what the hash of its word is multiplied by, and that hash up to there.
    private readonly Span<uint> _wordLetters;
    private readonly Span<uint> _factors;
    private readonly Span<uint> _hashes;
    private ulong _equalBefore;
    private bool _inWord;
    // Of the word that has come so far, and of the one at the end of the block before.
    private uint _word;
    private uint _wordBefore;
    private uint _before;
    private int _wordStart;
    private int _wordEnd;
    private int _at;

    public NGramBlock(int bits, Span<int> memory)
    {
        _shift = 32 - bits;
        memory.Clear();
        Three = memory[..Lane];
        Five = memory.Slice(Lane, Lane);
        memory = memory[(2 * Lane)..];
        WordEnds = memory[..Size];
        Words = memory.Slice(Size, Size);
        Pairs = memory.Slice(2 * Size, Size);
        _hashes = MemoryMarshal.Cast<int, uint>(memory.Slice(3 * Size, Size));
        _factors = MemoryMarshal.Cast<int, uint>(memory.Slice(4 * Size, Size));
        _wordLetters = MemoryMarshal.Cast<int, uint>(memory.Slice(5 * Size, Size));
        var letters = MemoryMarshal.Cast<int, char>(memory[(6 * Size)..]);
        _letters = letters[..(Size + 1)];
        _sequence = letters[(Size + 1)..];
        // Before a text stands what also follows a blank.
        _letters[0] = _sequence[NGramFeatures.Context - 1] = ' ';
    }

    /// <summary>How many numbers of memory a block needs.</summary>
    public static int Memory => (2 * Lane) + (6 * Size) + ((Size + 1 + Longest + 1) / 2);

    /// <summary>For each character the bucket of the three that end there, or 0.</summary>
    public Span<int> Three { get; }

    /// <summary>For each character the bucket of the five that end there, or 0.</summary>
    public Span<int> Five { get; }

    /// <summary>Places after the words that end in this block, <see cref="WordCount"/> of them.</summary>
    public Span<int> WordEnds { get; }

    /// <summary>For each place of <see cref="WordEnds"/> the bucket of the word.</summary>
    public Span<int> Words { get; }

    /// <summary>For each place of <see cref="WordEnds"/> the bucket of the word and the one before it, or 0.</summary>
    public Span<int> Pairs { get; }

    public int WordCount { get; private set; }

    /// <summary>Reads the next block. One that is not full is the last: behind it the text's last word ends.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        var (word, equal, blank) = Fold(text);
        Grams(text.Length, equal, blank);
        Three[text.Length..].Clear();
        Five[text.Length..].Clear();
        HashWords(text.Length, word);
        EndWords(word);
        _at += Size;
    }

    // Folds the letters, and tells which belong to words, which are the same as the one before, and which are blanks.
    private readonly (ulong Word, ulong Equal, ulong Blank) Fold(ReadOnlySpan<char> text)
    {
        if (text.Length < Size || !System.Text.Ascii.IsValid(text))
            return FoldSlowly(text);
        var (word, equal, blank) = (0UL, 0UL, 0UL);
        ref var from = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ref var to = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(_letters));
        for (var index = 0; index < Size; index += Vector256<ushort>.Count)
        {
            // Control characters become blanks; a difference wraps around below the first of a range.
            var letters = Vector256.Max(Vector256.LoadUnsafe(ref from, (nuint)index), Vector256.Create((ushort)' '));
            var digits = Vector256.LessThan(letters - Vector256.Create((ushort)'0'), Vector256.Create((ushort)10));
            letters = Vector256.ConditionalSelect(digits, Vector256.Create((ushort)'0'), letters);
            var capitals = Vector256.LessThan(letters - Vector256.Create((ushort)'A'), Vector256.Create((ushort)26));
            letters |= capitals & Vector256.Create((ushort)0x20);
            var small = Vector256.LessThan(letters - Vector256.Create((ushort)'a'), Vector256.Create((ushort)26));
            letters.StoreUnsafe(ref to, (nuint)index + 1);
            PrepareWords(index, letters, small | digits);
            word |= (ulong)(small | digits).ExtractMostSignificantBits() << index;
            blank |= (ulong)Vector256.Equals(letters, Vector256.Create((ushort)' ')).ExtractMostSignificantBits() << index;
            equal |= (ulong)Vector256.Equals(letters, Vector256.LoadUnsafe(ref to, (nuint)index)).ExtractMostSignificantBits() << index;
        }

        return (word, equal, blank);
    }

    // The factor is nothing where no letter of a word stands: the next word begins anew.
    private readonly void PrepareWords(int index, Vector256<ushort> letters, Vector256<ushort> inWord)
    {
        ref var wordLetters = ref _wordLetters[index];
        ref var factors = ref _factors[index];
        var (low, high) = Vector256.Widen(letters);
        low.StoreUnsafe(ref wordLetters);
        high.StoreUnsafe(ref wordLetters, Lanes);
        // Widened with its sign, so that all bits of a letter in a word stay set.
        var (lowWord, highWord) = Vector256.Widen(inWord.AsInt16());
        (lowWord.AsUInt32() & Vector256.Create(NGramFeatures.Prime)).StoreUnsafe(ref factors);
        (highWord.AsUInt32() & Vector256.Create(NGramFeatures.Prime)).StoreUnsafe(ref factors, Lanes);
    }

    private readonly (ulong Word, ulong Equal, ulong Blank) FoldSlowly(ReadOnlySpan<char> text)
    {
        var (word, equal, blank) = (0UL, 0UL, 0UL);
        for (var index = 0; index < text.Length; index++)
        {
            var classed = TextFold.Classed(text[index]);
            var folded = (char)classed;
            word |= classed > char.MaxValue ? 1UL << index : 0;
            equal |= folded == _letters[index] ? 1UL << index : 0;
            blank |= folded == ' ' ? 1UL << index : 0;
            _letters[index + 1] = folded;
            _wordLetters[index] = folded;
            _factors[index] = classed > char.MaxValue ? NGramFeatures.Prime : 0;
        }

        return (word, equal, blank);
    }

    // What repeats is left out: blanks after a blank, and from the fourth of a run on every letter.
    private void Grams(int count, ulong equal, ulong blank)
    {
        var left = equal & (blank | (Back(equal, 1) & Back(equal, 2)));
        var cuts = 0UL;
        if (left != 0)
        {
            cuts = equal;
            for (var run = 1; run < NGramFeatures.MaxRun - 1; run++)
                cuts &= Back(equal, run);
        }

        _equalBefore = equal;
        var end = NGramFeatures.Context;
        for (var from = 0; from < count;)
        {
            var rest = left >> from;
            var length = Math.Min(count - from, BitOperations.TrailingZeroCount(rest));
            if (length > 0)
            {
                _letters.Slice(from + 1, length).CopyTo(_sequence[end..]);
                HashGrams(end, from, length);
                end += length;
                from += length;
                continue;
            }

            length = Math.Min(count - from, BitOperations.TrailingZeroCount(~rest));
            Three.Slice(from, length).Clear();
            Five.Slice(from, length).Clear();
            // A long run cuts off what was before it.
            if ((cuts & (ulong.MaxValue >> (Size - length) << from)) != 0)
                end = Cut(end, _letters[from + 1]);
            from += length;
        }

        _sequence.Slice(end - NGramFeatures.Context, NGramFeatures.Context).CopyTo(_sequence);
    }

    private readonly ulong Back(ulong equal, int places) => (equal << places) | (_equalBefore >> (Size - places));

    private readonly int Cut(int end, char letter)
    {
        var context = _sequence.Slice(end, NGramFeatures.Context);
        context.Clear();
        context[^1] = letter;
        context[^2] = letter == ' ' ? '\0' : letter;
        return end + NGramFeatures.Context;
    }

    // Hashes whole lanes; what lies beyond the length is written over afterwards, or lies behind the block.
    private readonly void HashGrams(int place, int into, int length)
    {
        ref var letters = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(_sequence[(place - NGramFeatures.Context)..]));
        ref var three = ref Unsafe.As<int, uint>(ref Three[into]);
        ref var five = ref Unsafe.As<int, uint>(ref Five[into]);
        for (var index = 0; index < length; index += Lanes)
        {
            var from = (nuint)index;
            var (fifth, fourth, third) = (Load(ref letters, from), Load(ref letters, from + 1), Load(ref letters, from + 2));
            var (second, first) = (Load(ref letters, from + 3), Load(ref letters, from + 4));
            var hash = (first * NGramFeatures.First) + (second * NGramFeatures.Second) + (third * NGramFeatures.Third);
            Vector256.AndNot(Bucket(hash), Vector256.Equals(third, Vector256<uint>.Zero)).StoreUnsafe(ref three, from);
            hash += (fourth * NGramFeatures.Fourth) + (fifth * NGramFeatures.Fifth);
            hash ^= Vector256.Create(NGramFeatures.OfFive);
            Vector256.AndNot(Bucket(hash), Vector256.Equals(fifth, Vector256<uint>.Zero)).StoreUnsafe(ref five, from);
        }
    }

    private static Vector256<uint> Load(ref ushort letters, nuint from) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref letters, from).ToVector256Unsafe());

    private readonly Vector256<uint> Bucket(Vector256<uint> hash) =>
        Vector256.ShiftRightLogical((hash ^ Vector256.ShiftRightLogical(hash, 15)) * NGramFeatures.Mix, _shift);

    // At each letter the hash of the word up to there. Words do not depend on each other: the second half is hashed beside the first.
    private void HashWords(int count, ulong word)
    {
        var middle = Math.Min(count, (Size / 2) + BitOperations.TrailingZeroCount(~word >> (Size / 2)));
        var (first, second, rest) = (_word, 0u, count - middle);
        ref var letters = ref MemoryMarshal.GetReference(_wordLetters[..count]);
        ref var factors = ref MemoryMarshal.GetReference(_factors[..count]);
        ref var hashes = ref MemoryMarshal.GetReference(_hashes[..count]);
        for (var index = 0; index < rest; index++)
        {
            var other = middle + index;
            Unsafe.Add(ref hashes, index) = first = (first ^ Unsafe.Add(ref letters, index)) * Unsafe.Add(ref factors, index);
            Unsafe.Add(ref hashes, other) = second = (second ^ Unsafe.Add(ref letters, other)) * Unsafe.Add(ref factors, other);
        }

        for (var index = rest; index < middle; index++)
            Unsafe.Add(ref hashes, index) = first = (first ^ Unsafe.Add(ref letters, index)) * Unsafe.Add(ref factors, index);
        (_wordBefore, _word) = (_word, rest > 0 ? second : first);
        _letters[0] = _letters[count];
    }

    private void EndWords(ulong word)
    {
        var shifted = (word << 1) | (_inWord ? 1UL : 0);
        var (begins, ends) = (word & ~shifted, shifted & ~word);
        var (at, shift, before, wordStart, wordEnd, count) = (_at, _shift, _before, _wordStart, _wordEnd, 0);
        var hashes = _hashes[..Size];
        var places = WordEnds[..Size];
        var words = Words[..Size];
        var pairs = Pairs[..Size];
        for (; ends != 0; ends &= ends - 1)
        {
            var place = BitOperations.TrailingZeroCount(ends);
            var begun = begins & ((1UL << place) - 1);
            var start = begun == 0 ? wordStart : at + BitOperations.Log2(begun);
            // A gap forgets the word before it.
            if (start - wordEnd > NGramFeatures.MaxRun + 1)
                before = 0;
            wordEnd = at + place;
            if (wordEnd - start > NGramFeatures.MaxWord)
            {
                before = 0;
                continue;
            }

            var hash = place > 0 ? hashes[place - 1] : _wordBefore;
            hash ^= hash >> 15;
            places[count] = place;
            words[count] = NGramFeatures.OfWord(hash, shift);
            pairs[count++] = before == 0 ? 0 : NGramFeatures.OfPair(before, hash, shift);
            before = hash | 1;
        }

        (WordCount, _before, _wordEnd) = (count, before, wordEnd);
        _inWord = word >> (Size - 1) != 0;
        if (begins != 0)
            _wordStart = at + BitOperations.Log2(begins);
    }
}
