namespace Tako.Models.Wire;

/// <summary>JSON without line ends: between its tokens they are white space, but they would end an event's line.</summary>
internal static class OneLine
{
    public static byte[] Of(ReadOnlySpan<byte> json)
    {
        var line = json.ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        return line;
    }

    public static string Of(string json) => json.Replace('\n', ' ').Replace('\r', ' ');
}
