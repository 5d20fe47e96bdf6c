using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;

namespace Tako.Models.Wire;

/// <summary>What comes to light while a request is read: its faults, and what it holds that other protocols cannot say.</summary>
internal sealed partial class AskReading(WireKind kind)
{
    private const int MostFaults = 20;
    private readonly List<Fault> _faults = [];
    private readonly List<Extra> _extras = [];
    private readonly HashSet<string> _lost = [];

    public WireKind Kind => kind;

    public void Fault(string path, string message)
    {
        if (_faults.Count < MostFaults)
            _faults.Add(new Fault(path, 0, message));
    }

    /// <summary>Notes a field that not every protocol can say; told once for each kind of field.</summary>
    public void Lose(string path, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return;
        var pattern = Place().Replace(path, "[]");
        var row = LossTable.Find(kind, pattern);
        if (row?.IsIdle?.Invoke(value) == true || row?.SaidBy.Count == LossTable.Kinds || !_lost.Add(pattern))
            return;
        _extras.Add(row is null ? new Extra(path, Required: false, SaidBy: []) : new Extra(path, row.Required, row.SaidBy));
    }

    /// <summary>The request, or all of its faults.</summary>
    public Parsed<ChatAsk> Done(List<ChatMessage> messages, ChatOptions options, bool usageInStream) => _faults.Count > 0
        ? new Parsed<ChatAsk>.Faulty(_faults)
        : new Parsed<ChatAsk>.Ok(new ChatAsk
        {
            Messages = messages,
            Options = options,
            UsageInStream = usageInStream,
            Extras = _extras,
        });

    /// <summary>Reads a request; whatever its bytes are, the outcome is a request or faults.</summary>
    public static Parsed<ChatAsk> Run(WireKind kind, JsonElement root, Func<AskNode, AskReading, Parsed<ChatAsk>> read)
    {
        var reading = new AskReading(kind);
        try
        {
            if (JsonMarshal.GetRawUtf8Value(root).IndexOf("\\u"u8) >= 0)
                Walk(root);
            if (root.ValueKind == JsonValueKind.Object)
                return read(new AskNode(reading, root, ""), reading);
            reading.Fault("", "The body must be a JSON object.");
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json's word for text that is not UTF-8, and for escapes that are half of a letter.
            reading.Fault("", "The body holds a string that is no text.");
        }

        return new Parsed<ChatAsk>.Faulty(reading._faults);
    }

    // An escape of half a letter throws where the string is read; better here than while a provider is asked.
    private static void Walk(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Walk(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Walk(member.Value);
                }

                break;
        }
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Place();
}
