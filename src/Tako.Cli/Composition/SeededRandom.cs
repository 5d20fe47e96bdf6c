namespace Tako.Cli.Composition;

#pragma warning disable RS0030 // The composition root is where chance is made.

/// <summary>The process' one source of chance, safe for concurrent use.</summary>
internal sealed class SeededRandom(int seed) : Random
{
    private readonly Lock _lock = new();
    private readonly Random _inner = new(seed);

    public override int Next()
    {
        lock (_lock)
            return _inner.Next();
    }

    public override int Next(int maxValue)
    {
        lock (_lock)
            return _inner.Next(maxValue);
    }

    public override int Next(int minValue, int maxValue)
    {
        lock (_lock)
            return _inner.Next(minValue, maxValue);
    }

    public override double NextDouble()
    {
        lock (_lock)
            return _inner.NextDouble();
    }

    public override void NextBytes(Span<byte> buffer)
    {
        lock (_lock)
            _inner.NextBytes(buffer);
    }

    protected override double Sample() => NextDouble();
}
