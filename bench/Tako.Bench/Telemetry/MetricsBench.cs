using System.Buffers;
using System.Diagnostics.Metrics;
using System.Globalization;
using Tako.Models.Calls;
using Tako.Models.Pricing;
using Tako.Models.Wire;
using Tako.Server.Telemetry;

namespace Tako.Bench.Telemetry;

/// <summary>What a measurement costs while the page of metrics listens, beside one addition to a shared number; and what
/// all measurements of one call cost.</summary>
internal static class MetricsBench
{
    private const int Rounds = 200_000;
    private static readonly TimeProvider Time = TimeProvider.System;

    public static Task RunAsync(string[] args)
    {
        using var meter = new Meter("Tako.Bench");
        using var page = new PrometheusPage();
        page.Start();
        var counter = meter.CreateCounter<long>("tako.bench.calls");
        var histogram = meter.CreateHistogram<double>("tako.bench.time", "s");
        using var telemetry = new GatewayTelemetry(new TelemetryOptions(), Time, _ => null);
        var call = new ModelCall { Model = "small", Wire = WireKind.Chat };
        var head = new AnswerHead { Model = "small", Provider = "home" };
        var report = new CallReport
        {
            Elapsed = default,
            FirstContent = TimeSpan.FromSeconds(1),
            Usage = new ReportedUsage { Input = 5, Output = 7 },
        };
        long number = 0;
        var bare = Median(() => Interlocked.Add(ref number, 1));
        var counted = Median(() => counter.Add(1, new KeyValuePair<string, object?>("gen_ai.request.model", "small"),
            new("gen_ai.provider.name", "home"), new("tako.outcome", "ok")));
        var timed = Median(() => histogram.Record(0.3, new KeyValuePair<string, object?>("gen_ai.request.model", "small"),
            new("gen_ai.provider.name", "home"), new("tako.outcome", "ok")));
        var whole = Median(() => telemetry.End(telemetry.Begin(call), head, report));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
            telemetry.End(telemetry.Begin(call), head, report);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;
        var bytes = new ArrayBufferWriter<byte>();
        page.Write(bytes);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"one addition {bare:F0} ns; counter with 3 labels {counted:F0} ns; histogram with 3 labels {timed:F0} ns"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"all 5 measurements of a call {whole:F0} ns, {allocated} bytes allocated; page {bytes.WrittenCount} bytes"));
        return Task.CompletedTask;
    }

    private static double Median(Action work)
    {
        List<double> times = [];
        for (var run = 0; run < 9; run++)
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var round = 0; round < Rounds; round++)
                work();
            times.Add((Environment.CpuUsage.TotalTime - start).TotalNanoseconds / Rounds);
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
