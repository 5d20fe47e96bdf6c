using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Tako.Core.Schema.Validation;

/// <summary>The formats of JSON Schema that are checked when asked for; an unknown one fits everything.</summary>
internal static partial class Formats
{
    public static bool Fits(string format, string text) => format switch
    {
        "date-time" => text.Length > 11 && text[10] is 'T' or 't' && Date(text[..10]) && Time(text[11..]),
        "date" => Date(text),
        "time" => Time(text),
        "duration" => DurationPattern().IsMatch(text) && !text.EndsWith('T') && text != "P",
        "email" or "idn-email" => EmailPattern().IsMatch(text) && text.Length <= 254,
        "hostname" => text.Length is > 0 and <= 253 && HostPattern().IsMatch(text),
        "idn-hostname" => IdnHostname.Fits(text),
        "ipv4" => text.Count(letter => letter == '.') == 3 && Ipv4Pattern().IsMatch(text),
        "ipv6" => !text.AsSpan().ContainsAny('%', '[', '/') && IPAddress.TryParse(text, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6 && text.All(char.IsAscii)
            && (!text.Contains('.', StringComparison.Ordinal) || Ipv4Pattern().IsMatch(text[(text.LastIndexOf(':') + 1)..])),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _) && UriPattern().IsMatch(text) && text.Contains(':', StringComparison.Ordinal),
        "uri-reference" => UriPattern().IsMatch(text),
        "uri-template" => UriTemplate.Fits(text),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "json-pointer" => PointerPattern().IsMatch(text),
        "relative-json-pointer" => RelativePointerPattern().IsMatch(text),
        "regex" => EcmaPattern.TryParse(text, out _) is not null,
        _ => true,
    };

    private static bool Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool Time(string text)
    {
        if (TimePattern().Match(text) is not { Success: true } match)
            return false;
        int Part(int group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var (hour, minute, second, zoneHour, zoneMinute) = (Part(1), Part(2), Part(3), Part(5), Part(6));
        if (hour > 23 || minute > 59 || second > 60 || zoneHour > 23 || zoneMinute > 59)
            return false;
        if (second < 60)
            return true;

        // A leap second is the last of a UTC day, whatever the zone shows.
        var offset = (zoneHour * 60 + zoneMinute) * (match.Groups[4].Value == "-" ? 1 : -1);
        return ((hour * 60 + minute + offset) % 1440 + 1440) % 1440 == 1439;
    }

    [GeneratedRegex(@"^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[zZ]|([+-])([0-9]{2}):([0-9]{2}))\z")]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^P(?:[0-9]+W|(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?)\z")]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"^[^@\s""]+@[^@\s]+\z")]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\z")]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!\z)|\z)){4}")]
    private static partial Regex Ipv4Pattern();

    [GeneratedRegex(@"^(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*\z")]
    private static partial Regex UriPattern();

    [GeneratedRegex(@"^(?:/(?:[^~/]|~0|~1)*)*\z")]
    private static partial Regex PointerPattern();

    [GeneratedRegex(@"^(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*)*)\z")]
    private static partial Regex RelativePointerPattern();
}
