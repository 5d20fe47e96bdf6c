using System.Globalization;
using Tako.Core.Budgets;
using Tako.Core.Capabilities;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Limits;

/// <summary>
/// Stops calls while a bucket of money is empty. A call is let in while there is anything in it, and what it came to is taken out
/// afterwards: at most the calls that run at that moment go beyond. A cost that is not known takes the whole bucket.
/// </summary>
public sealed class CostReflex : IGateRule
{
    private readonly Lock _lock = new();
    private readonly List<(CostLimit Limit, TokenBucket Bucket)> _buckets;

    public CostReflex(TimeProvider time, IReadOnlyList<CostLimit> limits)
    {
        foreach (var limit in limits)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit.Usd);
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit.Per, TimeSpan.Zero);
        }

        _buckets = [.. limits.Select(limit =>
            (limit, new TokenBucket((double)limit.Usd, (double)limit.Usd / limit.Per.TotalSeconds, time)))];
    }

    public string Name => "cost";

    public RuleVerdict Judge(Effect effect, Grant grant)
    {
        lock (_lock)
        {
            foreach (var (limit, bucket) in _buckets)
            {
                // A hundredth of a cent: less than that is no money.
                if (Fits(limit, effect) && bucket.Wait(0.0001) is var wait && wait > TimeSpan.Zero)
                {
                    return new RuleVerdict.Deny(
                        string.Create(CultureInfo.InvariantCulture, $"the ${limit.Usd} for {limit.Per:c} of ")
                        + $"{EffectNames.Of(limit.Tools, limit.Arms)} are spent",
                        $"Wait {EffectNames.Seconds(wait)} s, or ask whoever keeps the policy of the reflexes for more.");
                }
            }
        }

        return RuleVerdict.Ok;
    }

    /// <summary>The longest time that any of the limits looks back; zero where there are none.</summary>
    public TimeSpan Longest => _buckets.Count == 0 ? TimeSpan.Zero : _buckets.Max(static entry => entry.Limit.Per);

    public void Charged(Effect effect, Usage usage) => Take(effect.Tool, effect.Actor, usage.Usd, TimeSpan.Zero);

    /// <summary>Counts what was spent before, so that a restart fills no bucket. To be called once, before the first effect.</summary>
    public void Restore(IEnumerable<Spending> spent)
    {
        lock (_lock)
        {
            foreach (var (limit, bucket) in _buckets)
                bucket.Begin(limit.Per);
        }

        foreach (var entry in spent.OrderByDescending(static entry => entry.Ago))
            Take(entry.Tool, entry.Actor, entry.Usd, entry.Ago);
    }

    private void Take(string tool, string actor, decimal? usd, TimeSpan ago)
    {
        lock (_lock)
        {
            foreach (var (limit, bucket) in _buckets)
            {
                if (ago <= limit.Per && EffectNames.Fits(tool, actor, limit.Tools, limit.Arms))
                    bucket.Take((double)(usd ?? limit.Usd), ago);
            }
        }
    }

    private static bool Fits(CostLimit limit, Effect effect) => EffectNames.Fits(effect.Tool, effect.Actor, limit.Tools, limit.Arms);
}

/// <summary>Money that was spent before.</summary>
/// <param name="Actor">Such as <c>arm/coder</c>.</param>
/// <param name="Usd">US dollars; null where it is not known.</param>
public readonly record struct Spending(TimeSpan Ago, string Tool, string Actor, decimal? Usd);
