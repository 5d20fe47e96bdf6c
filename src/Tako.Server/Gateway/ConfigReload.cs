using Microsoft.Extensions.Logging;
using Tako.Core.Faults;
using Tako.Server.Limits;

namespace Tako.Server.Gateway;

/// <summary>Takes a changed configuration over, or keeps the old one and says why.</summary>
internal sealed partial class ConfigReload(GatewayState state, Till till, Func<Parsed<GatewaySetup>> read, TimeProvider time,
    ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly GatewayInstruments _instruments = new(state);
    private readonly GatewaySetup _first = state.Current.Setup;
    private volatile ReloadReport _last = new(time.GetUtcNow(), [], []);

    /// <summary>How the last look at the configuration ended.</summary>
    public ReloadReport Last => _last;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            switch (read())
            {
                case Parsed<GatewaySetup>.Ok { Value: var setup }:
                    var waiting = NeedRestart(setup);
                    var now = state.Swap(setup);
                    till.Use(setup.Money);
                    _last = new ReloadReport(time.GetUtcNow(), [], waiting);
                    _instruments.Taken();
                    Taken(log, now.Version, setup.Models.Count);
                    if (waiting.Count > 0)
                        Waiting(log, string.Join(", ", waiting));
                    break;
                case Parsed<GatewaySetup>.Faulty { Faults: var faults }:
                    _last = new ReloadReport(time.GetUtcNow(), faults, _last.NeedRestart);
                    _instruments.Kept();
                    Kept(log, state.Current.Version, string.Join("; ", faults));
                    break;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _instruments.Dispose();
    }

    // What the open sockets were made from.
    private List<string> NeedRestart(GatewaySetup setup)
    {
        var (config, started) = (setup.Config, _first.Config);
        List<string> changed = [];
        if (!config.Listen.SequenceEqual(started.Listen))
            changed.Add("gateway.listen");
        if (!config.Admin.Listen.Equals(started.Admin.Listen))
            changed.Add("gateway.admin.listen");
        if (config.HeaderLimit != started.HeaderLimit)
            changed.Add("gateway.headerLimit");
        if (setup.Telemetry != _first.Telemetry)
            changed.Add("telemetry");
        return changed;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "configuration version {Version} holds now, with {Models} model(s)")]
    private static partial void Taken(ILogger log, int version, int models);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Settings} changed, which takes effect after a restart")]
    private static partial void Waiting(ILogger log, string settings);

    [LoggerMessage(Level = LogLevel.Error, Message = "the changed configuration has faults, version {Version} is kept: {Faults}")]
    private static partial void Kept(ILogger log, int version, string faults);
}

/// <summary>How a look at the configuration ended.</summary>
/// <param name="Faults">Why the version before is kept; empty when the new one holds.</param>
/// <param name="NeedRestart">Settings that differ from those the gateway was started with and cannot change while it runs.</param>
internal sealed record ReloadReport(DateTimeOffset At, IReadOnlyList<Fault> Faults, IReadOnlyList<string> NeedRestart);
