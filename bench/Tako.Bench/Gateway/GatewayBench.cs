using System.Globalization;
using Tako.Bench.Gateway.Soak;

namespace Tako.Bench.Gateway;

/// <summary>
/// The gateway beside nginx as a plain reverse proxy, a bare endpoint and Portkey, all on loopback: processor time and added delay a
/// request with reflexes off and on, streams, cached answers, and a soak. Run it through <c>bench/gateway</c>.
/// </summary>
internal static class GatewayBench
{
    private const string Reflexes = ", reflexes: { policy: built-in }";

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [var mode, var port, ..] && int.TryParse(port, CultureInfo.InvariantCulture, out var number))
        {
            await (mode == "streams" ? Endpoints.StreamsAsync(number) : Endpoints.BareAsync(number));
            return 0;
        }

        if (Value(args, "--tako") is not { } tako || Value(args, "--scratch") is not { } scratch)
        {
            Console.Error.WriteLine("Run bench/gateway, which builds what this bench needs.");
            return 2;
        }

        var peers = new Peers(scratch, tako);
        var only = Value(args, "--only")?.Split(',') ?? ["cpu", "streams", "cache"];
        if (only.Contains("cpu"))
            Cpu(peers, args.Contains("--portkey") ? new PortkeyPeer(scratch) : null);
        if (only.Contains("streams"))
            await StreamsAsync(peers);
        if (only.Contains("cache"))
            Cache(peers);
        if (!only.Contains("soak"))
            return 0;
        var minutes = double.Parse(Value(args, "--minutes") ?? "10", CultureInfo.InvariantCulture);
        return await new SoakRun(peers, TimeSpan.FromMinutes(minutes)).RunAsync() ? 0 : 1;
    }

    private static void Cpu(Peers peers, PortkeyPeer? portkey)
    {
        var folder = peers.Fresh("load");
        using var upstream = peers.Upstream();
        using var nginx = peers.Proxy(upstream.Address);
        using var tako = peers.Tako("tako", upstream.Address);
        using var reflexes = peers.Tako("reflexes", upstream.Address, reflexes: Reflexes);
        using var other = portkey?.Start(upstream.Address);
        Peer[] all = other is null ? [upstream, nginx, tako, reflexes] : [upstream, nginx, tako, reflexes, other];
        Console.WriteLine("One mock upstream (nginx), wrk with one thread; processor time of the measured processes alone.");
        Console.WriteLine("Seven turns of two seconds each, one peer after the other: medians, and ratios within a turn.");
        Console.WriteLine($"{"",-10} {"connections",11} {"CPU a request",14} {"x nginx",8} {"requests/s",11} "
            + $"{"p50",9} {"added p50",10} {"p99",9} {"errors",7}");
        foreach (var peer in all)
            Load.Warm(peer, folder, varied: true);
        foreach (var connections in (int[])[1, 16, 64])
        {
            var scan = new ScanTime(Load.Request);
            var turns = Load.Turns(all, connections, folder, varied: true, scan.Take);
            var direct = Load.Median(turns[upstream].Select(static turn => turn.P50));
            foreach (var peer in all)
            {
                var own = turns[peer];
                var times = peer == upstream ? 0 : Load.Median(own.Zip(turns[nginx], static (one, floor) => one.Cpu / floor.Cpu));
                var p50 = Load.Median(own.Select(static turn => turn.P50));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{peer.Name,-10} {connections,11} {Load.Median(own.Select(static turn => turn.Cpu)),11:F1} us {times,8:F2} ")
                    + string.Create(CultureInfo.InvariantCulture,
                        $"{Load.Median(own.Select(static turn => turn.PerSecond)),11:F0} {p50,6:F0} us {p50 - direct,7:F0} us ")
                    + string.Create(CultureInfo.InvariantCulture,
                        $"{Load.Median(own.Select(static turn => turn.P99)),6:F0} us {own.Sum(static turn => turn.Errors),7}"));
            }

            var shares = turns[reflexes].Select((turn, at) => turn.Cpu / (turns[tako][at].Cpu + (1.2 * scan.Taken[at])));
            var share = Load.Median(shares);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"",-10} {connections,11} reflexes on, to off + 1.2 x the scan of the same texts ({Load.Median(scan.Taken):F1} us): ")
                + string.Create(CultureInfo.InvariantCulture, $"{share:F2}: ") + (share <= 1 ? "met" : "MISSED"));
        }
    }

    private static async Task StreamsAsync(Peers peers)
    {
        const int Streams = 512;
        using var upstream = Peers.Own("streams");
        using var nginx = peers.Proxy(upstream.Address);
        using var tako = peers.Tako("tako-streams", upstream.Address);
        Console.WriteLine();
        Console.WriteLine($"{Streams} streams at once; paced: 40 frames each, one every 100 ms; "
            + "unpaced: 200 frames each as fast as they go.");
        Console.WriteLine($"{"",-14} {"first frame p50",16} {"p99",9} {"wrong streams",14} "
            + $"{"memory a stream",16} {"unpaced frames/s",17} {"CPU a frame",12}");
        foreach (var peer in (Peer[])[upstream, nginx, tako])
        {
            for (var warm = 0; warm < 2; warm++)
                await StreamLoad.RunAsync(peer, Streams, 10, TimeSpan.FromMilliseconds(20));
            await Task.Delay(2_000);
            var before = peer.Resident();
            long open = 0;
            var paced = await StreamLoad.RunAsync(peer, Streams, 40, TimeSpan.FromMilliseconds(100), () => open = peer.Resident());
            var cpu = peer.Seconds();
            var burst = await StreamLoad.RunAsync(peer, Streams, 200, TimeSpan.Zero);
            cpu = peer.Seconds() - cpu;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{peer.Name,-14} {paced.First,13:F1} ms {paced.First99,6:F0} ms {paced.Wrong + burst.Wrong,14} ")
                + string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, open - before) / 1024.0 / Streams,13:F1} KB ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"{burst.FramesPerSecond,17:F0} {cpu * 1e6 / (Streams * 200),9:F1} us"));
        }
    }

    private static void Cache(Peers peers)
    {
        var folder = peers.Fresh("load");
        using var upstream = peers.Upstream();
        using var bare = Peers.Own("bare");
        using var tako = peers.Tako("tako-cache", upstream.Address, "cache: { enabled: true }");
        Console.WriteLine();
        Console.WriteLine("Cached answers beside a bare ASP.NET endpoint that returns the same bytes; 64 connections.");
        Load.Warm(bare, folder, varied: false);
        Load.Warm(tako, folder, varied: false);
        var turns = Load.Turns([bare, tako], 64, folder, varied: false);
        string Told(Peer peer) => string.Create(CultureInfo.InvariantCulture,
            $"{Load.Median(turns[peer].Select(static turn => turn.PerSecond)):F0} requests/s, ")
            + string.Create(CultureInfo.InvariantCulture, $"{Load.Median(turns[peer].Select(static turn => turn.Cpu)):F1} us CPU");
        var share = Load.Median(turns[tako].Zip(turns[bare], static (cached, floor) => cached.PerSecond / floor.PerSecond));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"bare {Told(bare)}; cached {Told(tako)}: {share:P0} of the bare endpoint (target 60 %)"));
    }

    private static string? Value(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
