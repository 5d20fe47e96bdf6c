using Tako.Core.Budgets;
using Tako.Server.Keys;
using Tako.Server.Spend;

namespace Tako.Server.Limits;

/// <summary>Which calls a meter counts; empty parts count all. Limits are not a part of it: they may change while it counts.</summary>
/// <param name="Model">A glob.</param>
/// <param name="OnlyModel">A name.</param>
/// <param name="Window">Null for meters of rates.</param>
internal readonly record struct MeterId(string Key, string Team, string Model, string OnlyModel, string Tag, BudgetWindow? Window)
{
    public bool Counts(in SpendBy by) =>
        (Key.Length == 0 || Key == by.Key)
        && (Team.Length == 0 || string.Equals(Team, by.Team, StringComparison.OrdinalIgnoreCase))
        && (OnlyModel.Length == 0 || OnlyModel == by.Model)
        && (Model.Length == 0 || ModelGlob.Matches(Model, by.Model))
        && (Tag.Length == 0 || by.Has(Tag));
}

/// <summary>Counts money and tokens of a window: what was settled in it, and what is reserved by calls admitted in it.
/// Guarded by the lock of admission.</summary>
internal sealed class BudgetMeter(BudgetWindow window)
{
    private long _start = long.MinValue;
    private long _end = long.MinValue;

    public decimal Usd { get; private set; }

    public decimal ReservedUsd { get; private set; }

    public long Tokens { get; private set; }

    public long ReservedTokens { get; private set; }

    /// <summary>Begins a new window when the last one is over. False when the meter is new and knows nothing of the past.</summary>
    public bool Move(DateTimeOffset now)
    {
        // A clock that went back stays in the window.
        if (now.UtcTicks < _end)
            return true;
        var begun = _end != long.MinValue;
        (_start, _end) = (window.Start(now).UtcTicks, window.End(now)?.UtcTicks ?? long.MaxValue);
        (Usd, ReservedUsd, Tokens, ReservedTokens) = (0, 0, 0, 0);
        return begun;
    }

    /// <summary>Adds to what is reserved and settled, for a call admitted at a moment; one of an earlier window counts nothing
    /// here any more.</summary>
    public void Change(DateTimeOffset admitted, Amount reserved, Amount settled)
    {
        if (admitted.UtcTicks < _start)
            return;
        ReservedUsd += reserved.Usd;
        ReservedTokens += reserved.Tokens;
        Usd += settled.Usd;
        Tokens += settled.Tokens;
    }
}

/// <summary>Counts requests and tokens of the last minute, and calls under way. Guarded by the lock of admission.</summary>
internal sealed class RateMeter
{
    public SlidingMinute Requests { get; } = new();

    public SlidingMinute Tokens { get; } = new();

    public int Running { get; set; }
}
