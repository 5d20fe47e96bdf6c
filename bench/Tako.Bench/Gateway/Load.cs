using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Tako.Bench.Gateway;

/// <summary>A load of equal requests by wrk.</summary>
internal static class Load
{
    /// <summary>A chat request of about a kilobyte, as clients send it.</summary>
    public static string Request { get; } = JsonSerializer.Serialize(new
    {
        model = "m",
        messages = new[]
        {
            new { role = "system", content = "You are a careful assistant that answers in one short paragraph." },
            new { role = "user", content = string.Concat(Enumerable.Repeat("Tell me a tale of a fox and a dog. ", 24)) },
        },
        temperature = 0.2,
        max_tokens = 200,
    });

    public static Result Run(Peer peer, int connections, TimeSpan time, string folder, string? body = null)
    {
        var script = Path.Combine(folder, "load.lua");
        var headers = string.Concat(peer.Headers.Select(header => $"wrk.headers['{header.Key}'] = '{header.Value}'\n"));
        File.WriteAllText(script, $$"""
            wrk.method = 'POST'
            wrk.path = '/v1/chat/completions'
            wrk.headers['Content-Type'] = 'application/json'
            wrk.headers['Authorization'] = 'Bearer bench'
            {{headers}}
            wrk.body = [==[{{body ?? Request}}]==]
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

    /// <param name="P50">Microseconds, as P99.</param>
    /// <param name="Cpu">Microseconds of processor time a request.</param>
    internal sealed record Result(double Requests, double PerSecond, double Errors, double P50, double P99, double Cpu);
}
