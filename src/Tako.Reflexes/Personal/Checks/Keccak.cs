using System.Buffers.Binary;
using System.Numerics;

namespace Tako.Reflexes.Personal.Checks;

/// <summary>Keccak-256 with the padding from before it became SHA-3, as Ethereum uses it; for inputs of one block.</summary>
internal static class Keccak
{
    private const int Rate = 136;
    private const int Rounds = 24;

    private static ReadOnlySpan<byte> Turns =>
        [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    private static ReadOnlySpan<byte> Lanes => [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    /// <summary>Hashes at most 135 bytes.</summary>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> into)
    {
        Span<byte> block = stackalloc byte[Rate];
        block.Clear();
        input.CopyTo(block);
        block[input.Length] = 0x01;
        block[Rate - 1] |= 0x80;
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        for (var lane = 0; lane < Rate / 8; lane++)
            state[lane] = BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * lane)..]);
        Permute(state);
        for (var lane = 0; lane < 4; lane++)
            BinaryPrimitives.WriteUInt64LittleEndian(into[(8 * lane)..], state[lane]);
    }

    private static void Permute(Span<ulong> state)
    {
        Span<ulong> column = stackalloc ulong[5];
        byte register = 1;
        for (var round = 0; round < Rounds; round++)
        {
            for (var x = 0; x < 5; x++)
                column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            for (var x = 0; x < 5; x++)
            {
                var mixed = column[(x + 4) % 5] ^ BitOperations.RotateLeft(column[(x + 1) % 5], 1);
                for (var y = 0; y < 25; y += 5)
                    state[x + y] ^= mixed;
            }

            var moved = state[1];
            for (var step = 0; step < 24; step++)
                (state[Lanes[step]], moved) = (BitOperations.RotateLeft(moved, Turns[step]), state[Lanes[step]]);
            for (var y = 0; y < 25; y += 5)
            {
                state.Slice(y, 5).CopyTo(column);
                for (var x = 0; x < 5; x++)
                    state[x + y] = column[x] ^ (~column[(x + 1) % 5] & column[(x + 2) % 5]);
            }

            state[0] ^= Constant(ref register);
        }
    }

    // The round constants come from a shift register of eight bits.
    private static ulong Constant(ref byte register)
    {
        ulong constant = 0;
        for (var bit = 0; bit < 7; bit++)
        {
            if ((register & 1) != 0)
                constant |= 1ul << ((1 << bit) - 1);
            register = (byte)((register << 1) ^ ((register & 0x80) != 0 ? 0x71 : 0));
        }

        return constant;
    }
}
