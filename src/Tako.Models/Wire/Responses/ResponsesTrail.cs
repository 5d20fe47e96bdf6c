using System.Text.Json;

namespace Tako.Models.Wire.Responses;

/// <summary>What an event that was passed on leaves behind for the writer that may have to go on after it.</summary>
/// <param name="Number">Its sequence number, or -1.</param>
/// <param name="Opened">The kind of block that is open after it.</param>
/// <param name="Ends">It was the last.</param>
/// <param name="Response">The response as it was announced.</param>
internal readonly record struct ResponsesMark(int Number, BlockKind? Opened, bool Ends, ReadOnlyMemory<byte>? Response = null,
    string? Id = null, string? Model = null, long? Created = null);

/// <summary>
/// Follows a stream of events that are passed on, and keeps the output as it grows: the last event of a response repeats all of
/// it. Of the many events that only bring a few words, the words are kept as they are escaped, and nothing is parsed into
/// objects.
/// </summary>
internal static class ResponsesTrail
{
    /// <summary>Adds what the event says to the items.</summary>
    /// <param name="opened">The kind of block that was open before it.</param>
    public static ResponsesMark Read(Frame frame, List<ResponsesItem> items, BlockKind? opened)
    {
        try
        {
            var glance = ResponsesGlance.Of(frame.Data.Span);
            return Follow(glance, frame.Data, items, opened) with { Number = glance.Number };
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Whoever passed it on has looked at it: it says nothing that would be missed here.
            return new ResponsesMark(-1, opened, Ends: false);
        }
    }

    private static ResponsesMark Follow(ResponsesGlance glance, ReadOnlyMemory<byte> data, List<ResponsesItem> items, BlockKind? opened)
    {
        var last = items.Count > 0 ? items[^1] : null;
        switch (glance.Event)
        {
            case ResponsesEvent.Created:
                return Announced(OneLine.Of(data.Span[glance.Inner]), opened);

            case ResponsesEvent.ItemAdded:
                items.Add(Item(data[glance.Inner], items.Count == 0 ? 0 : items[^1].Index + 1));
                opened = items[^1].Kind == BlockKind.Tool ? BlockKind.Tool : null;
                break;
            case ResponsesEvent.PartAdded when last is { IsDone: false } and not { Kind: BlockKind.Tool }:
                using (var part = JsonDocument.Parse(data[glance.Inner]))
                {
                    var kind = part.RootElement.Text("type") switch
                    {
                        "refusal" => BlockKind.Refusal,
                        "summary_text" or "reasoning_text" => BlockKind.Thought,
                        _ => BlockKind.Text,
                    };
                    last.Parts.Add(new ResponsesPart(kind, last.Parts.Count));
                    opened = kind;
                }

                break;
            case ResponsesEvent.Arguments when last is { Kind: BlockKind.Tool }:
                last.Arguments.AddEscaped(Inside(data, glance.Delta));
                break;
            case ResponsesEvent.Words when last is { Parts.Count: > 0 } && !last.Parts[^1].WordsTold:
                last.Parts[^1].Words.AddEscaped(Inside(data, glance.Delta));
                if (data.Span[glance.LogProbs].Length > 2)
                    last.Parts[^1].LogProbs.Add(System.Text.Encoding.UTF8.GetString(OneLine.Of(data.Span[glance.LogProbs])));
                break;
            case ResponsesEvent.WordsDone when last is { IsDone: false, Parts.Count: > 0 }:
                last.Parts[^1].WordsTold = true;
                opened = null;
                break;
            case ResponsesEvent.PartDone when last is { IsDone: false, Parts.Count: > 0 }:
                last.Parts[^1].IsDone = last.Parts[^1].WordsTold = true;
                opened = null;
                break;
            case ResponsesEvent.ItemDone when last is not null && !data[glance.Inner].IsEmpty:
                last.Told = OneLine.Of(data.Span[glance.Inner]);
                last.IsDone = true;
                opened = null;
                break;
            case ResponsesEvent.Ended:
                return new ResponsesMark(0, null, Ends: true);
        }

        return new ResponsesMark(0, opened, Ends: false);
    }

    private static ResponsesMark Announced(byte[] response, BlockKind? opened)
    {
        using var document = JsonDocument.Parse(response);
        var root = document.RootElement;
        long? created = root.Member("created_at") is { ValueKind: JsonValueKind.Number } at && at.TryGetInt64(out var time) ? time : null;
        return new ResponsesMark(0, opened, Ends: false, response, root.Text("id"), root.Text("model"), created);
    }

    private static ReadOnlySpan<byte> Inside(ReadOnlyMemory<byte> data, Range text) =>
        data.Span[text] is { Length: >= 2 } quoted ? quoted[1..^1] : default;

    private static ResponsesItem Item(ReadOnlyMemory<byte> json, int index)
    {
        using var document = JsonDocument.Parse(json);
        var item = document.RootElement;
        var kind = item.Text("type") switch
        {
            "function_call" => BlockKind.Tool,
            "reasoning" => BlockKind.Thought,
            _ => BlockKind.Text,
        };
        return new ResponsesItem(kind, item.Text("id") ?? "", index)
        {
            CallId = item.Text("call_id") ?? "",
            Name = item.Text("name") ?? "",
        };
    }
}
