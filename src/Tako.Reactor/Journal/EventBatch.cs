using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tako.Core.Ledger;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reactor.Journal;

/// <summary>
/// Collects what a turn of the scheduler has to say and writes it in one append: what ended and what starts because of
/// it share one flush to disk.
/// </summary>
internal sealed class EventBatch(StreamWriter journal, IReadOnlyList<IReactorMiddleware> middleware, TimeProvider time)
{
    private const string Actor = "reactor";
    private const int WhyLength = 800;
    private readonly List<(NewEvent Event, Action<long>? Written)> _events = [];
    private Durability _durability = Durability.Relaxed;

    public bool IsEmpty => _events.Count == 0;

    /// <summary>Cause of events that no step led to.</summary>
    public long Accepted { get; set; }

    public void Add<T>(string type, T body, JsonTypeInfo<T> json, bool durable, long? cause = null, BlobRef? blob = null,
        BlobRef? second = null, Action<long>? written = null)
    {
        _events.Add((new NewEvent
        {
            Type = type,
            Actor = Actor,
            Cause = cause ?? (Accepted > 0 ? Accepted : null),
            Body = JsonSerializer.SerializeToUtf8Bytes(body, json),
            Blobs = [.. new[] { blob, second }.OfType<BlobRef>()],
        }, written));
        if (durable)
            _durability = Durability.Durable;
    }

    public void Note(string type, string step, string why, bool durable, long? cause = null) =>
        Add(type, new StepNote(step, Cut(why)), JournalJson.Default.StepNote, durable, cause);

    public static string Cut(string why) => why.Length <= WhyLength ? why : why[..WhyLength] + "…";

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_events.Count == 0)
            return;
        var events = _events.ToArray();
        var durability = _durability;
        _events.Clear();
        _durability = Durability.Relaxed;
        foreach (var chunk in events.Chunk(LedgerLimits.EventsPerAppend))
        {
            var last = await journal.AppendAsync([.. chunk.Select(one => one.Event)], durability, CancellationToken.None);
            for (var index = 0; index < chunk.Length; index++)
            {
                var seq = last - chunk.Length + 1 + index;
                chunk[index].Written?.Invoke(seq);
                foreach (var layer in middleware)
                    {
                    var entry = chunk[index].Event;
                    await layer.EventAsync(new ReactorEvent(seq, time.GetUtcNow(), entry.Type, entry.Body), cancellationToken);
                }
            }
        }
    }
}
