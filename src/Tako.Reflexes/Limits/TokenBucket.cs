namespace Tako.Reflexes.Limits;

/// <summary>Something that is taken out and comes back steadily: calls, or money. Not safe for concurrent use.</summary>
internal sealed class TokenBucket
{
    private readonly double _most;
    private readonly double _perSecond;
    private readonly TimeProvider _time;
    private double _level;
    private long _at;

    public TokenBucket(double most, double perSecond, TimeProvider time)
    {
        (_most, _perSecond, _time) = (most, perSecond, time);
        Begin(TimeSpan.Zero);
    }

    public bool IsFull => Level() >= _most;

    /// <summary>When something was last put in or taken out.</summary>
    public long At => _at;

    /// <summary>How long until there is so much of it; zero where it is there.</summary>
    public TimeSpan Wait(double wanted) => Level() is var level && level >= wanted
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min((wanted - level) / _perSecond, TimeSpan.MaxValue.TotalSeconds / 2));

    /// <summary>Is full at an earlier moment, to be told what was taken out since.</summary>
    public void Begin(TimeSpan ago) => (_level, _at) = (_most, Moment(ago));

    /// <summary>Takes it out; what is not there yet is owed.</summary>
    /// <param name="ago">In the order of the moments.</param>
    public void Take(double amount, TimeSpan ago = default)
    {
        var now = Moment(ago);
        _level = Level(now) - amount;
        _at = now;
    }

    private double Level() => Level(_time.GetTimestamp());

    private double Level(long now) => Math.Min(_most, _level + _time.GetElapsedTime(_at, now).TotalSeconds * _perSecond);

    private long Moment(TimeSpan ago) => _time.GetTimestamp() - (long)(ago.TotalSeconds * _time.TimestampFrequency);
}
