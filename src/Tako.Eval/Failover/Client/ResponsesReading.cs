using System.Text.Json;

namespace Tako.Eval.Failover.Client;

/// <summary>A stream of OpenAI responses.</summary>
internal sealed class ResponsesReading : Reading
{
    private int _lastNumber = -1;
    private bool _created;

    public override bool FinishedWell => Finish == "completed";

    protected override void Take(string name, JsonElement root)
    {
        var type = TextOf(root, "type") ?? "";
        if (type is "error" && (TextOf(root, "message") ?? ErrorOf(Surface.Chat, root)) is { } error)
        {
            Error = error;
            return;
        }

        if (Finish is not null)
            NoteWrong($"{type} came after the end of the response");
        CheckNumber(root);
        switch (type)
        {
            case "response.created":
                if (_created)
                    NoteWrong("the response was created twice");
                _created = true;
                Model = ObjectOf(root, "response") is { } created ? TextOf(created, "model") ?? Model : Model;
                break;
            case "response.output_text.delta":
                Text.Append(TextOf(root, "delta"));
                break;
            case "response.output_text.done" when TextOf(root, "text") is { } whole && whole != Text.ToString():
                NoteWrong("response.output_text.done holds another text than was streamed");
                break;
            case "response.failed":
                Error = ObjectOf(root, "response") is { } failed && ObjectOf(failed, "error") is { } why
                    ? TextOf(why, "message") ?? "response.failed"
                    : "response.failed";
                break;
            case "response.completed" or "response.incomplete" when ObjectOf(root, "response") is { } response:
                End(response);
                break;
        }
    }

    private void End(JsonElement response)
    {
        Finish = TextOf(response, "status");
        Model = TextOf(response, "model") ?? Model;
        if (!_created)
            NoteWrong("the response ended but was never created");
        var text = string.Concat(ItemsOf(response, "output").SelectMany(item => ItemsOf(item, "content"))
            .Where(part => TextOf(part, "type") == "output_text").Select(part => TextOf(part, "text")));
        if (text != Text.ToString())
            NoteWrong("the final response holds another text than was streamed");
        if (ObjectOf(response, "usage") is not { } usage)
            return;
        NoteCost(usage);
        if (NumberOf(usage, "input_tokens") is { } input && NumberOf(usage, "output_tokens") is { } output)
            Usage = new Tokens(input, output);
        else
            NoteUntidy("the usage has no token counts");
    }

    private void CheckNumber(JsonElement root)
    {
        if (NumberOf(root, "sequence_number") is not { } number)
            return;
        if (number <= _lastNumber)
            NoteUntidy("sequence numbers do not rise");
        _lastNumber = number;
    }
}
