using System.Buffers;
using System.Text;

namespace Tako.Core.Redaction;

/// <summary>
/// Knows the secrets of this process and replaces each, in any of its usual spellings, with <c>[secret:NAME]</c>.
/// Text without a secret comes back as the same instance. Safe for concurrent use.
/// </summary>
public sealed class Redactor
{
    /// <summary>Shorter values are not taken for secrets: they would hit ordinary words.</summary>
    public const int MinimumLength = 8;

    /// <summary>
    /// Lines of a secret of several lines, such as a private key, are secrets of their own from this length on.
    /// </summary>
    private const int MinimumLine = 16;

    /// <summary>Knows no secret.</summary>
    public static readonly Redactor None = new([]);

    private readonly SecretScan? _text;
    private readonly SecretScan? _bytes;

    public Redactor(IEnumerable<Secret> secrets)
    {
        var patterns = secrets.SelectMany(Split)
            .Where(secret => secret.Value.Length >= MinimumLength)
            .SelectMany(secret => SecretForms.Of(secret.Value).Select(form => (form, $"[secret:{Clean(secret.Name)}]")))
            .ToList();
        if (patterns.Count == 0)
            return;
        _text = new SecretScan(patterns);
        // Bytes are searched as characters of one byte each, so the patterns are spelt the same way.
        _bytes = new SecretScan(patterns.Select(entry => (OneByteEach(entry.form), entry.Item2)));
    }

    /// <summary>
    /// Knows <paramref name="configured"/> and those variables of <paramref name="environment"/> whose names tell of a
    /// secret.
    /// </summary>
    public static Redactor From(IEnumerable<Secret> configured,
        IEnumerable<KeyValuePair<string, string>> environment) =>
        new([.. configured, .. SecretNames.In(environment)]);

    public string Redact(string text) => _text?.Replace(text, brief: false) ?? text;

    /// <summary>Keeps JSON valid. Anything that is not JSON is searched as text.</summary>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> utf8Json) => Redact(utf8Json, brief: false);

    /// <param name="utf8Json">The body of an event.</param>
    /// <param name="brief">Write nothing longer than the shortest secret.</param>
    internal ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> utf8Json, bool brief)
    {
        if (_text is null || _bytes is null)
            return utf8Json;
        var chars = ArrayPool<char>.Shared.Rent(utf8Json.Length);
        try
        {
            var length = Encoding.Latin1.GetChars(utf8Json.Span, chars);
            // A backslash may hide a spelling that is not among the patterns, so those bodies are read as JSON.
            if (!_bytes.Hits(chars.AsSpan(0, length)) && !chars.AsSpan(0, length).Contains('\\'))
                return utf8Json;
            return JsonRedaction.Rewrite(utf8Json, _text, brief)
                ?? Encoding.Latin1.GetBytes(_bytes.Replace(new string(chars, 0, length), brief));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars, clearArray: true);
        }
    }

    private static IEnumerable<Secret> Split(Secret secret)
    {
        yield return secret;
        var trimmed = secret.Value.Trim();
        if (trimmed.Length != secret.Value.Length)
            yield return secret with { Value = trimmed };
        if (!trimmed.Contains('\n'))
            yield break;
        foreach (var line in trimmed.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.Length >= MinimumLine && !line.StartsWith("-----", StringComparison.Ordinal))
                yield return secret with { Value = line };
        }
    }

    private static string OneByteEach(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>A name must not break the JSON it lands in.</summary>
    private static string Clean(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' ? c : '_'));
}
