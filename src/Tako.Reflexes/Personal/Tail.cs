namespace Tako.Reflexes.Personal;

internal static class Tail
{
    public static int Settled(ReadOnlySpan<char> text) => Math.Max(0, text.Length - 256);
}
