using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tako.Core.Redaction;

/// <summary>
/// The ways a secret can be written: as it is, escaped in JSON (and in JSON inside JSON), in a URL, in base64, in hex.
/// </summary>
internal static class SecretForms
{
    /// <summary>JSON in JSON in JSON: arguments of a tool call inside a message inside an event.</summary>
    private const int JsonDepth = 3;

    /// <summary>Shorter pieces of base64 would match by chance.</summary>
    private const int ShortestForm = 8;

    public static IEnumerable<string> Of(string value) =>
        All(value).Where(form => form.Length >= ShortestForm).Distinct();

    private static IEnumerable<string> All(string value)
    {
        yield return value;
        JavaScriptEncoder[] encoders = [JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping];
        foreach (var encoder in encoders)
        {
            var escaped = value;
            for (var depth = 0; depth < JsonDepth; depth++)
            {
                escaped = JsonEncodedText.Encode(escaped, encoder).ToString();
                yield return escaped;
                yield return escaped.Replace("/", "\\/", StringComparison.Ordinal);
            }
        }

        yield return Uri.EscapeDataString(value);
        yield return LowerEscapes(Uri.EscapeDataString(value));
        yield return WebUtility.UrlEncode(value);
        yield return LowerEscapes(WebUtility.UrlEncode(value));
        var bytes = Encoding.UTF8.GetBytes(value);
        yield return Convert.ToHexString(bytes);
        yield return Convert.ToHexStringLower(bytes);
        foreach (var form in Base64(bytes))
        {
            yield return form;
            yield return form.Replace('+', '-').Replace('/', '_');
            yield return form.Replace("+", "\\u002B", StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// A secret inside a longer text (<c>user:secret</c>) starts at one of three places in a group of four digits. Digits
    /// that also depend on the neighbours are left out, except in the form that is the whole text.
    /// </summary>
    private static IEnumerable<string> Base64(byte[] bytes)
    {
        yield return Convert.ToBase64String(bytes);
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var first = (before * 8 + 5) / 6;
            var whole = (before + bytes.Length) * 8 / 6;
            yield return text[first..whole];
        }
    }

    private static string LowerEscapes(string text)
    {
        var lower = new StringBuilder(text);
        for (var i = 0; i + 2 < lower.Length; i++)
        {
            if (lower[i] != '%')
                continue;
            lower[i + 1] = char.ToLowerInvariant(lower[i + 1]);
            lower[i + 2] = char.ToLowerInvariant(lower[i + 2]);
        }

        return lower.ToString();
    }
}
