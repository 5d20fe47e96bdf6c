using Microsoft.Extensions.AI;

namespace Tako.Reflexes.Chat;

/// <summary>The watches of all reflexes over one run of text: what the first lets out goes into the second.</summary>
internal sealed class WatchChain
{
    private readonly List<(string Name, ResponseWatch Watch)> _watches = [];

    public WatchChain(IReadOnlyList<IChatReflex> reflexes)
    {
        foreach (var reflex in reflexes)
        {
            if (reflex.Watch() is { } watch)
                _watches.Add((reflex.Name, watch));
        }
    }

    /// <summary>The reflex that ended the answer.</summary>
    public string? StoppedBy { get; private set; }

    public ChatFinishReason Reason { get; private set; } = ChatFinishReason.ContentFilter;

    public string Next(string text) => StoppedBy is null ? Through(0, text) : "";

    public string End()
    {
        if (StoppedBy is not null)
            return "";
        var all = "";
        for (var index = 0; index < _watches.Count && StoppedBy is null; index++)
        {
            var (name, watch) = _watches[index];
            var release = watch.End();
            Note(name, release);
            all += Through(index + 1, release.Text);
        }

        return all;
    }

    private string Through(int from, string text)
    {
        for (var index = from; index < _watches.Count && text.Length > 0; index++)
        {
            var (name, watch) = _watches[index];
            var release = watch.Next(text);
            Note(name, release);
            text = release.Text;
        }

        return text;
    }

    private void Note(string name, Release release)
    {
        if (release.Stop is null || StoppedBy is not null)
            return;
        StoppedBy = name;
        Reason = new ChatFinishReason(release.Stop);
    }
}
