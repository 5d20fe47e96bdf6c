using System.Globalization;
using System.Text;

namespace Tako.Bench.Gateway;

/// <summary>Many streams at once, each checked frame by frame: numbers in order, none lost, none joined to another.</summary>
internal static class StreamLoad
{
    /// <summary>Opens the streams, waits until all are open, and reads them to their end.</summary>
    public static async Task<Result> RunAsync(Peer peer, int streams, int frames, TimeSpan pause, Action? whenOpen = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = streams + 8, UseProxy = false })
        {
            Timeout = TimeSpan.FromMinutes(3),
        };
        var time = TimeProvider.System;
        var first = new double[streams];
        var wrong = 0;
        var opened = 0;
        var allOpen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = time.GetTimestamp();
        var work = Enumerable.Range(0, streams).Select(async index =>
        {
            var began = time.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(peer.Address, "v1/chat/completions"));
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer bench");
            foreach (var (name, value) in peer.Headers)
                request.Headers.TryAddWithoutValidation(name, value);
            request.Content = new StringContent(
                $$"""{"model":"m","stream":true,"stream_options":{"include_usage":true},"frames":{{frames}},"""
                + $$""" "pause":{{(int)pause.TotalMilliseconds}},"messages":[{"role":"user","content":"count"}]}""",
                Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8, false, 512);
            var next = 0;
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.Length == 0 || line[0] == ':' || line is "data: [DONE]")
                    continue;
                if (next == 0)
                {
                    first[index] = time.GetElapsedTime(began).TotalMilliseconds;
                    if (Interlocked.Increment(ref opened) == streams)
                        allOpen.TrySetResult();
                }

                if (line.Contains($"\"w{next.ToString(CultureInfo.InvariantCulture)} \"", StringComparison.Ordinal))
                    next++;
                else if (line.Contains("\"w", StringComparison.Ordinal))
                    Interlocked.Increment(ref wrong);
            }

            if (next != frames)
                Interlocked.Increment(ref wrong);
        }).ToList();
        var everything = Task.WhenAll(work);
        await Task.WhenAny(allOpen.Task, everything);
        whenOpen?.Invoke();
        await everything;
        Array.Sort(first);
        return new Result(first[streams / 2], first[streams * 99 / 100], wrong,
            (double)streams * frames / time.GetElapsedTime(start).TotalSeconds);
    }

    /// <param name="First">Milliseconds to the first frame, the median; <paramref name="First99"/> the 99th percentile.</param>
    /// <param name="Wrong">Streams with a lost, joined or foreign frame.</param>
    internal sealed record Result(double First, double First99, int Wrong, double FramesPerSecond);
}
