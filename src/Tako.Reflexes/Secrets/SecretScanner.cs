using System.Text;
using Tako.Reflexes.Secrets.Kinds;
using Tako.Reflexes.Secrets.Matching;

namespace Tako.Reflexes.Secrets;

/// <summary>
/// Finds secrets in a text: values that are known (also as they look inside a URL, a JSON text or Base64), the formats of keys, and
/// values whose name tells that they are secrets. Safe for concurrent use; a text without secrets costs no memory.
/// </summary>
/// <param name="known">The known values; asked at each scan, so that keys which change are found. Return the same
/// list while nothing changes.</param>
/// <param name="options">What is passed over.</param>
public sealed class SecretScanner(Func<IReadOnlyList<string>>? known = null, SecretsOptions? options = null)
{
    /// <summary>Shorter known values would be found in ordinary words; they are passed over.</summary>
    public const int MinKnownLength = 6;

    /// <summary>The ids of all kinds that are told, such as <c>github-token</c>.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. SecretKindTable.BuiltIn.Select(static kind => kind.Id)];

    private readonly SecretEngine _engine = SecretEngine.BuiltIn;
    private readonly AllowedSecrets? _allowed = AllowedSecrets.Of(options);
    private KnownValues _known = KnownValues.None;

    public SecretScanner(IReadOnlyList<string> known, SecretsOptions? options = null)
        : this(() => known, options)
    {
    }

    /// <summary>The findings in order; none overlap.</summary>
    public IReadOnlyList<SecretFinding> Scan(ReadOnlySpan<char> text) => Scan(text, 0);

    /// <summary>The findings that start at or after a place; what stands before it decides on them alone.</summary>
    internal IReadOnlyList<SecretFinding> Scan(ReadOnlySpan<char> text, int least)
    {
        var pass = _engine.Rent();
        _engine.Scan(text, pass);
        if (pass.Count > 0)
            _allowed?.Pass(text, pass);
        AddKnown(text, pass);
        IReadOnlyList<SecretFinding> found = pass.Count == 0 ? Array.Empty<SecretFinding>() : Findings(pass, least);
        _engine.Return(pass);
        return found;
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

    private void AddKnown(ReadOnlySpan<char> text, SecretPass pass)
    {
        var values = Known();
        if (values.Search is null)
            return;
        for (var from = 0; text[from..].IndexOfAny(values.Search) is var hit and >= 0;)
        {
            var at = from + hit;
            pass.Add(new SecretMatch(at, at + values.LengthAt(text[at..]), SecretMatch.Known));
            from = at + 1;
        }
    }

    private List<SecretFinding> Findings(SecretPass pass, int least)
    {
        pass.Merge(least);
        var found = new List<SecretFinding>(pass.Count);
        foreach (var match in pass.All)
        {
            var kind = match.Kind == SecretMatch.Known ? "known" : _engine.Kind(match.Kind).Id;
            found.Add(new SecretFinding(match.Start, match.End - match.Start, kind) { Guessed = match.Guessed });
        }

        return found;
    }
}
