using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tako.Reflexes.Literals;

/// <summary>Walks an automaton through texts.</summary>
internal abstract class LiteralWalk
{
    /// <summary>Adds where literals stand, ordered by their ends.</summary>
    public abstract void Find(ReadOnlySpan<char> text, HitBuffer into);
}

/// <summary>Walks from letter to letter, or in four parts of a text side by side: each step waits for the one before it.</summary>
/// <param name="classes">Characters of ASCII by their class: those of no literal share class 0.</param>
/// <param name="longest">The longest literal.</param>
/// <param name="starts">Finds the next letter with which a literal begins; null where that costs more than steps.</param>
internal sealed class LiteralWalk<TNumber>(StateTable<TNumber> states, LiteralEnds ends, byte[] classes, int longest,
    SearchValues<char>? starts) : LiteralWalk
    where TNumber : unmanaged, IBinaryInteger<TNumber>
{
    private const int Root = 0;
    private const int Lanes = HitBuffer.Lanes;
    // Shorter parts do not pay for the characters that are walked twice.
    private const int LeastPart = 64;

    public override void Find(ReadOnlySpan<char> text, HitBuffer into)
    {
        if (starts is not null)
            FindSkipping(text, starts, into);
        else if ((text.Length - longest) / Lanes < LeastPart)
            Walk(text, 0, Root, into);
        else
            FindInParts(text, into);
    }

    // A literal that ends in a part may begin before it: each part but the first is entered so far ahead.
    private void FindInParts(ReadOnlySpan<char> text, HitBuffer into)
    {
        var part = (text.Length - longest) / Lanes;
        var length = part + longest;
        var walk = new FourWalks(text[..length], text.Slice(part, length), text.Slice(2 * part, length), text.Slice(3 * part, length));
        var (second, third, fourth) = (into.Lane(1), into.Lane(2), into.Lane(3));
        while (walk.Advance(states, classes, ends.From))
        {
            ends.Add(walk.First, walk.At, into);
            if (walk.At <= longest)
                continue;
            ends.Add(walk.Second, part + walk.At, second);
            ends.Add(walk.Third, (2 * part) + walk.At, third);
            ends.Add(walk.Fourth, (3 * part) + walk.At, fourth);
        }

        Walk(text, (Lanes * part) + longest, walk.Fourth, fourth);
        into.Join();
    }

    private void Walk(ReadOnlySpan<char> text, int from, int state, HitBuffer into)
    {
        for (var index = from; index < text.Length; index++)
        {
            state = Step(states, classes, state, text[index]);
            ends.Add(state, index + 1, into);
        }
    }

    private void FindSkipping(ReadOnlySpan<char> text, SearchValues<char> begins, HitBuffer into)
    {
        var state = Root;
        for (var index = 0; index < text.Length; index++)
        {
            if (state == Root)
            {
                // Nothing is open: on to the next letter with which a literal begins.
                var skipped = text[index..].IndexOfAny(begins);
                if (skipped < 0)
                    return;
                index += skipped;
            }

            state = Step(states, classes, state, text[index]);
            ends.Add(state, index + 1, into);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(StateTable<TNumber> states, byte[] classes, int state, char letter) =>
        states.Next(state, letter < classes.Length ? classes[letter] : 0);

    /// <summary>Four walks side by side, over texts of one length.</summary>
    private ref struct FourWalks(ReadOnlySpan<char> one, ReadOnlySpan<char> two, ReadOnlySpan<char> three, ReadOnlySpan<char> four)
    {
        private readonly ReadOnlySpan<char> _one = one;
        private readonly ReadOnlySpan<char> _two = two;
        private readonly ReadOnlySpan<char> _three = three;
        private readonly ReadOnlySpan<char> _four = four;

        public int First { get; private set; }

        public int Second { get; private set; }

        public int Third { get; private set; }

        public int Fourth { get; private set; }

        /// <summary>Characters of each that were walked.</summary>
        public int At { get; private set; }

        /// <summary>On until one of them is where literals end; false at the end of the texts.</summary>
        // Compiled at once and apart: with what a profile adds, the four states were seen to move to memory and back in each step.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public bool Advance(StateTable<TNumber> states, byte[] classes, int ending)
        {
            var one = _one;
            var two = _two[..one.Length];
            var three = _three[..one.Length];
            var four = _four[..one.Length];
            var (first, second, third, fourth) = (First, Second, Third, Fourth);
            var (index, last) = (At, ending - 1);
            var ends = 0;
            while (index < one.Length && ends >= 0)
            {
                first = Step(states, classes, first, one[index]);
                second = Step(states, classes, second, two[index]);
                third = Step(states, classes, third, three[index]);
                fourth = Step(states, classes, fourth, four[index]);
                // Below zero where one of them is.
                ends = (last - first) | (last - second) | (last - third) | (last - fourth);
                index++;
            }

            (First, Second, Third, Fourth, At) = (first, second, third, fourth, index);
            return ends < 0;
        }
    }
}
