namespace Tako.Memory;

/// <summary>Something an arm remembers for a short while.</summary>
public sealed record Episode(DateTimeOffset At, string Topic, string Text);

/// <summary>
/// An arm's own short memory: bounded in number, in size and in age, never shared with another arm, so that one domain
/// does not contaminate another. The oldest episode goes first.
/// </summary>
public sealed class EpisodicMemory
{
    private readonly EpisodicMemoryOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string, string>? _look;
    private readonly Lock _lock;
    private readonly LinkedList<Episode> _episodes;

    public EpisodicMemory(EpisodicMemoryOptions options, TimeProvider time) =>
        (_options, _time, _lock, _episodes) = (options, time, new Lock(), []);

    private EpisodicMemory(EpisodicMemory of, Func<string, string> look) =>
        (_options, _time, _look, _lock, _episodes) = (of._options, of._time, look, of._lock, of._episodes);

    /// <summary>The same memory, each text of which is looked at before it is recalled.</summary>
    internal EpisodicMemory Through(Func<string, string> look) => new(this, look);

    public void Remember(string topic, string text)
    {
        lock (_lock)
        {
            var kept = text.Length <= _options.TextLength ? text : string.Concat(text.AsSpan(0, _options.TextLength), "…");
            _episodes.AddLast(new Episode(_time.GetUtcNow(), topic, kept));
            while (_episodes.Count > _options.Episodes)
                _episodes.RemoveFirst();
        }
    }

    /// <summary>What is still remembered of a topic, oldest first.</summary>
    public IReadOnlyList<Episode> Recall(string topic)
    {
        List<Episode> found;
        lock (_lock)
        {
            var oldest = _time.GetUtcNow() - _options.Retention;
            while (_episodes.First is { } first && first.Value.At < oldest)
                _episodes.RemoveFirst();
            found = [.. _episodes.Where(episode => episode.Topic == topic)];
        }

        return _look is null ? found : [.. found.Select(episode => episode with { Text = _look(episode.Text) })];
    }
}
