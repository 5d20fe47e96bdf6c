using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Tako.Bench.Gateway;

/// <summary>A load of equal requests by wrk.</summary>
internal static class Load
{
    private const string Mark = "00000000";
    private const int MostRounds = 16;
    private const int Repeats = 7;
    private const int MostRequests = 1_000_000;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    private static int _runs;

    private static string Told => string.Concat(Enumerable.Repeat("Tell me a tale of a fox and a dog. ", 24));

    /// <summary>A chat request of about a kilobyte, as clients send it, with a mark in each text.</summary>
    public static string Request { get; } = JsonSerializer.Serialize(new
    {
        model = "m",
        messages = new[]
        {
            new { role = "system", content = $"{Mark}: You are a careful assistant that answers in one short paragraph." },
            new { role = "user", content = $"{Mark}: {Told}" },
        },
        temperature = 0.2,
        max_tokens = 200,
    });

    /// <summary>Until two rounds in a row lower processor time a request by next to nothing: what compiles code takes the same cores, for
    /// half a minute and more.</summary>
    public static void Warm(Peer peer, string folder, bool varied)
    {
        var (best, still) = (double.MaxValue, 0);
        for (var round = 0; round < MostRounds && still < 2; round++)
        {
            var now = Run(peer, 64, Round, folder, varied).Cpu;
            still = now < best * 0.97 ? 0 : still + 1;
            best = Math.Min(best, now);
        }
    }

    /// <summary>Each in turn, several times: a machine whose speed changes from second to second does so for all of them.</summary>
    /// <param name="between">What else belongs to each turn.</param>
    public static IReadOnlyDictionary<Peer, IReadOnlyList<Result>> Turns(IReadOnlyList<Peer> peers, int connections, string folder,
        bool varied, Action? between = null)
    {
        var results = peers.ToDictionary(static peer => peer, static _ => new List<Result>());
        for (var turn = 0; turn < Repeats; turn++)
        {
            foreach (var peer in peers)
                results[peer].Add(Run(peer, connections, Turn, folder, varied));
            between?.Invoke();
        }

        return results.ToDictionary(static pair => pair.Key, static pair => (IReadOnlyList<Result>)pair.Value);
    }

    /// <summary>The one in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return ordered[ordered.Length / 2];
    }

    /// <param name="varied">Each request has a number of its own in the place of the mark, so that no verdict is remembered.</param>
    public static Result Run(Peer peer, int connections, TimeSpan time, string folder, bool varied)
    {
        var script = Path.Combine(folder, "load.lua");
        var headers = string.Concat(peer.Headers.Select(header => $"wrk.headers['{header.Key}'] = '{header.Value}'\n"));
        File.WriteAllText(script, $$"""
            wrk.method = 'POST'
            wrk.path = '/v1/chat/completions'
            wrk.headers['Content-Type'] = 'application/json'
            wrk.headers['Authorization'] = 'Bearer bench'
            {{headers}}
            wrk.body = [==[{{Request}}]==]
            {{(varied ? Varying : "")}}
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format('\n@@ %d %d %d %f %f\n', summary.requests, summary.duration,
                e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
            end
            """);
        var before = peer.Seconds();
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-t1", $"-c{connections}", $"-d{(int)time.TotalSeconds}s", "-s", script,
            peer.Address.ToString()])
            start.ArgumentList.Add(argument);
        using var wrk = Process.Start(start)!;
        var output = wrk.StandardOutput.ReadToEnd();
        wrk.WaitForExit();
        var cpu = peer.Seconds() - before;
        var fields = output.Split("@@ ")[^1].Split(' ', '\n');
        double Field(int at) => double.Parse(fields[at], CultureInfo.InvariantCulture);
        return new Result(Field(0), Field(0) / (Field(1) / 1e6), Field(2), Field(3), Field(4), cpu * 1e6 / Math.Max(1, Field(0)));
    }

    // Put together from its parts: searching the body for marks each time would take the load's own core. Each run has numbers of its own.
    private static string Varying => $$"""
        local first = [==[{{Request.Split(Mark)[0]}}]==]
        local between = [==[{{Request.Split(Mark)[1]}}]==]
        local last = [==[{{Request.Split(Mark)[2]}}]==]
        local number = {{++_runs * MostRequests}}
        request = function()
          number = number + 1
          local mark = string.format('%08d', number)
          return wrk.format(nil, nil, nil, first .. mark .. between .. mark .. last)
        end
        """;

    /// <param name="P50">Microseconds, as P99.</param>
    /// <param name="Cpu">Microseconds of processor time a request.</param>
    internal sealed record Result(double Requests, double PerSecond, double Errors, double P50, double P99, double Cpu);
}
