namespace Tako.Reflexes.Names;

/// <summary>Room in which one text at a time is tagged.</summary>
internal sealed class NameScratch(NameModel model)
{
    public const int Size = 512;

    public NameToken[] Tokens { get; } = new NameToken[Size];

    public short[] Weights { get; } = new short[Size * model.Width];

    /// <summary>Far from being part of anything.</summary>
    public bool[] Cold { get; } = new bool[Size];

    /// <summary>Cold, and so are both neighbours: no finding goes over it.</summary>
    public bool[] Pinned { get; } = new bool[Size];

    public byte[] Back { get; } = new byte[Size * model.Width];

    public byte[] Labels { get; } = new byte[Size];
}
