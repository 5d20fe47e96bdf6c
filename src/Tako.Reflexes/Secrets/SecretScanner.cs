using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Tako.Reflexes.Secrets;

/// <summary>
/// Finds secrets in a text: values that are known (also as they look inside a URL, a JSON text or Base64) and the well-known
/// formats of keys. Safe for concurrent use; a text without secrets costs a few vectorised passes and no memory.
/// </summary>
/// <param name="known">The known values; asked at each scan, so that keys which change are found. Return the same
/// list while nothing changes.</param>
public sealed class SecretScanner(Func<IReadOnlyList<string>>? known = null)
{
    /// <summary>Shorter known values would be found in ordinary words; they are passed over.</summary>
    public const int MinKnownLength = 6;

    private KnownValues _known = KnownValues.None;

    public SecretScanner(IReadOnlyList<string> known)
        : this(() => known)
    {
    }

    /// <summary>The findings in order; none overlap.</summary>
    public IReadOnlyList<SecretFinding> Scan(ReadOnlySpan<char> text)
    {
        List<SecretFinding>? found = null;
        var values = Known();
        if (values.Search is not null)
        {
            for (var from = 0; text[from..].IndexOfAny(values.Search) is var hit and >= 0;)
            {
                var at = from + hit;
                (found ??= []).Add(new SecretFinding(at, values.LengthAt(text[at..]), "known"));
                from = at + 1;
            }
        }

        var end = 0;
        var anchors = new SecretAnchors(text);
        while (anchors.Next() is var at and >= 0)
        {
            if (at >= end && SecretPatterns.Match(text, at) is { } finding)
            {
                (found ??= []).Add(finding);
                end = finding.End;
            }
        }

        return found is null ? Array.Empty<SecretFinding>() : Merge(found);
    }

    /// <summary>The text with a reference such as <c>[secret:github-token]</c> in place of each secret.</summary>
    public string Redact(string text)
    {
        var found = Scan(text);
        return found.Count == 0 ? text : Replace(text, found, 0, text.Length);
    }

    /// <summary>A part of a text with its secrets replaced, also those of which only a part lies in it.</summary>
    internal static string Replace(ReadOnlySpan<char> text, IReadOnlyList<SecretFinding> found, int start, int end)
    {
        var result = new StringBuilder(end - start);
        foreach (var finding in found)
        {
            if (finding.End <= start || finding.Start >= end)
                continue;
            result.Append(text[start..Math.Max(start, finding.Start)]).Append("[secret:").Append(finding.Kind).Append(']');
            start = Math.Min(end, finding.End);
        }

        return result.Append(text[start..end]).ToString();
    }

    internal KnownValues Known()
    {
        if (known is null)
            return KnownValues.None;
        var list = known();
        var values = Volatile.Read(ref _known);
        if (!ReferenceEquals(values.List, list))
            Volatile.Write(ref _known, values = new KnownValues(list));
        return values;
    }

    private static List<SecretFinding> Merge(List<SecretFinding> found)
    {
        // Stable: where both begin at one place, the known value was added first and gives the name.
        var sorted = found.OrderBy(finding => finding.Start).ToList();
        var merged = new List<SecretFinding>(sorted.Count);
        foreach (var next in sorted)
        {
            if (merged.Count > 0 && merged[^1].End > next.Start)
                merged[^1] = merged[^1] with { Length = Math.Max(merged[^1].End, next.End) - merged[^1].Start };
            else
                merged.Add(next);
        }

        return merged;
    }
}

/// <summary>Known secrets in every form in which they are looked for.</summary>
internal sealed class KnownValues
{
    public static readonly KnownValues None = new([]);
    private readonly string[] _forms;

    public KnownValues(IReadOnlyList<string> list)
    {
        List = list;
        _forms = [.. list.Where(value => value.Length >= SecretScanner.MinKnownLength).SelectMany(Forms).Distinct(StringComparer.Ordinal)
            .OrderByDescending(form => form.Length)];
        Search = _forms.Length == 0 ? null : SearchValues.Create(_forms, StringComparison.Ordinal);
        Broken = [.. _forms.Where(form => form.AsSpan().IndexOfAny(SecretPatterns.Breaks) >= 0)];
    }

    public IReadOnlyList<string> List { get; }

    public SearchValues<string>? Search { get; }

    /// <summary>Forms that hold white space or quotes, so that a stream must look for their beginnings.</summary>
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

    private static IEnumerable<string> Forms(string value) =>
    [
        value,
        Uri.EscapeDataString(value),
        JavaScriptEncoder.Default.Encode(value),
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).TrimEnd('='),
    ];
}
