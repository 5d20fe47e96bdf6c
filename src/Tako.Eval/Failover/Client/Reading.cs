using System.Text;
using System.Text.Json;

namespace Tako.Eval.Failover.Client;

/// <summary>Understands the events of one protocol's stream, strictly.</summary>
internal abstract class Reading
{
    private readonly List<string> _wrong = [];
    private readonly List<string> _untidy = [];

    public static Reading Of(Surface surface) => surface switch
    {
        Surface.Chat => new ChatReading(),
        Surface.Responses => new ResponsesReading(),
        _ => new MessagesReading(),
    };

    public StringBuilder Text { get; } = new();

    public string? Finish { get; protected set; }

    public string? Model { get; protected set; }

    public Tokens? Usage { get; protected set; }

    public decimal? Cost { get; private set; }

    public string? Error { get; protected set; }

    /// <summary>Nothing more is to come, whether or not the body ends.</summary>
    public bool Ended { get; protected set; }

    public IReadOnlyList<string> Wrong => _wrong;

    public IReadOnlyList<string> Untidy => _untidy;

    public abstract bool FinishedWell { get; }

    /// <summary>The error's text, if the body is an error of this protocol.</summary>
    public static string? ErrorOf(Surface surface, JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error)
            && error.ValueKind == JsonValueKind.Object && TextOf(error, "message") is { } message
            && (surface != Surface.Messages || (TextOf(root, "type") == "error" && TextOf(error, "type") is not null))
            ? message
            : null;

    public void Take(SseEvent next)
    {
        if (next.Data is not { } data)
            return;
        if (data == "[DONE]")
        {
            Done();
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(data);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                Take(next.Name, document.RootElement);
            else
                NoteUntidy("a chunk that is no JSON object was passed on");
        }
        catch (JsonException)
        {
            NoteUntidy("a malformed chunk was passed on, at which strict clients fail");
        }
    }

    /// <summary>The body has ended well: what is missing at the end?</summary>
    public virtual void Close() { }

    protected abstract void Take(string name, JsonElement root);

    protected virtual void Done() => Ended = true;

    protected void NoteWrong(string what)
    {
        if (!_wrong.Contains(what))
            _wrong.Add(what);
    }

    protected void NoteUntidy(string what)
    {
        if (!_untidy.Contains(what))
            _untidy.Add(what);
    }

    protected void NoteCost(JsonElement usage)
    {
        if (usage.TryGetProperty("cost", out var cost) && cost.ValueKind == JsonValueKind.Number)
            Cost = cost.GetDecimal();
    }

    protected static string? TextOf(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    protected static int? NumberOf(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
            ? number
            : null;

    protected static JsonElement? ObjectOf(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? value
            : null;

    protected static IEnumerable<JsonElement> ItemsOf(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];
}
