using System.Text;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>
/// Restores tokens in a text that comes in parts. Holds back from where a token may be open, at most
/// <see cref="MaxHeld"/> characters; any split gives the text that the whole would. For one stream, one call at a time.
/// </summary>
public sealed class RestoringStream
{
    /// <summary>Most characters that wait for what follows.</summary>
    public const int MaxHeld = TokenReader.MaxLength;

    private readonly PseudonymRestorer _restorer;
    private readonly bool _json;
    private readonly StringBuilder _ready = new();
    private string _held = "";
    private RestoreCounts _counts;

    internal RestoringStream(PseudonymRestorer restorer, bool json) => (_restorer, _json) = (restorer, json);

    public RestoreCounts Counts => _counts;

    /// <summary>Characters that wait for what follows.</summary>
    public int Held => _held.Length;

    /// <summary>Takes the next part and gives what is settled; the part itself where nothing is open.</summary>
    public string Push(string part)
    {
        if (_held.Length == 0 && TokenReader.Start(part) < 0)
            return part;
        return Run(_held + part, last: false);
    }

    /// <summary>Gives the rest when nothing more comes.</summary>
    public string Finish() => _held.Length == 0 ? "" : Run(_held, last: true);

    private string Run(string text, bool last)
    {
        var settled = _restorer.Run(text, last, _json, _ready.Clear(), ref _counts);
        _held = text[settled..];
        return _ready.ToString();
    }
}
