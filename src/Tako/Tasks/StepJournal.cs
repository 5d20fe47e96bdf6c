using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tako.Core.Ledger;
using Tako.Reactor.Steps;

namespace Tako.Tasks;

/// <summary>
/// What one step writes into the ledger while it works, and what an earlier attempt of it had written before a crash. An
/// arm's loop asks here first, so that a resumed step repeats no finished call.
/// </summary>
internal sealed class StepJournal(StepContext context, string actor)
{
    public string Step => context.Step;

    public string Actor => actor;

    public StreamWriter Writer => context.Journal;

    public ValueTask<long> AppendAsync<T>(string type, T body, JsonTypeInfo<T> json, IReadOnlyList<BlobRef>? blobs = null,
        Durability durability = Durability.Durable) =>
        context.Journal.AppendAsync(type, body, json, actor, context.StartedSeq, durability, blobs);

    public ValueTask<long> AppendAsync(params IReadOnlyList<NewEvent> events) =>
        context.Journal.AppendAsync([.. events.Select(entry => entry with { Cause = entry.Cause ?? context.StartedSeq })]);

    public static NewEvent Event<T>(string type, T body, JsonTypeInfo<T> json, string actor, IReadOnlyList<BlobRef>? blobs = null) => new()
    {
        Type = type,
        Actor = actor,
        Body = JsonSerializer.SerializeToUtf8Bytes(body, json),
        Blobs = blobs ?? [],
    };

    public async ValueTask<BlobRef> KeepAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await context.Journal.Blobs.PutAsync(context.Journal.Tenant, content, null, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> FetchAsync(string blob, CancellationToken cancellationToken) =>
        context.Journal.Blobs.GetAsync(context.Journal.Tenant, new BlobRef(blob), cancellationToken);

    /// <summary>Writes a decision down, unless an earlier attempt of the step took it and wrote it down already.</summary>
    public async ValueTask DecideAsync(BrainDecided decided)
    {
        if (Recorded("brain.decided", TaskJson.Default.BrainDecided,
            earlier => earlier.Rule == decided.Rule && earlier.Choice == decided.Choice)
                is null)
            await AppendAsync("brain.decided", decided, TaskJson.Default.BrainDecided);
    }

    /// <summary>The last event of a type that an earlier attempt wrote and that fits.</summary>
    public T? Recorded<T>(string type, JsonTypeInfo<T> json, Func<T, bool> fits) where T : class
    {
        for (var index = context.Recorded.Count - 1; index >= 0; index--)
        {
            var entry = context.Recorded[index];
            if (entry.Type == type && JsonSerializer.Deserialize(entry.Body.Span, json) is { } body && fits(body))
                return body;
        }

        return null;
    }
}
