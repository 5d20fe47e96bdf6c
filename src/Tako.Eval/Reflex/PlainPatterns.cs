using System.Text.RegularExpressions;

namespace Tako.Eval.Reflex;

/// <summary>The baseline: the list of patterns that one writes in an hour.</summary>
internal static class PlainPatterns
{
    private static readonly (string Kind, Regex Pattern)[] All =
    [
        ("email", New(@"[\w.+-]+@[\w-]+\.[\w.-]+")),
        ("phone", New(@"(\+\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}")),
        ("card", New(@"\b(?:\d[ -]?){13,16}\b")),
        ("us_ssn", New(@"\b\d{3}-\d{2}-\d{4}\b")),
        ("iban", New(@"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b")),
        ("ip", New(@"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b")),
        ("mac_address", New(@"\b([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b")),
        ("url", New(@"https?://\S+")),
        ("date", New(@"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")),
        ("crypto_wallet", New(@"\b(bc1|[13])[a-zA-HJ-NP-Z0-9]{25,39}\b")),
        ("us_passport", New(@"\b[A-Z]\d{8}\b")),
        ("uk_nino", New(@"\b[A-Z]{2}\d{6}[A-D]\b")),
    ];

    public static IEnumerable<(string Kind, int Start, int End)> Find(string text) => All.SelectMany(
        one => one.Pattern.Matches(text).Select(match => (one.Kind, match.Index, match.Index + match.Length)));

    private static Regex New(string pattern) => new(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant);
}
