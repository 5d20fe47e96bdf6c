using System.Globalization;
using Microsoft.Extensions.AI;
using Tako.Core.Capabilities;
using Tako.Reflexes.Chat;

namespace Tako.Reflexes.Limits;

/// <summary>Slows down an actor that calls the same tool too often, and a caller of a model.</summary>
public sealed class RateReflex(TimeProvider time, RateOptions? options = null) : IGateRule, IChatReflex
{
    private readonly RateOptions _options = (options ?? new RateOptions()).Validate();
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Actor, string Tool), Bucket> _buckets = [];

    public string Name => "rate";

    private sealed class Bucket
    {
        public required double Calls { get; set; }
        public required long At { get; set; }
    }

    public RuleVerdict Judge(Effect effect, Grant grant) => Take(effect.Actor, effect.Tool) is { } wait
        ? new RuleVerdict.Deny($"{effect.Actor} uses {effect.Tool} too often", $"Do something else or wait {Seconds(wait)} s.")
        : RuleVerdict.Ok;

    public ChatVerdict Before(IReadOnlyList<ChatMessage> messages, ChatOptions? options) =>
        Take("", options?.ModelId ?? "") is { } wait
            ? new ChatVerdict.Block("the model is called too often.", $"Wait {Seconds(wait)} s.")
            : ChatVerdict.Ok;

    /// <summary>Takes one call, or says how long until there is one.</summary>
    private TimeSpan? Take(string actor, string tool)
    {
        var rate = _options.Tools.GetValueOrDefault(tool, _options);
        var now = time.GetTimestamp();
        lock (_lock)
        {
            if (!_buckets.TryGetValue((actor, tool), out var bucket))
            {
                if (_buckets.Count >= _options.MaxBuckets)
                    MakeRoom(now);
                _buckets[(actor, tool)] = bucket = new Bucket { Calls = rate.Burst, At = now };
            }

            bucket.Calls = Refilled(bucket, rate, now);
            bucket.At = now;
            if (bucket.Calls < 1)
                return TimeSpan.FromSeconds((1 - bucket.Calls) / rate.PerSecond);
            bucket.Calls--;
            return null;
        }
    }

    private double Refilled(Bucket bucket, RateOptions rate, long now) =>
        Math.Min(rate.Burst, bucket.Calls + time.GetElapsedTime(bucket.At, now).TotalSeconds * rate.PerSecond);

    private void MakeRoom(long now)
    {
        foreach (var (key, bucket) in _buckets)
        {
            var rate = _options.Tools.GetValueOrDefault(key.Tool, _options);
            if (Refilled(bucket, rate, now) >= rate.Burst)
                _buckets.Remove(key);
        }

        if (_buckets.Count >= _options.MaxBuckets)
            _buckets.Remove(_buckets.MinBy(entry => entry.Value.At).Key);
    }

    private static string Seconds(TimeSpan wait) =>
        Math.Max(0.1, Math.Ceiling(wait.TotalSeconds * 10) / 10).ToString("0.0", CultureInfo.InvariantCulture);
}
