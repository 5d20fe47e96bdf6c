namespace Tako.Server.Limits;

/// <summary>
/// Counts what happened in the last minute, in slots of a second. Sixty-one of them are kept, so that no stretch of sixty
/// seconds, wherever it begins, holds more than the limit. Guarded by its owner.
/// </summary>
internal sealed class SlidingMinute
{
    public const int Slots = 61;
    private readonly long[] _slots = new long[Slots];
    private long _second;
    private long _sum;

    public long Used(long second)
    {
        Move(second);
        return _sum;
    }

    /// <summary>Adds to a second that may be over; one that is out of the window counts nothing.</summary>
    public void Add(long at, long amount, long second)
    {
        Move(second);
        if (at > _second || at <= _second - Slots)
            return;
        _slots[at % Slots] += amount;
        _sum += amount;
    }

    /// <summary>Seconds until this much fits; null when it never does.</summary>
    public int? Wait(long amount, long limit, long second)
    {
        if (amount > limit)
            return null;
        Move(second);
        var used = _sum;
        for (var wait = 0; wait <= Slots; wait++)
        {
            if (used + amount <= limit)
                return wait;
            if (wait < Slots)
                used -= _slots[(_second + 1 + wait) % Slots];
        }

        return Slots;
    }

    private void Move(long second)
    {
        // A clock that went back leaves the newest second the newest.
        for (var steps = Math.Min(second - _second, Slots); steps > 0; steps--)
        {
            var slot = (second - steps + 1) % Slots;
            _sum -= _slots[slot];
            _slots[slot] = 0;
        }

        _second = Math.Max(second, _second);
    }
}
