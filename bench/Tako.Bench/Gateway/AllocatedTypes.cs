using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace Tako.Bench.Gateway;

/// <summary>What a request through the gateway allocates, by type: samples of the runtime, one in about 100 KB.</summary>
internal static class AllocatedTypes
{
    private const int Requests = 40_000;
    private const int Shown = 60;

    public static void Run(bool streamed)
    {
        var bench = new PassThrough { Streamed = streamed };
        bench.Start();
        for (var warm = 0; warm < Requests / 4; warm++)
            bench.Through();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        ConcurrentDictionary<string, long> types;
        using (var ticks = new Ticks())
        {
            for (var counted = 0; counted < Requests; counted++)
                bench.Through();
            types = ticks.Types;
        }

        var all = GC.GetTotalAllocatedBytes(precise: true) - before;
        bench.Stop();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(streamed ? "streamed" : "whole")}: {all / Requests} bytes a request, the bench's own reading of events included"));
        var seen = types.Values.Sum();
        foreach (var (type, bytes) in types.OrderByDescending(static type => type.Value).Take(Shown))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / seen * all / Requests,8:F0} {type}"));
    }

    private sealed class Ticks : EventListener
    {
        private const EventKeywords Collections = (EventKeywords)1;

        // Made at its first use: the base class may call before this class' own fields are there.
        public ConcurrentDictionary<string, long> Types => field ??= new ConcurrentDictionary<string, long>();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
                EnableEvents(eventSource, EventLevel.Verbose, Collections);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true)
                return;
            var names = eventData.PayloadNames!;
            var type = (string)eventData.Payload![names.IndexOf("TypeName")]!;
            var bytes = Convert.ToInt64(eventData.Payload[names.IndexOf("AllocationAmount64")], CultureInfo.InvariantCulture);
            Types.AddOrUpdate(type, bytes, (_, before) => before + bytes);
        }
    }
}
