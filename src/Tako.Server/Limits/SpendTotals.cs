using System.Runtime.InteropServices;
using Tako.Core.Budgets;
using Tako.Server.Keys;
using Tako.Server.Spend;

namespace Tako.Server.Limits;

/// <summary>
/// What was spent until now, as far back and as finely as a new meter may ask: hours of today, days of this month and week,
/// and one sum of all before. Guarded by the lock of admission.
/// </summary>
internal sealed class SpendTotals
{
    private const long Before = long.MinValue / 2;
    private readonly Dictionary<string, Dictionary<SpendBy, Amount>> _byKey = [];
    private long _today = long.MinValue;
    private long _firstDay;

    public void Add(in SpendBy by, Amount amount, DateTimeOffset now)
    {
        Move(now);
        Put(by, amount);
    }

    /// <summary>What a meter would show if it had been there from the beginning.</summary>
    public Amount Sum(in MeterId id, DateTimeOffset now)
    {
        Move(now);
        var from = id.Window is { } window and not BudgetWindow.Total ? SpendBy.HourOf(window.Start(now)) : long.MinValue;
        var sum = default(Amount);
        if (id.Key.Length > 0)
            return _byKey.TryGetValue(id.Key, out var own) ? Sum(own, id, from) : sum;
        foreach (var rows in _byKey.Values)
        {
            var more = Sum(rows, id, from);
            sum = new Amount(sum.Tokens + more.Tokens, sum.Usd + more.Usd);
        }

        return sum;
    }

    private static Amount Sum(Dictionary<SpendBy, Amount> rows, in MeterId id, long from)
    {
        var (tokens, usd) = (0L, 0m);
        foreach (var (by, amount) in rows)
        {
            if (by.Hour >= from && id.Counts(by))
                (tokens, usd) = (tokens + amount.Tokens, usd + amount.Usd);
        }

        return new Amount(tokens, usd);
    }

    private void Move(DateTimeOffset now)
    {
        var today = SpendBy.HourOf(BudgetWindow.Day.Start(now));
        if (today <= _today)
            return;
        var (month, week) = (BudgetWindow.Month.Start(now), BudgetWindow.Week.Start(now));
        (_today, _firstDay) = (today, SpendBy.HourOf(month < week ? month : week));
        var all = _byKey.Values.SelectMany(rows => rows).ToList();
        _byKey.Clear();
        foreach (var (by, amount) in all)
            Put(by, amount);
    }

    private void Put(in SpendBy by, Amount amount)
    {
        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, by.Key, out _);
        rows ??= [];
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, by with { Hour = Coarse(by.Hour) }, out _);
        sum = new Amount(sum.Tokens + amount.Tokens, sum.Usd + amount.Usd);
    }

    private long Coarse(long hour) => hour >= _today ? hour : hour >= _firstDay ? hour - hour % 24 : Before;
}
