using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Tako.Reflexes.Names;

/// <summary>What a tagger of names has learnt: kinds, weights of features, weights of one kind after another, and known words.</summary>
public sealed class NameModel
{
    /// <summary>Most kinds of findings that a model may tell apart.</summary>
    public const int MaxKinds = 31;
    private const uint Magic = 0x314E4B54;
    private const int MostWords = 1 << 20;

    internal NameModel(IReadOnlyList<string> kinds, FeatureTable features, sbyte[] weights, short[] steps, Lexicon lexicon)
    {
        Kinds = kinds;
        Features = features;
        Width = WidthFor(kinds.Count);
        Weights = weights;
        Steps = steps;
        Lexicon = lexicon;
    }

    /// <summary>The kinds it finds, such as <c>person</c>.</summary>
    public IReadOnlyList<string> Kinds { get; }

    internal FeatureTable Features { get; }

    /// <summary>Labels of a row: none, the kinds, and room up to a whole vector.</summary>
    internal int Width { get; }

    /// <summary>Rows of weights by label; label 0 is no finding.</summary>
    internal sbyte[] Weights { get; }

    /// <summary>Weight of a label after a label: row of the earlier one.</summary>
    internal short[] Steps { get; }

    internal Lexicon Lexicon { get; }

    /// <summary>The model that comes with Tako: trained on sentences and lists of its own, see the page on names.</summary>
    public static NameModel Shipped()
    {
        using var stream = typeof(NameModel).Assembly.GetManifestResourceStream("Tako.Reflexes.Names.names.model")
            ?? throw new InvalidDataException("The model of names is missing from this build of Tako.Reflexes.");
        return Read(stream);
    }

    /// <summary>Reads a model that <see cref="Write"/> has written.</summary>
    /// <exception cref="InvalidDataException">The stream holds no such model.</exception>
    public static NameModel Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var unpacked = new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true);
            using var reader = new BinaryReader(unpacked, Encoding.UTF8);
            return Read(reader);
        }
        catch (Exception wrong) when (wrong is EndOfStreamException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("This is no model of names: train one, or take the file that training wrote.", wrong);
        }
    }

    /// <summary>Writes the model in a form of its own, packed.</summary>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var packed = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var writer = new BinaryWriter(packed, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write((byte)Kinds.Count);
        foreach (var kind in Kinds)
            writer.Write(kind);
        foreach (var step in Steps)
            writer.Write(step);
        writer.Write(Lexicon.Words.Count);
        foreach (var (hash, _) in Lexicon.Words)
            writer.Write(hash);
        foreach (var (_, lists) in Lexicon.Words)
            writer.Write((ushort)lists);
        foreach (var check in Features.Checks)
            writer.Write(check);
        // One label after another: neighbouring rows have little in common. Empty slots are left out.
        for (var label = 0; label <= Kinds.Count; label++)
        {
            for (var row = 0; row < FeatureTable.Rows; row++)
            {
                if (Features.Checks[row] != 0)
                    writer.Write(Weights[row * Width + label]);
            }
        }
    }

    internal static int WidthFor(int kinds) => kinds < 16 ? 16 : 32;

    private static NameModel Read(BinaryReader reader)
    {
        if (reader.ReadUInt32() != Magic)
            throw new FormatException("The first bytes are those of something else.");
        var kinds = new string[reader.ReadByte()];
        if (kinds.Length is 0 or > MaxKinds)
            throw new FormatException($"A model has 1 to {MaxKinds} kinds.");
        for (var index = 0; index < kinds.Length; index++)
            kinds[index] = reader.ReadString();
        var width = WidthFor(kinds.Length);
        var steps = new short[width * width];
        for (var index = 0; index < steps.Length; index++)
            steps[index] = reader.ReadInt16();
        var words = ReadWords(reader);
        var (checks, weights) = (new ushort[FeatureTable.Rows], new sbyte[FeatureTable.Rows * width]);
        for (var row = 0; row < checks.Length; row++)
            checks[row] = reader.ReadUInt16();
        for (var label = 0; label <= kinds.Length; label++)
        {
            for (var row = 0; row < checks.Length; row++)
            {
                if (checks[row] != 0)
                    weights[row * width + label] = reader.ReadSByte();
            }
        }

        return new NameModel(kinds, new FeatureTable(checks), weights, steps, new Lexicon(words));
    }

    private static KeyValuePair<uint, NameLists>[] ReadWords(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count is < 0 or > MostWords)
            throw new FormatException("The model has too many words.");
        var hashes = reader.ReadBytes(4 * count);
        var lists = reader.ReadBytes(2 * count);
        if (lists.Length < 2 * count)
            throw new EndOfStreamException();
        var words = new KeyValuePair<uint, NameLists>[count];
        for (var index = 0; index < count; index++)
        {
            words[index] = new(
                BinaryPrimitives.ReadUInt32LittleEndian(hashes.AsSpan(4 * index)),
                (NameLists)BinaryPrimitives.ReadUInt16LittleEndian(lists.AsSpan(2 * index)));
        }

        return words;
    }
}
