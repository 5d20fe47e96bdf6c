using System.Buffers;
using System.Globalization;

namespace Tako.Server.Gateway;

/// <summary>Texts that may stand in a header.</summary>
internal static class HeaderText
{
    private const int MostCharacters = 2048;
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private static readonly string[] Small = [.. Enumerable.Range(0, 32).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The text itself where it can stand in a header, else with its other characters percent-encoded.</summary>
    public static string Clean(string text)
    {
        if (text.Length > MostCharacters)
            text = $"{text.AsSpan(0, MostCharacters)}...";
        return text.AsSpan().ContainsAnyExcept(Allowed) ? Uri.EscapeDataString(text) : text;
    }

    public static string Number(long number) =>
        number >= 0 && number < Small.Length ? Small[number] : number.ToString(CultureInfo.InvariantCulture);
}
