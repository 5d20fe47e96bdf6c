using Tako.Models.Config;
using Tako.Models.Failures;

namespace Tako.Models.Health;

/// <summary>The health of one model at one provider: a breaker for each class of failure, and how its calls went.</summary>
internal sealed class ModelHealth(string provider, string model, BreakerConfig config, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Breaker[] _breakers = [.. Enumerable.Range(0, FailureClasses.Count).Select(_ => new Breaker(config))];
    private long _attempts;
    private double? _success;
    private double? _latency;
    private double? _usd;
    private volatile bool _troubled;

    public CallStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new CallStatistics(provider, model)
                {
                    Attempts = _attempts,
                    Success = _success,
                    Latency = _latency is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                    Usd = _usd,
                };
            }
        }
    }

    /// <summary>Asks to make a call.</summary>
    /// <param name="pass">When it is refused: the time until the next probe.</param>
    public Admission Admit(out TimeSpan pass)
    {
        pass = TimeSpan.Zero;
        if (!_troubled)
            return Admission.Open;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var admits = true;
            foreach (var breaker in _breakers)
            {
                if (breaker.Admits(now))
                    continue;
                admits = false;
                if (breaker.NextProbe - now > pass)
                    pass = breaker.NextProbe!.Value - now;
            }

            var probes = false;
            foreach (var breaker in _breakers)
            {
                if (!admits)
                {
                    breaker.Pass(now);
                    continue;
                }

                breaker.Admit(now);
                probes |= breaker.State == BreakerState.HalfOpen;
            }

            return !admits ? Admission.Refused : probes ? Admission.Probe : Admission.Open;
        }
    }

    /// <summary>A whole answer came.</summary>
    /// <param name="latency">Until its first content.</param>
    /// <param name="usd">What it cost; null where that is not known.</param>
    public void Succeeded(Admission admission, TimeSpan latency, decimal? usd)
    {
        lock (_lock)
        {
            _attempts++;
            _success = Average(_success, 1);
            _latency = Average(_latency, latency.TotalSeconds);
            if (usd is { } cost)
                _usd = Average(_usd, (double)cost);
            var now = time.GetUtcNow();
            foreach (var breaker in _breakers)
                breaker.Succeeded(admission == Admission.Probe, now);
            Look();
        }
    }

    /// <summary>Tells of a failure; one that lies in the request shows that the model is there.</summary>
    public void Failed(Admission admission, CallFailure failure)
    {
        var kind = FailureClasses.Of(failure.Kind);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (kind is { } failed)
            {
                _attempts++;
                _success = Average(_success, 0);
                _breakers[(int)failed].Failed(now, failure.RetryAfter);
            }

            foreach (var breaker in _breakers)
            {
                if (kind is null && admission == Admission.Probe)
                    breaker.Succeeded(probed: true, now);
                else if (admission == Admission.Probe)
                    breaker.Forget(now);
            }

            Look();
        }
    }

    /// <summary>The caller left before anything was known.</summary>
    public void Forget(Admission admission)
    {
        if (admission != Admission.Probe)
            return;
        lock (_lock)
        {
            foreach (var breaker in _breakers)
                breaker.Forget(time.GetUtcNow());
        }
    }

    /// <summary>Every breaker that has seen a failure since its last success, or is not closed.</summary>
    public IReadOnlyList<BreakerSnapshot> Snapshots()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return
            [
                .. _breakers.Select((breaker, index) => new BreakerSnapshot(provider, model,
                        (FailureClass)index, breaker.State, breaker.Since, breaker.Failures, breaker.NextProbe, breaker.Share(now) / 100.0))
                    .Where(shot => shot.State != BreakerState.Closed || shot.Failures > 0),
            ];
        }
    }

    private void Look() => _troubled = Array.Exists(_breakers, breaker => breaker.State != BreakerState.Closed);

    private static double Average(double? before, double now) =>
        before is { } known ? known + (now - known) * CallStatistics.Weight : now;
}

/// <summary>Whether a breaker lets a call through.</summary>
internal enum Admission { Open, Probe, Refused }
