using System.Text.Json;

namespace Tako.Eval.Failover.Client;

/// <summary>A stream of OpenAI chat completions.</summary>
internal sealed class ChatReading : Reading
{
    public override bool FinishedWell => Finish == "stop";

    public override void Close()
    {
        if (!Ended && Finish is not null)
            NoteUntidy("the stream ended without [DONE]");
    }

    protected override void Take(string name, JsonElement root)
    {
        if (ErrorOf(Surface.Chat, root) is { } error)
        {
            Error = error;
            return;
        }

        Model = TextOf(root, "model") ?? Model;
        foreach (var choice in ItemsOf(root, "choices"))
        {
            var delta = ObjectOf(choice, "delta");
            var text = delta is { } said ? TextOf(said, "content") : null;
            if (text is { Length: > 0 })
            {
                if (Finish is not null)
                    NoteWrong("words came after the finish reason");
                Text.Append(text);
            }

            if (TextOf(choice, "finish_reason") is not { } finish)
                continue;
            if (Finish is not null)
                NoteWrong("the finish reason came twice");
            Finish = finish;
        }

        if (ObjectOf(root, "usage") is not { } usage)
            return;
        NoteCost(usage);
        if (NumberOf(usage, "prompt_tokens") is { } input && NumberOf(usage, "completion_tokens") is { } output)
            Usage = new Tokens(input, output);
        else
            NoteUntidy("the usage has no token counts");
    }
}
