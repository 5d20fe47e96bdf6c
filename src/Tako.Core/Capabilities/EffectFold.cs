using System.Text.Json;
using Tako.Core.Ledger;

namespace Tako.Core.Capabilities;

/// <summary>What a task's events say about its effects: which are unknown, and how many calls of which capability are used.</summary>
public sealed class EffectFold
{
    private readonly SortedDictionary<long, UnknownEffect> _open = [];
    private readonly Dictionary<string, int> _calls = [];

    /// <summary>Effects without a known result, in the order in which they were intended.</summary>
    public IReadOnlyList<UnknownEffect> Unknown => [.. _open.Values];

    /// <summary>Calls used so far, for <see cref="Grant.Root"/> after a restart.</summary>
    public IReadOnlyDictionary<string, int> Calls => _calls;

    /// <summary>Takes in the next event of the task; events of other types are passed over.</summary>
    public void Apply(LedgerEvent entry)
    {
        switch (entry.Type)
        {
            case "effect.intended":
                var intended = Read(entry, EffectJson.Relaxed.EffectIntended);
                Count(intended);
                _open[entry.Seq] = new UnknownEffect(entry.Seq, intended.Id, intended.Tool, intended.Kind, intended.Arguments,
                    intended.Summary, entry.Actor);
                break;
            case "effect.done":
                var done = Read(entry, EffectJson.Relaxed.EffectDone);
                if (done.Pure is { } pure)
                    Count(pure);
                else if (done.Outcome != EffectEnd.Unknown)
                    Close(done.Id);
                break;
            case "effect.settled":
                Close(Read(entry, EffectJson.Relaxed.EffectSettled).Id);
                break;
        }
    }

    // A retry has the same id as the attempt whose result was lost, so its result settles both.
    private void Close(string id)
    {
        foreach (var seq in _open.Where(open => open.Value.Id == id).Select(open => open.Key).ToList())
            _open.Remove(seq);
    }

    private void Count(EffectIntended effect)
    {
        string? path = null;
        foreach (var use in effect.Uses)
        {
            path = CallCounts.Below(path, use.Holder);
            var key = CallCounts.Key(path, use.Capability);
            _calls[key] = _calls.GetValueOrDefault(key) + 1;
        }
    }

    private static T Read<T>(LedgerEvent entry, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json) =>
        JsonSerializer.Deserialize(entry.Body.Span, json)!;
}
