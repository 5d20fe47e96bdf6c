using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets;

/// <summary>Known secrets in every form in which they are looked for.</summary>
internal sealed class KnownValues
{
    public static readonly KnownValues None = new([]);
    private readonly string[] _forms;

    public KnownValues(IReadOnlyList<string> list)
    {
        List = list;
        _forms = [.. list.Where(value => value.Length >= SecretScanner.MinKnownLength).SelectMany(FormsOf).Distinct(StringComparer.Ordinal)
            .OrderByDescending(form => form.Length)];
        Search = _forms.Length == 0 ? null : SearchValues.Create(_forms, StringComparison.Ordinal);
        Broken = [.. _forms.Where(form => form.Length > SecretLimits.Window || form.AsSpan().IndexOfAny(SecretLetters.Breaks) >= 0)];
    }

    public IReadOnlyList<string> List { get; }

    /// <summary>Every form that is looked for, the longest first.</summary>
    public IReadOnlyList<string> Forms => _forms;

    public SearchValues<string>? Search { get; }

    /// <summary>Forms that hold white space or quotes, or are long, so that a stream must look for their beginnings.</summary>
    public IReadOnlyList<string> Broken { get; }

    public int LengthAt(ReadOnlySpan<char> text)
    {
        foreach (var form in _forms)
        {
            if (text.StartsWith(form, StringComparison.Ordinal))
                return form.Length;
        }

        return 0;
    }

    private static IEnumerable<string> FormsOf(string value) =>
    [
        value,
        Uri.EscapeDataString(value),
        JavaScriptEncoder.Default.Encode(value),
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).TrimEnd('='),
    ];
}
