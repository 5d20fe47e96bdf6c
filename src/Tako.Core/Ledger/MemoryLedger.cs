using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>A ledger and blob store that live as long as the process: for dry runs, benchmarks and tests.</summary>
public sealed class MemoryLedger(TimeProvider time) : ILedger, IBlobStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Tenant, StreamId), Stream> _streams = [];
    private readonly ConcurrentDictionary<(Tenant, BlobRef), (string? Subject, byte[] Content)> _blobs = [];

    private sealed class Stream
    {
        public List<LedgerEvent> Events { get; } = [];
        public Lease? Lease { get; set; }
        public long Epoch { get; set; }
        public required DateTimeOffset Created { get; init; }
    }

    public ValueTask<AppendOutcome> AppendAsync(Tenant tenant, StreamId stream, long expectedSeq, long epoch,
        IReadOnlyList<NewEvent> events, Durability durability, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var held = Open(tenant, stream);
            if (held.Events.Count != expectedSeq || held.Epoch != epoch)
                return new(new AppendOutcome.Stale(held.Events.Count, held.Epoch));
            Add(held, tenant, stream, events);
            return new(new AppendOutcome.Appended(held.Events.Count));
        }
    }

    public async IAsyncEnumerable<LedgerEvent> ReadAsync(Tenant tenant, StreamId stream, long fromSeq = 1,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        LedgerEvent[] events;
        lock (_lock)
            events = _streams.TryGetValue((tenant, stream), out var held) ? [.. held.Events.Skip((int)Math.Max(0, fromSeq - 1))] : [];
        foreach (var entry in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<StreamHead> StreamsAsync(Tenant tenant, string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        StreamHead[] heads;
        lock (_lock)
        {
            heads = [.. _streams
                .Where(entry => entry.Key.Item1 == tenant && entry.Key.Item2.Value.StartsWith(prefix, StringComparison.Ordinal))
                .Where(entry => entry.Value.Events.Count > 0)
                .Select(entry => new StreamHead(entry.Key.Item2, entry.Value.Events.Count, entry.Value.Epoch, entry.Value.Created,
                    entry.Value.Events[^1].Time))
                .OrderByDescending(head => head.Created).ThenByDescending(head => head.Stream.Value, StringComparer.Ordinal)];
        }

        foreach (var head in heads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return head;
        }

        await Task.CompletedTask;
    }

    public ValueTask<LeaseOutcome> TakeAsync(Tenant tenant, StreamId stream, string owner, TimeSpan duration,
        IReadOnlyList<NewEvent> first, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var held = Open(tenant, stream);
            var now = time.GetUtcNow();
            if (held.Lease is { } lease && lease.Owner != owner && lease.Until > now)
                return new(new LeaseOutcome.Held(lease));
            held.Epoch++;
            held.Lease = new Lease(stream, owner, held.Epoch, now + duration);
            Add(held, tenant, stream, first);
            return new(new LeaseOutcome.Taken(held.Lease, held.Events.Count));
        }
    }

    public ValueTask<LeaseOutcome> RenewAsync(Tenant tenant, Lease lease, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var held = Open(tenant, lease.Stream);
            if (held.Lease is null || held.Epoch != lease.Epoch || held.Lease.Owner != lease.Owner)
                return new(new LeaseOutcome.Held(held.Lease ?? lease with { Epoch = held.Epoch }));
            held.Lease = lease with { Until = time.GetUtcNow() + duration };
            return new(new LeaseOutcome.Taken(held.Lease, held.Events.Count));
        }
    }

    public ValueTask ReleaseAsync(Tenant tenant, Lease lease, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var held = Open(tenant, lease.Stream);
            if (held.Epoch == lease.Epoch)
                held.Lease = null;
            return default;
        }
    }

    public async ValueTask<Verification> VerifyAsync(Tenant tenant, StreamId? stream = null, CancellationToken cancellationToken = default)
    {
        long streams = 0, events = 0;
        var findings = new List<Finding>();
        await foreach (var head in StreamsAsync(tenant, stream?.Value ?? "", cancellationToken))
        {
            if (stream is not null && head.Stream != stream)
                continue;
            streams++;
            var previous = HashChain.Genesis;
            await foreach (var entry in ReadAsync(tenant, head.Stream, 1, cancellationToken))
            {
                events++;
                previous = HashChain.Next(previous, tenant, head.Stream, entry.Seq, entry.Epoch, entry.Time, AsNew(entry));
                if (previous == entry.Hash)
                    continue;
                findings.Add(new Finding(head.Stream, entry.Seq, "its hash does not follow from its content"));
                break;
            }
        }

        return new Verification(streams, events, findings);
    }

    public ValueTask<BlobRef> PutAsync(Tenant tenant, ReadOnlyMemory<byte> content, string? subject = null,
        CancellationToken cancellationToken = default)
    {
        var blob = new BlobRef(Convert.ToHexStringLower(SHA256.HashData(content.Span)));
        _blobs.TryAdd((tenant, blob), (subject, content.ToArray()));
        return new(blob);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(Tenant tenant, BlobRef blob, CancellationToken cancellationToken = default) =>
        new(_blobs.TryGetValue((tenant, blob), out var held) ? held.Content : (ReadOnlyMemory<byte>?)null);

    public ValueTask<long> EraseAsync(Tenant tenant, string? subject = null, CancellationToken cancellationToken = default)
    {
        long erased = 0;
        foreach (var (key, held) in _blobs)
        {
            if (key.Item1 == tenant && (subject is null || held.Subject == subject) && _blobs.TryRemove(key, out _))
                erased++;
        }

        return new(erased);
    }

    public ValueTask DisposeAsync() => default;

    private Stream Open(Tenant tenant, StreamId stream)
    {
        if (!_streams.TryGetValue((tenant, stream), out var held))
            _streams[(tenant, stream)] = held = new Stream { Created = time.GetUtcNow() };
        return held;
    }

    private void Add(Stream held, Tenant tenant, StreamId stream, IReadOnlyList<NewEvent> events)
    {
        var now = time.GetUtcNow();
        foreach (var entry in events)
        {
            var seq = held.Events.Count + 1;
            var previous = seq == 1 ? HashChain.Genesis : held.Events[^1].Hash;
            held.Events.Add(new LedgerEvent
            {
                Tenant = tenant,
                Stream = stream,
                Seq = seq,
                Epoch = held.Epoch,
                Time = now,
                Actor = entry.Actor,
                Cause = entry.Cause,
                Type = entry.Type,
                Version = entry.Version,
                Body = entry.Body,
                Blobs = entry.Blobs,
                Hash = HashChain.Next(previous, tenant, stream, seq, held.Epoch, now, entry),
            });
        }
    }

    private static NewEvent AsNew(LedgerEvent entry) => new()
    {
        Type = entry.Type,
        Version = entry.Version,
        Body = entry.Body,
        Actor = entry.Actor,
        Cause = entry.Cause,
        Blobs = entry.Blobs,
    };
}
