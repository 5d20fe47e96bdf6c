using System.Diagnostics.Metrics;

namespace Tako.Server.Limits;

/// <summary>What the limits of the gateway let in and refuse, as metrics.</summary>
public sealed class LimitInstruments : IDisposable
{
    /// <summary>Name of the meter, for those who listen.</summary>
    public const string MeterName = "Tako.Server.Limits";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _admitted;
    private readonly Counter<long> _refused;
    private readonly UpDownCounter<long> _running;
    private readonly Histogram<double> _share;

    public LimitInstruments()
    {
        _admitted = _meter.CreateCounter<long>("tako.limits.admitted", "{call}", "Calls that were let in.");
        _refused = _meter.CreateCounter<long>("tako.limits.refused", "{call}", "Calls that a limit refused, by its kind.");
        _running = _meter.CreateUpDownCounter<long>("tako.limits.running", "{call}", "Calls that were let in and are not settled.");
        _share = _meter.CreateHistogram<double>("tako.limits.reserved_share", "1",
            "Tokens that a call used, as a share of its reservation.");
    }

    internal void Admitted()
    {
        _admitted.Add(1);
        _running.Add(1);
    }

    internal void Ended() => _running.Add(-1);

    internal void Used(long tokens, long reserved) => _share.Record(tokens / (double)Math.Max(1, reserved));

    internal void Refused(AdmissionOutcome outcome)
    {
        var kind = outcome switch
        {
            AdmissionOutcome.Refused refused => refused.Why.Kind.ToString(),
            AdmissionOutcome.OutOfBudget gone => gone.Why.Kind.ToString(),
            AdmissionOutcome.NotAllowed => "NotAllowed",
            _ => "Unrecorded",
        };
        _refused.Add(1, new KeyValuePair<string, object?>("tako.limit.kind", kind));
    }

    public void Dispose() => _meter.Dispose();
}
