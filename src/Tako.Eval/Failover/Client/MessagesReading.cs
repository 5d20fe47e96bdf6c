using System.Text.Json;

namespace Tako.Eval.Failover.Client;

/// <summary>A stream of Anthropic messages.</summary>
internal sealed class MessagesReading : Reading
{
    private readonly HashSet<int> _open = [];
    private int? _input;
    private int? _output;
    private bool _started;
    private bool _stopped;

    public override bool FinishedWell => Finish is "end_turn" or "stop_sequence";

    public override void Close()
    {
        if (Finish is not null && !_stopped)
            NoteUntidy("the stream ended without message_stop");
        if (Finish is not null && _open.Count > 0)
            NoteWrong("a content block was never closed");
    }

    protected override void Take(string name, JsonElement root)
    {
        var type = TextOf(root, "type") ?? "";
        if (name != type)
            NoteUntidy("an event's name is not its type");
        if (ErrorOf(Surface.Messages, root) is { } error)
        {
            Error = error;
            return;
        }

        switch (type)
        {
            case "message_start":
                if (_started)
                    NoteWrong("the message was started twice");
                _started = true;
                if (ObjectOf(root, "message") is { } message)
                {
                    Model = TextOf(message, "model") ?? Model;
                    Count(message);
                }

                break;
            case "content_block_start":
                if (!_started || !_open.Add(NumberOf(root, "index") ?? -1))
                    NoteWrong("a content block was opened twice or before the message");
                break;
            case "content_block_delta":
                if (!_open.Contains(NumberOf(root, "index") ?? -1))
                    NoteWrong("words came outside of a content block");
                if (ObjectOf(root, "delta") is { } delta && TextOf(delta, "text") is { } text)
                    Text.Append(text);
                break;
            case "content_block_stop":
                if (!_open.Remove(NumberOf(root, "index") ?? -1))
                    NoteWrong("a content block was closed that is not open");
                break;
            case "message_delta":
                Stop(root);
                break;
            case "message_stop":
                _stopped = true;
                break;
        }
    }

    private void Stop(JsonElement root)
    {
        if (ObjectOf(root, "delta") is { } delta && TextOf(delta, "stop_reason") is { } reason)
        {
            if (Finish is not null)
                NoteWrong("the stop reason came twice");
            Finish = reason;
        }

        Count(root);
        // Before message_delta the output is only an estimate.
        if (_input is { } input && _output is { } output)
            Usage = new Tokens(input, output);
    }

    private void Count(JsonElement holder)
    {
        if (ObjectOf(holder, "usage") is not { } usage)
            return;
        NoteCost(usage);
        _input = NumberOf(usage, "input_tokens") ?? _input;
        _output = NumberOf(usage, "output_tokens") ?? _output;
    }
}
