using System.Collections.Concurrent;
using System.Text.Json;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Server.Responses;

/// <summary>A stored answer and all that was asked up to it, both as JSON.</summary>
internal sealed record StoredResponse(string Id, ReadOnlyMemory<byte> Input, ReadOnlyMemory<byte> Answer);

/// <summary>
/// Keeps answers of the Responses API for a time: bodies as blobs under a key of their own, which ends with them, and one stream
/// of events each, so that every process on the same ledger finds them.
/// </summary>
internal sealed class ResponseStore(ILedger ledger, IBlobStore blobs, Tenant tenant, TimeProvider time)
{
    private const string Prefix = "response/";
    private const int LongestId = 128;
    private const int MostWaiting = 256;

    // Answers on their way to the ledger: a client may refer to one the moment it has it.
    private readonly ConcurrentDictionary<string, (string Owner, StoredResponse Response, Task Kept)> _waiting = [];

    /// <summary>Begins to keep an answer; it can be found from now on.</summary>
    public Task KeepAsync(StoredResponse response, string owner, TimeSpan ttl)
    {
        if (!IsId(response.Id))
            return Task.CompletedTask;
        var kept = WriteAsync(response, owner, time.GetUtcNow() + ttl);
        if (kept.IsCompleted || _waiting.Count >= MostWaiting)
            return kept;
        _waiting[response.Id] = (owner, response, kept);
        return ForgetAsync();

        async Task ForgetAsync()
        {
            try
            {
                await kept;
            }
            finally
            {
                _waiting.TryRemove(response.Id, out _);
            }
        }
    }

    /// <summary>The answer, or null when there is none of this id for this owner any more.</summary>
    public async ValueTask<StoredResponse?> FindAsync(string id, string owner, CancellationToken cancellationToken)
    {
        if (!IsId(id))
            return null;
        if (_waiting.TryGetValue(id, out var waiting))
            return waiting.Owner == owner ? waiting.Response : null;
        if (await ReadAsync(id, cancellationToken) is not { } found || found.Stored.Owner != owner
            || found.Stored.Expires <= time.GetUtcNow())
            return null;
        var input = await blobs.GetAsync(tenant, found.Blobs[0], cancellationToken);
        var answer = await blobs.GetAsync(tenant, found.Blobs[1], cancellationToken);
        return input is null || answer is null ? null : new StoredResponse(id, input.Value, answer.Value);
    }

    /// <summary>Deletes an answer for good; false when there is none of this id for this owner.</summary>
    public async ValueTask<bool> DeleteAsync(string id, string owner, CancellationToken cancellationToken)
    {
        if (!IsId(id))
            return false;
        if (_waiting.TryGetValue(id, out var waiting) && waiting.Owner == owner)
            await waiting.Kept.WaitAsync(cancellationToken);
        if (await ReadAsync(id, cancellationToken) is not { } found || found.Stored.Owner != owner)
            return false;
        await EndAsync(id, "deleted", cancellationToken);
        return true;
    }

    /// <summary>Destroys what has passed its time.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var ended = 0;
        await foreach (var head in ledger.StreamsAsync(tenant, Prefix, cancellationToken))
        {
            var id = head.Stream.Value[Prefix.Length..];
            // One event: stored. Two: ended already.
            if (head.Seq != 1 || await ReadAsync(id, cancellationToken) is not { } found || found.Stored.Expires > time.GetUtcNow())
                continue;
            await EndAsync(id, "expired", cancellationToken);
            ended++;
        }

        return ended;
    }

    private async Task WriteAsync(StoredResponse response, string owner, DateTimeOffset expires)
    {
        var stream = Stream(response.Id);
        var input = await blobs.PutAsync(tenant, response.Input, stream.Value);
        var answer = await blobs.PutAsync(tenant, response.Answer, stream.Value);
        await AppendAsync(stream, 0, new NewEvent
        {
            Type = "response.stored",
            Actor = "gateway",
            Body = JsonSerializer.SerializeToUtf8Bytes(new ResponseStored(owner, expires), ResponseEventJson.Default.ResponseStored),
            Blobs = [input, answer],
        });
    }

    private async Task EndAsync(string id, string why, CancellationToken cancellationToken)
    {
        var stream = Stream(id);
        await blobs.EraseAsync(tenant, stream.Value, cancellationToken);
        await AppendAsync(stream, 1, new NewEvent
        {
            Type = "response.ended",
            Actor = "gateway",
            Body = JsonSerializer.SerializeToUtf8Bytes(new ResponseEnded(why), ResponseEventJson.Default.ResponseEnded),
        });
    }

    // Stale is another process that did the same, or a provider that gives one id twice; what is there stays.
    private async Task AppendAsync(StreamId stream, long expected, NewEvent entry)
    {
        if (await ledger.AppendAsync(tenant, stream, expected, 0, [entry], Durability.Relaxed) is AppendOutcome.Failed failed)
            throw new LedgerUnavailableException(failed.Reason);
    }

    private async ValueTask<(ResponseStored Stored, IReadOnlyList<BlobRef> Blobs)?> ReadAsync(string id,
        CancellationToken cancellationToken)
    {
        (ResponseStored, IReadOnlyList<BlobRef>)? found = null;
        await foreach (var entry in ledger.ReadAsync(tenant, Stream(id), 1, cancellationToken))
        {
            found = entry.Type switch
            {
                "response.stored" => (JsonSerializer.Deserialize(entry.Body.Span, ResponseEventJson.Default.ResponseStored)!, entry.Blobs),
                "response.ended" => null,
                _ => found,
            };
        }

        return found;
    }

    private static StreamId Stream(string id) => new(Prefix + id);

    private static bool IsId(string id) => id.Length is > 0 and <= LongestId
        && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');
}
