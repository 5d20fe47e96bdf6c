using System.Diagnostics.Metrics;

namespace Tako.Server.Gateway;

/// <summary>What the gateway counts of itself: calls under way, and what became of changes to its configuration.</summary>
internal sealed class GatewayInstruments : IDisposable
{
    private const string MeterName = "Tako.Server";
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _reloads;

    public GatewayInstruments(GatewayState state)
    {
        _reloads = _meter.CreateCounter<long>("tako.config.reloads", "{reload}",
            "Changed configurations, taken or kept out for their faults.");
        _meter.CreateObservableGauge("tako.gateway.calls.running", () => state.Running, "{call}", "Calls under way.");
        _meter.CreateObservableGauge("tako.config.version", () => state.Current.Version, "{version}", "The configuration that holds.");
    }

    public void Taken() => _reloads.Add(1, new KeyValuePair<string, object?>("tako.config.outcome", "taken"));

    public void Kept() => _reloads.Add(1, new KeyValuePair<string, object?>("tako.config.outcome", "faulty"));

    public void Dispose() => _meter.Dispose();
}
