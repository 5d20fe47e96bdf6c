using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Tako.Bench.Gateway;

/// <summary>A load of equal requests by wrk.</summary>
internal static class Load
{
    private const string Mark = "00000000";
    private const int MostRounds = 8;
    private const int MostRequests = 1_000_000;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

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

    /// <summary>Until processor time a request no longer falls by more than a twentieth: what compiles code takes the same cores.</summary>
    public static void Warm(Peer peer, string folder, bool varied)
    {
        var before = Run(peer, 64, Round, folder, varied).Cpu;
        for (var round = 1; round < MostRounds; round++)
        {
            var now = Run(peer, 64, Round, folder, varied).Cpu;
            if (now >= before * 0.95)
                return;
            before = now;
        }
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
