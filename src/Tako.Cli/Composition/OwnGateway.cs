using Microsoft.Extensions.Logging.Abstractions;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Eval.Failover;
using Tako.Server;

namespace Tako.Cli.Composition;

/// <summary>Tako's own gateway in this process, on a configuration that a measurement brings, with a ledger in memory.</summary>
internal static class OwnGateway
{
    private const string Doors = "gateway: { listen: \"127.0.0.1:0\", admin: { listen: \"127.0.0.1:0\" }, log: { requests: false } }\n"
        + "cache: { enabled: false }\n";

    /// <exception cref="InvalidDataException">It does not start.</exception>
    public static async Task<RunningGateway> StartAsync(FailoverSetup setup, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, setup.Configuration + Doors, cancellationToken);
        try
        {
            var random = House.NewRandom();
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
                Chance = new CryptographicRandom(),
                Time = setup.Time,
            }, cancellationToken);
            return start is GatewayStart.Started { Server: var server }
                ? new RunningGateway(server.Addresses[0], key: null, server.DisposeAsync)
                : throw new InvalidDataException($"The gateway does not start: {start}");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
