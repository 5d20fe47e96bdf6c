using System.Collections.Concurrent;
using Tako.Core.Identity;

namespace Tako.Core.Caching;

/// <summary>
/// Answers in memory, within a number of bytes. What to drop is decided as by S3-FIFO (Yang et al., "FIFO queues are all you
/// need for cache eviction", SOSP 2023): newcomers wait in a small queue, and only what is asked for again there moves to the
/// main one; a hit takes no lock.
/// </summary>
public sealed class MemoryAnswers(long maxBytes, TimeProvider time) : IAnswerStore
{
    /// <summary>The small queue's share of all bytes is one in this many.</summary>
    private const int SmallShare = 10;

    private const int MostUses = 3;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<AnswerKey, Entry> _entries = new();
    private readonly LinkedList<Entry> _small = [];
    private readonly LinkedList<Entry> _main = [];
    private readonly Queue<AnswerKey> _ghosts = [];
    private readonly HashSet<AnswerKey> _ghostKeys = [];
    private long _bytes;
    private long _smallBytes;

    public ValueTask<StoredAnswer?> FindAsync(Tenant tenant, AnswerKey key,
        CancellationToken cancellationToken = default) => new(Find(tenant, key));

    public ValueTask PutAsync(Tenant tenant, AnswerKey key, StoredAnswer answer,
        CancellationToken cancellationToken = default)
    {
        if (answer.Size > maxBytes || answer.Expires <= time.GetUtcNow())
            return default;
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var old))
                Drop(old);
            var entry = new Entry(tenant, key, answer);
            if (_ghostKeys.Remove(key))
            {
                entry.InMain = true;
                entry.Place = _main.AddFirst(entry);
            }
            else
            {
                entry.Place = _small.AddFirst(entry);
                _smallBytes += answer.Size;
            }

            _entries[key] = entry;
            _bytes += answer.Size;
            while (_bytes > maxBytes)
                Evict();
        }

        return default;
    }

    public ValueTask<bool> RemoveAsync(Tenant tenant, AnswerKey key, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || entry.Tenant != tenant)
                return new(false);
            Drop(entry);
            return new(true);
        }
    }

    public ValueTask<long> EraseAsync(Tenant tenant, CancellationToken cancellationToken = default) =>
        new(DropWhere(entry => entry.Tenant == tenant));

    public ValueTask<long> SweepAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        return new(DropWhere(entry => entry.Answer.Expires <= now));
    }

    public ValueTask SettleAsync(CancellationToken cancellationToken = default) => default;

    public ValueTask<AnswerStoreSize> SizeAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new(new AnswerStoreSize(_entries.Count, _bytes));
    }

    public ValueTask DisposeAsync() => default;

    private StoredAnswer? Find(Tenant tenant, AnswerKey key)
    {
        if (!_entries.TryGetValue(key, out var entry) || entry.Tenant != tenant)
            return null;
        if (entry.Answer.Expires <= time.GetUtcNow())
        {
            lock (_lock)
                Drop(entry);
            return null;
        }

        // Two hits at once may count as one, which decides nothing that matters.
        if (entry.Uses < MostUses)
            entry.Uses++;
        return entry.Answer;
    }

    private long DropWhere(Func<Entry, bool> condition)
    {
        long dropped = 0;
        lock (_lock)
        {
            foreach (var (_, entry) in _entries)
            {
                if (condition(entry) && Drop(entry))
                    dropped++;
            }
        }

        return dropped;
    }

    private void Evict()
    {
        if (_small.Last is { } newcomer && (_smallBytes > maxBytes / SmallShare || _main.Last is null))
        {
            var entry = newcomer.Value;
            if (entry.Uses == 0)
            {
                Drop(entry);
                Remember(entry.Key);
                return;
            }

            _small.Remove(newcomer);
            _smallBytes -= entry.Answer.Size;
            entry.Uses = 0;
            entry.InMain = true;
            _main.AddFirst(newcomer);
        }
        else if (_main.Last is { } oldest)
        {
            if (oldest.Value.Uses == 0)
            {
                Drop(oldest.Value);
                return;
            }

            oldest.Value.Uses--;
            _main.Remove(oldest);
            _main.AddFirst(oldest);
        }
    }

    // As many as there are answers: who comes back within that many goes straight to the main queue.
    private void Remember(AnswerKey key)
    {
        if (_ghostKeys.Add(key))
            _ghosts.Enqueue(key);
        while (_ghosts.Count > _entries.Count + 1)
            _ghostKeys.Remove(_ghosts.Dequeue());
    }

    private bool Drop(Entry entry)
    {
        if (!_entries.TryRemove(KeyValuePair.Create(entry.Key, entry)))
            return false;
        _bytes -= entry.Answer.Size;
        if (entry.InMain)
        {
            _main.Remove(entry.Place!);
        }
        else
        {
            _small.Remove(entry.Place!);
            _smallBytes -= entry.Answer.Size;
        }

        return true;
    }

    private sealed class Entry(Tenant tenant, AnswerKey key, StoredAnswer answer)
    {
        public Tenant Tenant => tenant;

        public AnswerKey Key => key;

        public StoredAnswer Answer => answer;

        public LinkedListNode<Entry>? Place { get; set; }

        public bool InMain { get; set; }

        public int Uses { get; set; }
    }
}
