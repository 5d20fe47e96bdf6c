using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tako.Core.Caching;
using Tako.Models.Caching;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Pricing;
using Tako.Models.Wire;

namespace Tako.Bench.Caching;

/// <summary>
/// What a hit of the exact cache costs, beside SHA-256 over the same request; and what a call costs that finds nothing. Memory only,
/// so there is no durability to state. CPU time, which other work on the machine does not lengthen.
/// </summary>
internal static class CacheBench
{
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task RunAsync(string[] args)
    {
        foreach (var kilobytes in new[] { 1, 4, 16, 64 })
        {
            var body = Body(kilobytes * 1024, escaped: false);
            await MeasureAsync($"{kilobytes} KB", body);
        }

        await MeasureAsync("16 KB with an escape in every word", Body(16 * 1024, escaped: true));
    }

    private static async Task MeasureAsync(string name, byte[] body)
    {
        var call = new ModelCall { Model = "small", Wire = WireKind.Chat, Body = body };
        using var instruments = new CacheInstruments();
        var route = new CachedRoute(new Canned(), new MemoryAnswers(1 << 26, Time), new CacheOptions(), instruments, Time);
        await ReadAsync(route, call);
        var rounds = Math.Max(500, 10_000_000 / body.Length);
        var hashed = await MedianAsync(rounds, () => new(SHA256.HashData(body)[0]));
        var keyed = await MedianAsync(rounds, () => new(RequestKey.Of(call, "", null).Choices));
        var hit = await MedianAsync(rounds, () => ReadAsync(route, call));
        var missed = call with { Terms = call.Terms with { Cache = new CacheControl { Use = CacheUse.Refresh } } };
        var miss = await MedianAsync(rounds / 4, () => ReadAsync(route, missed));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
            await ReadAsync(route, call);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;
        var beyond = (keyed - hashed) * 1024 / body.Length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: SHA-256 {hashed:F2} us; key {keyed:F2} us (ratio {keyed / hashed:F1}, beyond the hash {beyond:F2} us a KB)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  hit, read to its end {hit:F2} us (ratio {hit / hashed:F1}), {allocated} bytes allocated; stored anew {miss:F2} us"));
    }

    private static async ValueTask<int> ReadAsync(CachedRoute route, ModelCall call)
    {
        await using var answer = await route.StartAsync(call, default);
        var bytes = 0;
        while (await answer.NextAsync(default))
            bytes += answer.Bytes.Length;
        return bytes + (answer.Report.Usd == 0 ? 1 : 0);
    }

    private static byte[] Body(int length, bool escaped)
    {
        var text = new StringBuilder("{\"model\":\"small\",\"messages\":[");
        for (var turn = 0; text.Length < length - 500; turn++)
        {
            var words = string.Join(escaped ? "\\n" : " ", Enumerable.Repeat("some words of a talk", Math.Min(20, length / 200)));
            text.Append(turn > 0 ? "," : "");
            text.Append($"{{\"role\":\"{(turn % 2 == 0 ? "user" : "assistant")}\",\"content\":\"{words} {turn}\"}}");
        }

        text.Append("],\"temperature\":0.2,\"max_tokens\":200,\"stream\":false,\"user\":\"ada\",\"tools\":[");
        text.Append("{\"type\":\"function\",\"function\":{\"name\":\"find\",\"description\":\"Finds.\",");
        text.Append("\"parameters\":{\"type\":\"object\",");
        text.Append("\"properties\":{\"what\":{\"type\":\"string\"}},\"required\":[\"what\"]}}}]}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task<double> MedianAsync(int rounds, Func<ValueTask<int>> work)
    {
        var sum = 0;
        List<double> times = [];
        for (var run = 0; run < 7; run++)
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var round = 0; round < rounds; round++)
                sum += await work();
            times.Add((Environment.CpuUsage.TotalTime - start).TotalMicroseconds / rounds);
        }

        times.Sort();
        GC.KeepAlive(sum);
        return times[times.Count / 2];
    }

    private sealed class Canned : ICallRoute
    {
        public ValueTask<CallAnswer> StartAsync(ModelCall call, CancellationToken cancellationToken) => new(new CannedAnswer());
    }

    private sealed class CannedAnswer : CallAnswer
    {
        private static readonly byte[] Whole = Encoding.UTF8.GetBytes(
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + new string('x', 1500)
            + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");

        private bool _read;

        public override CallFailure? Refusal => null;

        public override AnswerHead Head { get; } = new() { Model = "small" };

        public override bool Streamed => false;

        public override ReadOnlyMemory<byte> Bytes => Whole;

        internal override IReadOnlyList<Delta> View => [];

        public override CallReport Report { get; } = new() { Elapsed = default, Usage = new ReportedUsage { Input = 1 } };

        public override ValueTask<bool> NextAsync(CancellationToken cancellationToken) => new(!_read && (_read = true));

        public override ValueTask DisposeAsync() => default;
    }
}
