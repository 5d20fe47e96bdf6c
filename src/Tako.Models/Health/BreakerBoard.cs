using System.Collections.Concurrent;
using Tako.Models.Config;

namespace Tako.Models.Health;

/// <summary>The health of every model that calls were made to. Safe for concurrent use.</summary>
public sealed class BreakerBoard
{
    private readonly ConcurrentDictionary<(string Provider, string Model), ModelHealth> _models = [];
    private readonly BreakerConfig _config;
    private readonly TimeProvider _time;

    internal BreakerBoard(BreakerConfig config, TimeProvider time) => (_config, _time) = (config, time);

    /// <summary>Every breaker that is not closed, or has seen failures since its last success.</summary>
    public IReadOnlyList<BreakerSnapshot> Breakers => [.. InOrder().SelectMany(health => health.Snapshots())];

    /// <summary>How every model did lately.</summary>
    public IReadOnlyList<CallStatistics> Statistics => [.. InOrder().Select(health => health.Statistics)];

    internal ModelHealth Of(string provider, string model) =>
        _models.GetOrAdd((provider, model), key => new ModelHealth(key.Provider, key.Model, _config, _time));

    private IEnumerable<ModelHealth> InOrder() => _models.OrderBy(entry => entry.Key.Provider, StringComparer.Ordinal)
        .ThenBy(entry => entry.Key.Model, StringComparer.Ordinal).Select(entry => entry.Value);
}
