using Tako.Core.Budgets;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Core.Tests.Budgets;

/// <summary>Eight spenders that act on one budget as they are told, and write down what they did.</summary>
internal sealed class BudgetSpenders
{
    public const int Count = 8;
    public static readonly BudgetLimits Limits = new() { Tokens = 1000, Usd = 2m };
    private static readonly StreamId Stream = new("task/t-1");
    private readonly Stack<Budget>[] _budgets = new Stack<Budget>[Count];
    private readonly List<Reservation>[] _open = new List<Reservation>[Count];
    private readonly List<NewEvent> _events = [];
    private Amount _charged;
    private int _unknown;

    public BudgetSpenders()
    {
        Root = Budget.Open("task", Limits, Time);
        for (var spender = 0; spender < Count; spender++)
            (_budgets[spender], _open[spender]) = (new Stack<Budget>([Root]), []);
    }

    public ManualTime Time { get; } = new();

    public Budget Root { get; }

    public Amount Charged => _charged;

    public int Unknown => _unknown;

    public bool WithinLimits
    {
        get
        {
            var status = Root.Status;
            return status.Settled.Tokens + status.Reserved.Tokens <= Limits.Tokens && status.Settled.Usd + status.Reserved.Usd <= Limits.Usd
                && status.Reserved.Tokens >= 0 && status.Reserved.Usd >= 0;
        }
    }

    /// <param name="number">0 to 999,999: chooses spender, act and amounts.</param>
    public void Act(int number)
    {
        var spender = number % Count;
        var act = number / Count % 10;
        var size = number / 80 % 400;
        Time.Pass(TimeSpan.FromMilliseconds(number % 7));
        var budget = _budgets[spender].Peek();
        switch (act)
        {
            case < 4:
                if (budget.Reserve("call", new Amount(size, size / 500m)) is ReserveOutcome.Reserved reserved)
                {
                    _open[spender].Add(reserved.Reservation);
                    _events.Add(BudgetEvents.Reserved(reserved.Reservation, "arm/coder"));
                }

                break;
            case < 6:
                End(spender, reservation => Settle(reservation, Math.Min(size, reservation.Most.Tokens)));
                break;
            case 6:
                End(spender, reservation => Settle(reservation, null));
                break;
            case 7:
                End(spender, reservation => reservation.Release());
                break;
            case 8:
                var limits = new BudgetLimits { Tokens = size % 3 == 0 ? null : size, Usd = size % 5 == 0 ? null : size / 400m };
                if (budget.OpenChild($"part{number}", limits) is OpenChildOutcome.Opened opened)
                {
                    _budgets[spender].Push(opened.Budget);
                    _events.Add(BudgetEvents.Opened(opened.Budget, "brain"));
                }

                break;
            default:
                if (_budgets[spender].Count > 1)
                    Close(_budgets[spender].Pop());
                break;
        }
    }

    public void EndAll()
    {
        for (var spender = 0; spender < Count; spender++)
        {
            while (_open[spender].Count > 0)
                End(spender, reservation => reservation.Release());
            while (_budgets[spender].Count > 1)
                Close(_budgets[spender].Pop());
        }
    }

    /// <summary>What a crash does to the calls under way: their answers are lost.</summary>
    public void LoseAll()
    {
        for (var spender = 0; spender < Count; spender++)
        {
            foreach (var reservation in _open[spender])
                Settle(reservation, null);
            _open[spender].Clear();
            while (_budgets[spender].Count > 1)
                _budgets[spender].Pop().Close();
        }
    }

    public async Task<Budget> RestoreAsync()
    {
        await using var ledger = new MemoryLedger(Time);
        var opened = new NewEvent { Type = "task.opened", Actor = "user", Body = "{}"u8.ToArray() };
        await ledger.AppendAsync(Tenant.Local, Stream, 0, 0, [opened, .. _events], Durability.Durable);
        var events = new List<LedgerEvent>();
        await foreach (var entry in ledger.ReadAsync(Tenant.Local, Stream))
            events.Add(entry);
        return Budget.Restore("task", Limits, events, Time);
    }

    private void End(int spender, Action<Reservation> end)
    {
        if (_open[spender].Count == 0)
            return;
        var reservation = _open[spender][0];
        _open[spender].RemoveAt(0);
        end(reservation);
        _events.Add(BudgetEvents.Ended(reservation, "arm/coder"));
    }

    private void Settle(Reservation reservation, long? tokens)
    {
        var usd = tokens is null ? (decimal?)null : reservation.Most.Usd / 2;
        reservation.Settle(new Usage { InputTokens = tokens, OutputTokens = tokens is null ? null : 0, Usd = usd });
        _charged = new Amount(_charged.Tokens + (tokens ?? reservation.Most.Tokens), _charged.Usd + (usd ?? reservation.Most.Usd));
        _unknown += tokens is null ? 1 : 0;
    }

    private void Close(Budget budget)
    {
        budget.Close();
        _events.Add(BudgetEvents.Closed(budget, "brain"));
    }
}
