using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Models.Caching;

/// <summary>Reads the <c>cache:</c> block of a configuration that satisfies its schema, and lists what the schema cannot
/// say.</summary>
public static class CacheOptionsReader
{
    private const string Block = "cache";
    private static readonly TimeSpan LeastTtl = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostTtl = TimeSpan.FromDays(365);

    public static Parsed<CacheOptions> Read(SourceDocument document)
    {
        var options = new CacheOptions();
        if (document.Root.ValueKind != JsonValueKind.Object || !document.Root.TryGetProperty(Block, out var block)
            || block.ValueKind == JsonValueKind.Null)
            return new Parsed<CacheOptions>.Ok(options);
        List<Fault> faults = [];
        options = options with
        {
            Enabled = Flag("enabled") ?? options.Enabled,
            Ttl = Time("ttl") ?? options.Ttl,
            MaxBytes = Size("maxBytes", 1 << 20, 1L << 40) ?? options.MaxBytes,
            MaxEntryBytes = (int?)Size("maxEntryBytes", 1 << 10, 1 << 30) ?? options.MaxEntryBytes,
            MaxTemperature = Has("maxTemperature") ? block.GetProperty("maxTemperature").GetDouble() : null,
            Disk = Flag("disk") ?? options.Disk,
            DiskMaxBytes = Size("diskMaxBytes", 1 << 20, 1L << 44) ?? options.DiskMaxBytes,
        };
        if (options.MaxEntryBytes > options.MaxBytes)
            Fault(Has("maxEntryBytes") ? "maxEntryBytes" : "maxBytes",
                $"lets one answer be larger ({options.MaxEntryBytes} bytes) than the whole cache ({options.MaxBytes} bytes)");
        return faults.Count > 0 ? new Parsed<CacheOptions>.Faulty(faults) : new Parsed<CacheOptions>.Ok(options);

        bool Has(string name) => block.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

        bool? Flag(string name) => Has(name) ? block.GetProperty(name).GetBoolean() : null;

        TimeSpan? Time(string name)
        {
            if (!Has(name))
                return null;
            var text = block.GetProperty(name).ToString();
            if (DurationText.Parse(text) is Parsed<TimeSpan>.Ok { Value: var time } && time >= LeastTtl && time <= MostTtl)
                return time;
            Fault(name, $"is '{text}'; write a duration between 1s and 365d, such as 10m or 1h");
            return null;
        }

        long? Size(string name, long least, long most)
        {
            if (!Has(name))
                return null;
            var text = block.GetProperty(name).ToString();
            if (SizeText.Parse(text) is Parsed<long>.Ok { Value: var size } && size >= least && size <= most)
                return size;
            Fault(name, $"is '{text}'; write a size from {least} to {most} bytes, such as 64MiB");
            return null;
        }

        void Fault(string name, string message) => faults.Add(document.Fault($"/{Block}/{name}", message));
    }
}
