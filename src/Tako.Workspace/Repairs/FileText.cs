using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Repairs;

/// <summary>A file's text seen with plain line feeds, that remembers where carriage returns stood.</summary>
internal sealed class FileText
{
    private readonly string _original;
    private readonly int[] _places;
    private readonly bool _usesCarriageReturns;

    public FileText(string original)
    {
        _original = original;
        _usesCarriageReturns = UsesCarriageReturns(original);
        var text = new StringBuilder(original.Length);
        var places = new List<int>(original.Length + 1);
        for (var at = 0; at < original.Length; at++)
        {
            places.Add(at);
            if (original[at] == '\r' && at + 1 < original.Length && original[at + 1] == '\n')
                at++;
            text.Append(original[at]);
        }

        places.Add(original.Length);
        (Lf, _places) = (text.ToString(), [.. places]);
    }

    /// <summary>The text with every line ended by a line feed alone.</summary>
    public string Lf { get; }

    /// <summary>The original with one span of <see cref="Lf"/> replaced, in the line ends of the file.</summary>
    public string With(int start, int end, string text) => string.Concat(_original.AsSpan(0, _places[start]),
        _usesCarriageReturns ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text, _original.AsSpan(_places[end]));

    /// <summary>New text for a whole file in the manner of the old one: byte order mark, line ends, end of the last line.</summary>
    public static string Like(string old, string text)
    {
        if (!text.Contains('\r') && UsesCarriageReturns(old))
            text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
        if (old.StartsWith('\uFEFF') && !text.StartsWith('\uFEFF'))
            text = '\uFEFF' + text;
        var lineEnd = UsesCarriageReturns(text) ? "\r\n" : "\n";
        if (old.EndsWith('\n') && text.Length > 0 && !text.EndsWith('\n'))
            return text + lineEnd;
        if (old.Length > 0 && !old.EndsWith('\n') && text.EndsWith(lineEnd, StringComparison.Ordinal))
            return text[..^lineEnd.Length];
        return text;
    }

    public static bool TryEncode(string text, out byte[] bytes)
    {
        try
        {
            bytes = TextLines.Encode(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            bytes = [];
            return false;
        }
    }

    private static bool UsesCarriageReturns(string text)
    {
        var pairs = text.AsSpan().Count("\r\n");
        return pairs > 0 && pairs * 2 >= text.AsSpan().Count('\n');
    }
}
