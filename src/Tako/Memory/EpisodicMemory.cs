namespace Tako.Memory;

/// <summary>Something an arm remembers for a short while.</summary>
public sealed record Episode(DateTimeOffset At, string Topic, string Text);

/// <summary>
/// An arm's own short memory: bounded in number, in size and in age, never shared with another arm, so that one domain
/// does not contaminate another. The oldest episode goes first.
/// </summary>
public sealed class EpisodicMemory(EpisodicMemoryOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Episode> _episodes = [];

    public void Remember(string topic, string text)
    {
        lock (_lock)
        {
            var kept = text.Length <= options.TextLength ? text : string.Concat(text.AsSpan(0, options.TextLength), "…");
            _episodes.AddLast(new Episode(time.GetUtcNow(), topic, kept));
            while (_episodes.Count > options.Episodes)
                _episodes.RemoveFirst();
        }
    }

    /// <summary>What is still remembered of a topic, oldest first.</summary>
    public IReadOnlyList<Episode> Recall(string topic)
    {
        lock (_lock)
        {
            var oldest = time.GetUtcNow() - options.Retention;
            while (_episodes.First is { } first && first.Value.At < oldest)
                _episodes.RemoveFirst();
            return [.. _episodes.Where(episode => episode.Topic == topic)];
        }
    }
}
