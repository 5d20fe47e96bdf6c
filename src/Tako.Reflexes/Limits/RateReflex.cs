using Microsoft.Extensions.AI;
using Tako.Core.Capabilities;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Limits;

/// <summary>Slows down an actor that calls the same tool too often, whatever shares a limit of the policy, and a caller of a
/// model.</summary>
public sealed class RateReflex : IGateRule, IChatReflex
{
    private readonly RateOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Actor, string Tool), TokenBucket> _buckets = [];
    private readonly List<(RateLimit Limit, TokenBucket Bucket)> _shared;

    /// <param name="limits">Of the policy, on top of the options.</param>
    public RateReflex(TimeProvider time, RateOptions? options = null, IReadOnlyList<RateLimit>? limits = null)
    {
        (_time, _options) = (time, (options ?? new RateOptions()).Validate());
        foreach (var limit in limits ?? [])
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit.Burst);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit.PerSecond);
        }

        _shared = [.. (limits ?? []).Select(limit => (limit, new TokenBucket(limit.Burst, limit.PerSecond, time)))];
    }

    public string Name => "rate";

    public RuleVerdict Judge(Effect effect, Grant grant)
    {
        lock (_lock)
        {
            foreach (var (limit, bucket) in _shared)
            {
                if (Fits(limit, effect) && bucket.Wait(1) is var wait && wait > TimeSpan.Zero)
                    return Deny($"{EffectNames.Of(limit.Tools, limit.Arms)}: more calls than the policy allows", wait);
            }

            if (Take(effect.Actor, effect.Tool) is var own && own > TimeSpan.Zero)
                return Deny($"{effect.Actor} uses {effect.Tool} too often", own);
            foreach (var (limit, bucket) in _shared)
            {
                if (Fits(limit, effect))
                    bucket.Take(1);
            }
        }

        return RuleVerdict.Ok;
    }

    public ChatVerdict Before(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        lock (_lock)
        {
            return Take("", options?.ModelId ?? "") is var wait && wait > TimeSpan.Zero
                ? new ChatVerdict.Block("the model is called too often.", $"Wait {EffectNames.Seconds(wait)} s.")
                : ChatVerdict.Ok;
        }
    }

    private static bool Fits(RateLimit limit, Effect effect) => EffectNames.Fits(effect.Tool, effect.Actor, limit.Tools, limit.Arms);

    private static RuleVerdict.Deny Deny(string reason, TimeSpan wait) =>
        new(reason, $"Do something else or wait {EffectNames.Seconds(wait)} s.");

    /// <summary>Takes one call, or says how long until there is one.</summary>
    private TimeSpan Take(string actor, string tool)
    {
        if (!_buckets.TryGetValue((actor, tool), out var bucket))
        {
            if (_buckets.Count >= _options.MaxBuckets)
                MakeRoom();
            var rate = _options.Tools.GetValueOrDefault(tool, _options);
            _buckets[(actor, tool)] = bucket = new TokenBucket(rate.Burst, rate.PerSecond, _time);
        }

        var wait = bucket.Wait(1);
        if (wait == TimeSpan.Zero)
            bucket.Take(1);
        return wait;
    }

    private void MakeRoom()
    {
        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.IsFull)
                _buckets.Remove(key);
        }

        if (_buckets.Count >= _options.MaxBuckets)
            _buckets.Remove(_buckets.MinBy(entry => entry.Value.At).Key);
    }
}
