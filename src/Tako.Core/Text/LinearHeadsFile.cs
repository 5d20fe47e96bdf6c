using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tako.Core.Text;

/// <summary>
/// The file of a model: a mark, the version of format and of features, bits, window and heads with thresholds and calibration, the
/// weights a byte each,
/// and at the end the SHA-256 of all before it. Numbers are little-endian.
/// </summary>
public static class LinearHeadsFile
{
    /// <summary>Changes whenever the same text would give other features.</summary>
    public const byte FeaturesVersion = 1;

    private const uint Mark = 0x484C4B54;
    private const byte FormatVersion = 1;
    private const int HashBytes = SHA256.HashSizeInBytes;
    private const int MaxName = 64;

    public static byte[] Write(LinearHeads model)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Mark);
        writer.Write(FormatVersion);
        writer.Write(FeaturesVersion);
        writer.Write((byte)model.Bits);
        writer.Write((byte)model.Heads.Count);
        writer.Write((ushort)model.Window);
        foreach (var head in model.Heads)
        {
            writer.Write(head.Name);
            writer.Write(head.Threshold);
            writer.Write(head.Slope);
            writer.Write(head.Intercept);
        }

        foreach (var weight in model.Weights)
            writer.Write(weight);
        writer.Flush();
        writer.Write(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no model, of another version, or damaged.</exception>
    public static LinearHeads Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 10 + HashBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Mark)
            throw new InvalidDataException("This is no model of linear heads; 'tako train reflex' makes one.");
        if (bytes[4] != FormatVersion || bytes[5] != FeaturesVersion)
        {
            throw new InvalidDataException($"The model is of format {bytes[4]} and features {bytes[5]}, this version of Tako reads "
                + $"{FormatVersion} and {FeaturesVersion}; train it anew with 'tako train reflex'.");
        }

        if (!SHA256.HashData(bytes[..^HashBytes]).AsSpan().SequenceEqual(bytes[^HashBytes..]))
            throw new InvalidDataException("The model is damaged: its hash does not fit its bytes. Take a whole copy or train it anew.");
        try
        {
            return Parse(bytes[..^HashBytes].ToArray());
        }
        catch (Exception wrong) when (wrong is ArgumentException or IOException or FormatException)
        {
            throw new InvalidDataException($"The model holds what no model may hold: {wrong.Message}", wrong);
        }
    }

    private static LinearHeads Parse(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        reader.BaseStream.Position = 6;
        var bits = reader.ReadByte();
        var count = reader.ReadByte();
        var window = reader.ReadUInt16();
        var heads = new List<LinearHead>();
        for (var index = 0; index < count; index++)
        {
            var name = reader.ReadString();
            if (name.Length is 0 or > MaxName)
                throw new FormatException("a head's name is empty or too long");
            heads.Add(new LinearHead(name, reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        }

        var weights = new sbyte[bytes.Length - reader.BaseStream.Position];
        for (var index = 0; index < weights.Length; index++)
            weights[index] = reader.ReadSByte();
        return new LinearHeads(bits, window, heads, weights);
    }
}
