using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Server;

namespace Tako.Eval.Failover;

/// <summary>Tako's own gateway, as <c>tako serve</c> starts it, on the clock of the measurement and with a ledger in memory. Equal
/// requests are asked anew each time, since what is measured is the provider.</summary>
/// <param name="random">For the spread of retries and for ids.</param>
public sealed class OwnGateway(Random random)
{
    // The user's own gateway may hold the usual ports.
    private const string Apart = """
        gateway: { listen: "127.0.0.1:0", admin: { listen: "127.0.0.1:0" } }
        cache: { enabled: false }
        """;

    /// <summary>Starts it on free ports.</summary>
    public async Task<RunningGateway> StartAsync(FailoverSetup setup, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("tako-failover-");
        var file = Path.Combine(folder.FullName, "config.yaml");
        await File.WriteAllTextAsync(file, setup.Configuration + Apart, cancellationToken);
        var ledger = new MemoryLedger(setup.Time);
        var source = new GatewaySource
        {
            File = file, Environment = new Dictionary<string, string>(), Random = random, Time = setup.Time,
        };
        var start = await GatewayServer.StartAsync(new GatewayParts
        {
            Read = source.Read,
            Ledger = ledger,
            Blobs = ledger,
            Logs = NullLoggerFactory.Instance,
            Ids = new IdSource(setup.Time, random),
            Chance = random,
            Time = setup.Time,
        }, cancellationToken);
        folder.Delete(recursive: true);
        return start switch
        {
            GatewayStart.Started { Server: var server } => new RunningGateway(server.Addresses[0], null, async () =>
            {
                await server.DisposeAsync();
                await ledger.DisposeAsync();
            }),
            GatewayStart.Faulty faulty =>
                throw new InvalidDataException($"The gateway does not take its configuration: {faulty.Faults[0]}"),
            GatewayStart.NotListening deaf => throw new InvalidDataException($"The gateway cannot listen: {deaf.Why}"),
            _ => throw new InvalidDataException("The gateway has no model."),
        };
    }
}
