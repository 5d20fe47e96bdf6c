using System.Runtime.CompilerServices;
using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>A ledger and blob store that live as long as the process: for dry runs, benchmarks and tests.</summary>
public sealed class MemoryLedger(TimeProvider time, Upcasters? upcasters = null) : ILedger, IBlobStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Tenant, StreamId), Stream> _streams = [];
    private readonly MemoryBlobs _blobs = new();
    private readonly Upcasters _upcasters = upcasters ?? Upcasters.None;

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
        LedgerLimits.Check(tenant, stream, events);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var held = _streams.GetValueOrDefault((tenant, stream));
            var (head, leads) = (held?.Events.Count ?? 0, held?.Epoch ?? 0);
            if (head != expectedSeq || leads != epoch)
                return new(new AppendOutcome.Stale(head, leads));
            if (events.Count > 0)
                Add(held ?? Open(tenant, stream), tenant, stream, events);
            return new(new AppendOutcome.Appended(head + events.Count));
        }
    }

    public async IAsyncEnumerable<LedgerEvent> ReadAsync(Tenant tenant, StreamId stream, long fromSeq = 1,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var entry in Copy(tenant, stream, fromSeq))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return _upcasters.Read(entry);
        }

        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<StreamHead> StreamsAsync(Tenant tenant, string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var head in Heads(tenant, prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return head;
        }

        await Task.CompletedTask;
    }

    public ValueTask<LeaseOutcome> TakeAsync(Tenant tenant, StreamId stream, string owner, TimeSpan duration,
        IReadOnlyList<NewEvent> first, CancellationToken cancellationToken = default)
    {
        LedgerLimits.Check(tenant, stream, first);
        LedgerLimits.Check(owner, duration);
        cancellationToken.ThrowIfCancellationRequested();
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

    public ValueTask<LeaseOutcome> RenewAsync(Tenant tenant, Lease lease, TimeSpan duration,
        CancellationToken cancellationToken = default)
    {
        LedgerLimits.Check(tenant, lease.Stream, []);
        LedgerLimits.Check(lease.Owner, duration);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var held = _streams.GetValueOrDefault((tenant, lease.Stream));
            if (held?.Lease is null || held.Epoch != lease.Epoch || held.Lease.Owner != lease.Owner)
                return new(new LeaseOutcome.Held(held?.Lease ?? lease with { Owner = "", Epoch = held?.Epoch ?? 0 }));
            held.Lease = lease with { Until = time.GetUtcNow() + duration };
            return new(new LeaseOutcome.Taken(held.Lease, held.Events.Count));
        }
    }

    public ValueTask ReleaseAsync(Tenant tenant, Lease lease, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var held = _streams.GetValueOrDefault((tenant, lease.Stream));
            if (held?.Lease is { } current && current.Epoch == lease.Epoch && current.Owner == lease.Owner)
                held.Lease = null;
            return default;
        }
    }

    public ValueTask<Verification> VerifyAsync(Tenant tenant, StreamId? stream = null,
        CancellationToken cancellationToken = default)
    {
        long streams = 0, events = 0;
        var findings = new List<Finding>();
        foreach (var head in Heads(tenant, stream?.Value ?? ""))
        {
            if (stream is not null && head.Stream != stream)
                continue;
            streams++;
            var check = new ChainCheck(tenant, head.Stream);
            foreach (var entry in Copy(tenant, head.Stream, 1))
            {
                cancellationToken.ThrowIfCancellationRequested();
                events++;
                if (check.Next(entry) is not { } finding)
                    continue;
                findings.Add(finding);
                break;
            }
        }

        return new(new Verification(streams, events, findings));
    }

    public ValueTask<BlobRef> PutAsync(Tenant tenant, ReadOnlyMemory<byte> content, string? subject = null,
        CancellationToken cancellationToken = default)
    {
        LedgerLimits.Check(tenant, content, subject);
        return new(_blobs.Put(tenant, content, subject));
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(Tenant tenant, BlobRef blob,
        CancellationToken cancellationToken = default) =>
        new(_blobs.Get(tenant, blob));

    public ValueTask<long> EraseAsync(Tenant tenant, string? subject = null,
        CancellationToken cancellationToken = default) =>
        new(_blobs.Erase(tenant, subject));

    public ValueTask DisposeAsync() => default;

    private LedgerEvent[] Copy(Tenant tenant, StreamId stream, long fromSeq)
    {
        lock (_lock)
        {
            if (!_streams.TryGetValue((tenant, stream), out var held) || fromSeq > held.Events.Count)
                return [];
            return [.. held.Events.Skip((int)Math.Max(0, fromSeq - 1))];
        }
    }

    private StreamHead[] Heads(Tenant tenant, string prefix)
    {
        lock (_lock)
        {
            return [.. _streams
                .Where(entry => entry.Key.Item1 == tenant
                    && entry.Key.Item2.Value.StartsWith(prefix, StringComparison.Ordinal))
                .Where(entry => entry.Value.Events.Count > 0)
                .Select(entry => new StreamHead(entry.Key.Item2, entry.Value.Events.Count, entry.Value.Epoch,
                    entry.Value.Created,
                    entry.Value.Events[^1].Time))
                .OrderByDescending(head => head.Created)
                .ThenByDescending(head => head.Stream.Value, StringComparer.Ordinal)];
        }
    }

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
                Body = entry.Body.ToArray(),
                Blobs = [.. entry.Blobs],
                Hash = HashChain.Next(previous, tenant, stream, seq, held.Epoch, now, entry),
            });
        }
    }
}
