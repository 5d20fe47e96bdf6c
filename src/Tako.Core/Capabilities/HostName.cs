using System.Buffers;
using System.Globalization;
using System.Net;

namespace Tako.Core.Capabilities;

/// <summary>A host in its one form: lower-case ASCII (IDNA) without the trailing dot, or an address as the system would read it.</summary>
internal readonly record struct HostName(string Name, int? Port, bool IsAddress)
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\@%#?/ \t\r\n<>^|`{}\"");

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[v6]:port</c> or a URL; null when readers could disagree on the host.</summary>
    public static HostName? Parse(string text)
    {
        if (text.Length is 0 or > 2048)
            return null;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return Authority(text, null);
        var rest = text.AsSpan(scheme + 3);
        var end = rest.IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        return Authority(authority.ToString(), text[..scheme].ToLowerInvariant() switch
        {
            "https" or "wss" => 443,
            "http" or "ws" => 80,
            "ssh" => 22,
            _ => null,
        });
    }

    private static HostName? Authority(string text, int? port)
    {
        // User names, escapes and back slashes are how one text comes to name two hosts; none is needed to name one.
        if (text.AsSpan().IndexOfAny(Forbidden) >= 0)
            return null;
        var name = text;
        var colon = text.LastIndexOf(':');
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']');
            if (close < 0)
                return null;
            name = text[1..close];
            if (!name.Contains(':'))
                return null;
            colon = close + 1 < text.Length ? close + 1 : -1;
            if (colon > 0 && text[colon] != ':')
                return null;
        }
        else if (colon >= 0 && text.IndexOf(':') != colon)
        {
            colon = -1;
        }
        else if (colon >= 0)
        {
            name = text[..colon];
        }

        if (colon >= 0)
        {
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                || given is 0 or > 65535)
                return null;
            port = given;
        }

        return Canonical(name) is var (canonical, isAddress) ? new HostName(canonical, port, isAddress) : null;
    }

    /// <summary>The name's one form and whether it is an address; the system's own reading of <c>127.1</c> or
    /// <c>0x7f000001</c> counts.</summary>
    private static (string, bool)? Canonical(string name)
    {
        if (name.EndsWith('.'))
            name = name[..^1];
        if (name.Length == 0)
            return null;
        try
        {
            if (!name.Contains(':'))
                name = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }

        if (!IPAddress.TryParse(name, out var address))
            return (name, false);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return (address.ToString(), true);
    }
}

/// <summary>One entry of a host set.</summary>
internal readonly record struct HostPattern(string Name, int? Port, bool Wild)
{
    public static HostPattern Parse(string text)
    {
        var wild = text.StartsWith("*.", StringComparison.Ordinal);
        var host = HostName.Parse(wild ? text[2..] : text);
        if (host is not { } parsed || (wild && (parsed.IsAddress || !parsed.Name.Contains('.')))
            || text.Contains("://", StringComparison.Ordinal))
            throw new ArgumentException($"'{text}' is not a host. Write example.org, example.org:443, *.example.org or an address.");
        return new HostPattern(parsed.Name, parsed.Port, wild);
    }

    public bool Matches(HostName host) =>
        (Port is null || Port == host.Port)
        && (Wild ? !host.IsAddress && IsBelow(host.Name) : host.Name == Name);

    public bool IsWithin(HostPattern other)
    {
        if (other.Port is not null && other.Port != Port)
            return false;
        if (other.Wild)
            return Wild ? Name == other.Name || other.IsBelow(Name) : other.IsBelow(Name) && !IPAddress.TryParse(Name, out _);
        return !Wild && Name == other.Name;
    }

    private bool IsBelow(string host) =>
        host.Length > Name.Length + 1 && host.EndsWith(Name, StringComparison.Ordinal) && host[host.Length - Name.Length - 1] == '.';
}
