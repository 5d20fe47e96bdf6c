using Tako.Core.Capabilities;

namespace Tako.Tasks;

/// <summary>Records what a probe found out about effects whose results a crash has lost.</summary>
internal static class LostEffects
{
    public static async ValueTask SettleAsync(TaskSession session, string tool, Settlement how, CancellationToken cancellationToken)
    {
        var events = new List<Core.Ledger.LedgerEvent>();
        await foreach (var entry in session.Journal.Ledger.ReadAsync(session.Journal.Tenant, session.Journal.Stream, 1, cancellationToken))
            events.Add(entry);
        foreach (var effect in UnknownEffects.Find(events).Where(effect => effect.Tool == tool && effect.Recovery == Recovery.Probe))
            await session.Gate.SettleAsync(effect, how, "probe", cancellationToken);
    }
}
