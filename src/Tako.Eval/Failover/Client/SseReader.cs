using System.Runtime.CompilerServices;
using System.Text;

namespace Tako.Eval.Failover.Client;

/// <summary>
/// Reads server-sent events from a body and shows everything: comments too, and an event that the end of the body cut off as
/// <see cref="Unfinished"/> (WHATWG HTML, section 9.2, has such an event dropped).
/// </summary>
internal sealed class SseReader(Stream body)
{
    private const int MostLineBytes = 8 * 1024 * 1024;
    private readonly MemoryStream _line = new();
    private readonly StringBuilder _data = new();
    private string _name = "";
    private bool _hasData;

    /// <summary>The body ended inside an event.</summary>
    public bool Unfinished => _hasData || _line.Length > 0;

    /// <exception cref="InvalidDataException">A line does not end.</exception>
    public async IAsyncEnumerable<SseEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        var afterReturn = false;
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            for (var at = 0; at < read; at++)
            {
                var letter = buffer[at];
                if (afterReturn && letter == '\n')
                {
                    afterReturn = false;
                    continue;
                }

                afterReturn = letter == '\r';
                if (letter is not ((byte)'\r' or (byte)'\n'))
                {
                    _line.WriteByte(letter);
                    if (_line.Length > MostLineBytes)
                        throw new InvalidDataException("a line of the stream does not end");
                    continue;
                }

                if (Line() is { } complete)
                    yield return complete;
            }
        }
    }

    private SseEvent? Line()
    {
        var line = Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length);
        _line.SetLength(0);
        if (line.Length == 0)
        {
            SseEvent? complete = _hasData ? new SseEvent(_name, _data.ToString()) : null;
            (_name, _hasData) = ("", false);
            _data.Clear();
            return complete;
        }

        if (line[0] == ':')
            return new SseEvent("", null, line[1..].Trim());
        var colon = line.IndexOf(':');
        var (field, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..]);
        value = value.StartsWith(' ') ? value[1..] : value;
        if (field == "event")
        {
            _name = value;
        }
        else if (field == "data")
        {
            if (_hasData)
                _data.Append('\n');
            _data.Append(value);
            _hasData = true;
        }

        return null;
    }
}
