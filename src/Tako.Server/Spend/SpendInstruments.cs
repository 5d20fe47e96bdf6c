using System.Diagnostics.Metrics;

namespace Tako.Server.Spend;

/// <summary>What the gateway spends, as metrics. Attributes follow OpenTelemetry's conventions for generative AI where they
/// know one.</summary>
public sealed class SpendInstruments : IDisposable
{
    /// <summary>Name of the meter, for those who listen.</summary>
    public const string MeterName = "Tako.Server.Spend";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _calls;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _usd;
    private readonly Counter<long> _estimated;
    private readonly Counter<long> _written;
    private readonly Counter<long> _failures;
    private readonly UpDownCounter<long> _waiting;

    public SpendInstruments()
    {
        _calls = _meter.CreateCounter<long>("tako.spend.calls", "{call}", "Calls that were settled.");
        _tokens = _meter.CreateCounter<long>("tako.spend.tokens", "{token}",
            "Tokens that providers reported, or that were counted here.");
        _usd = _meter.CreateCounter<double>("tako.spend.usd", "{USD}", "US dollars of calls with a known price.");
        _estimated = _meter.CreateCounter<long>("tako.spend.estimated", "{call}", "Calls whose usage no provider told.");
        _written = _meter.CreateCounter<long>("tako.spend.written", "{call}", "Calls that are in the ledger.");
        _failures = _meter.CreateCounter<long>("tako.spend.write_failures", "{write}",
            "Writes to the ledger that failed and are tried again.");
        _waiting = _meter.CreateUpDownCounter<long>("tako.spend.waiting", "{call}",
            "Settled calls that are not in the ledger yet.");
    }

    internal void Settled(SpendRecord record)
    {
        _waiting.Add(1);
        if (!_calls.Enabled && !_tokens.Enabled && !_usd.Enabled)
            return;
        var model = new KeyValuePair<string, object?>("gen_ai.request.model", record.Model);
        var provider = new KeyValuePair<string, object?>("gen_ai.provider.name", record.Provider);
        _calls.Add(1, model, provider, new("tako.outcome", record.Outcome), new("tako.team", record.Team));
        if (record.Estimated)
            _estimated.Add(1, model, provider);
        if (record.Usd is { } usd)
            _usd.Add((double)usd, model, provider, new("tako.team", record.Team));
        if (record.Tokens is null || record.Cached)
            return;
        var sum = SpendSum.Of(record);
        _tokens.Add(sum.Input, model, provider, new("gen_ai.token.type", "input"));
        _tokens.Add(sum.Output, model, provider, new("gen_ai.token.type", "output"));
    }

    internal void Written(int records)
    {
        _written.Add(records);
        _waiting.Add(-records);
    }

    internal void Failed() => _failures.Add(1);

    public void Dispose() => _meter.Dispose();
}
