using System.Globalization;
using System.Net;

namespace Tako.Server.Setup;

/// <summary>Reads an address to listen on: <c>127.0.0.1:8256</c>, <c>[::1]:8256</c>, <c>localhost:8256</c>, <c>*:8256</c>
/// or a port alone.</summary>
public static class ListenText
{
    public const string Shape = "an address and a port such as 127.0.0.1:8256, localhost:8256 or *:8256";

    /// <summary>Null when the text is no address; names other than localhost are not looked up.</summary>
    public static IPEndPoint? Parse(string text)
    {
        var trimmed = text.Trim();
        var colon = trimmed.LastIndexOf(':');
        var (host, port) = colon < 0 ? ("localhost", trimmed) : (trimmed[..colon], trimmed[(colon + 1)..]);
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        var address = host switch
        {
            "localhost" or "" => IPAddress.Loopback,
            "*" => IPAddress.Any,
            "[::]" => IPAddress.IPv6Any,
            ['[', .., ']'] when IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out var six) => six,
            _ when !host.Contains(':') && host.Count(character => character == '.') == 3
                && IPAddress.TryParse(host, out var four) => four,
            _ => null,
        };
        return address is null ? null : new IPEndPoint(address, number);
    }
}
