using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Secrets;

/// <summary>Finds secrets that are known by their values, also as they look inside a URL, a JSON text or Base64.</summary>
public sealed class KnownSecretScanner(IReadOnlyList<string> known) : TextScanner
{
    private readonly KnownValues _values = new(known);

    public override string Name => "known";

    public override void Scan(in ScanText text, FindingList into)
    {
        if (_values.Search is null)
            return;
        for (var from = 0; text.Text[from..].IndexOfAny(_values.Search) is var hit and >= 0;)
        {
            var at = from + hit;
            into.Add(new Finding(at, _values.LengthAt(text.Text[at..]), FindingFamily.Secret, "known", 1));
            from = at + 1;
        }
    }

    /// <summary>Holds the beginning of a value.</summary>
    public override int Settled(ReadOnlySpan<char> text)
    {
        var settled = text.Length;
        foreach (var form in _values.Forms)
        {
            for (var at = Math.Max(0, text.Length - form.Length + 1); at < settled; at++)
            {
                if (form.AsSpan().StartsWith(text[at..], StringComparison.Ordinal))
                    settled = at;
            }
        }

        return settled;
    }
}
