using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>Limits that every ledger enforces, by the same check.</summary>
public static class LedgerLimits
{
    /// <summary>Largest event body, in bytes; anything larger belongs into a blob.</summary>
    public const int EventBytes = 8 * 1024;

    /// <summary>Largest blob, in bytes.</summary>
    public const int BlobBytes = 64 * 1024 * 1024;

    /// <summary>Most events of one append.</summary>
    public const int EventsPerAppend = 256;

    /// <summary>Most blobs that one event may name.</summary>
    private const int BlobsPerEvent = 256;

    /// <summary>Longest name of a tenant, stream, owner, actor, event type or person, in characters.</summary>
    public const int NameLength = 256;

    /// <summary>Longest lease; a task that needs longer renews it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromDays(1);

    /// <exception cref="ArgumentException">A limit is passed; the message names the limit and the value.</exception>
    public static void Check(Tenant tenant, StreamId stream, IReadOnlyList<NewEvent> events)
    {
        Name("tenant", tenant.Value);
        Name("stream", stream.Value);
        if (events.Count > EventsPerAppend)
            throw new ArgumentException($"{events.Count} events for {stream} are more than {nameof(EventsPerAppend)} = {EventsPerAppend}.");
        foreach (var entry in events)
            Check(entry);
    }

    /// <exception cref="ArgumentException">A limit is passed; the message names the limit and the value.</exception>
    public static void Check(Tenant tenant, ReadOnlyMemory<byte> blob, string? subject)
    {
        Name("tenant", tenant.Value);
        if (subject is not null)
            Name("subject", subject);
        if (blob.Length > BlobBytes)
            throw new ArgumentException($"A blob of {blob.Length} bytes is larger than {nameof(BlobBytes)} = {BlobBytes}.");
    }

    /// <exception cref="ArgumentException">A limit is passed; the message names the limit and the value.</exception>
    public static void Check(string owner, TimeSpan duration)
    {
        Name("owner", owner);
        if (duration <= TimeSpan.Zero || duration > Lease)
            throw new ArgumentException($"A lease of {duration} is not between zero and {nameof(LedgerLimits)}.{nameof(Lease)} = {Lease}.");
    }

    private static void Check(NewEvent entry)
    {
        Name("event type", entry.Type);
        Name("actor", entry.Actor);
        if (entry.Version < 1)
            throw new ArgumentException($"Event {entry.Type} has version {entry.Version}; versions start at 1.");
        if (entry.Body.Length > EventBytes)
        {
            throw new ArgumentException($"The body of event {entry.Type} has {entry.Body.Length} bytes, more than " +
                $"{nameof(EventBytes)} = {EventBytes}. Put the large part into a blob and name that.");
        }

        if (entry.Blobs.Count > BlobsPerEvent)
        {
            throw new ArgumentException($"Event {entry.Type} names {entry.Blobs.Count} blobs, more than " +
                $"{nameof(BlobsPerEvent)} = {BlobsPerEvent}.");
        }

        foreach (var blob in entry.Blobs)
            Name("blob reference", blob.Value);
    }

    private static void Name(string what, string? value)
    {
        if (string.IsNullOrEmpty(value))
            throw new ArgumentException($"The name of a {what} is empty.");
        if (value.Length > NameLength)
        {
            throw new ArgumentException($"The name of a {what} has {value.Length} characters, more than " +
                $"{nameof(NameLength)} = {NameLength}.");
        }

        if (value.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0)
            throw new ArgumentException($"The name of a {what} contains a control character.");
    }
}
