using System.Globalization;
using Tako.Core.Ledger;

namespace Tako.Core.Budgets;

/// <summary>
/// One node of a tree of reservations: a child can never spend what its parent has not set aside for it. Reserve before a
/// call, settle from its real usage, release on failure. Safe for concurrent use; each change is atomic over the whole tree.
/// </summary>
public sealed class Budget
{
    private readonly Lock _lock;
    private readonly BudgetClock _clock;
    private readonly Budget _root;
    private readonly List<Budget> _children = [];
    private readonly Purse _tokens;
    private readonly Purse _usd;
    private readonly TimeSpan _openedAt;
    private long _counter;
    private int _unknownCalls;
    private bool _blocked;
    private bool _closed;

    private Budget(string name, BudgetLimits limits, Budget? parent, BudgetClock clock, long number, TimeSpan openedAt)
    {
        (Name, Limits, Parent, _clock, Number, _openedAt) = (name, limits, parent, clock, number, openedAt);
        _root = parent?._root ?? this;
        _lock = parent?._lock ?? new Lock();
        _tokens = new Purse(parent?._tokens, limits.Tokens);
        _usd = new Purse(parent?._usd, limits.Usd);
        parent?._children.Add(this);
    }

    public string Name { get; }

    public BudgetLimits Limits { get; }

    public Budget? Parent { get; }

    /// <summary>Names from the root down, such as <c>task/coder</c>.</summary>
    public string Path => Parent is null ? Name : $"{Parent.Path}/{Name}";

    /// <summary>Names the budget in events: 0 for the root.</summary>
    internal long Number { get; }

    /// <summary>Time that the whole tree has been at work, as events carry it.</summary>
    internal TimeSpan RootElapsed => _clock.Elapsed;

    internal TimeSpan OpenedAt => _openedAt;

    public static Budget Open(string name, BudgetLimits limits, TimeProvider time) =>
        new(name, Checked(limits), null, new BudgetClock(time, TimeSpan.Zero), 0, TimeSpan.Zero);

    /// <summary>
    /// The budget as its events left it. Calls that were under way are charged whole, because their answer may have been
    /// paid for; children that were open give back what they had left; elapsed time goes on where the last event stood.
    /// </summary>
    /// <param name="limits">The limits that hold from now on; they may differ from those before.</param>
    public static Budget Restore(string name, BudgetLimits limits, IEnumerable<LedgerEvent> events, TimeProvider time)
    {
        var past = BudgetEvents.Fold(events);
        var root = new Budget(name, Checked(limits), null, new BudgetClock(time, past.Elapsed), 0, TimeSpan.Zero)
        {
            _counter = past.LastNumber,
            _blocked = past.Blocked,
            _unknownCalls = past.UnknownCalls,
        };
        root._tokens.Change(0, past.Settled.Tokens);
        root._usd.Change(0, past.Settled.Usd);
        return root;
    }

    /// <summary>
    /// Sets a part aside for someone below. Limited measures are reserved at once and in full; one without a limit draws on
    /// this budget call by call. Time is not divided: the child's runs inside its parent's.
    /// </summary>
    public OpenChildOutcome OpenChild(string name, BudgetLimits limits)
    {
        Checked(limits);
        lock (_lock)
        {
            var most = new Amount(limits.Tokens ?? 0, limits.Usd ?? 0);
            return Obstacle($"budget '{name}'", most) is { } why
                ? new OpenChildOutcome.Refused(why)
                : new OpenChildOutcome.Opened(new Budget(name, limits, this, _clock, ++_root._counter, _clock.Elapsed));
        }
    }

    /// <summary>Keeps an amount for one call, or says which budget on the way to the root has too little.</summary>
    /// <param name="purpose">What the call is for, in a word or two; it appears in messages and in the ledger.</param>
    public ReserveOutcome Reserve(string purpose, Amount most)
    {
        if (!most.Sane)
            throw new ArgumentOutOfRangeException(nameof(most), most, "A reservation is neither negative nor absurdly large.");
        lock (_lock)
        {
            if (Obstacle(purpose, most) is { } why)
                return new ReserveOutcome.Refused(why);
            _tokens.Change(most.Tokens, 0);
            _usd.Change(most.Usd, 0);
            return new ReserveOutcome.Reserved(new Reservation(this, ++_root._counter, purpose, most));
        }
    }

    public BudgetStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new BudgetStatus
                {
                    Limits = Limits,
                    Settled = new Amount((long)_tokens.Settled, _usd.Settled),
                    Reserved = new Amount((long)_tokens.Reserved, _usd.Reserved),
                    UnknownCalls = _unknownCalls,
                    Elapsed = _clock.Elapsed - _openedAt,
                    TokensLeft = (long?)_tokens.Left,
                    UsdLeft = _usd.Left,
                    Blocked = _blocked,
                };
            }
        }
    }

    /// <summary>Gives back what is left, here and below. Calls under way keep their reservations until they end.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            foreach (var child in _children.ToArray())
                child.Close();
            _closed = true;
            _tokens.Close();
            _usd.Close();
            Parent?._children.Remove(this);
        }
    }

    /// <summary>Lets work go on after an overrun, within what is left: a person's decision.</summary>
    public void Unblock()
    {
        lock (_lock)
            _root.UnblockTree();
    }

    internal void End(Reservation reservation, Usage? used)
    {
        lock (_lock)
        {
            if (reservation.Ended)
                return;
            reservation.Ended = true;
            reservation.Used = used;
            var charge = used is null ? default : Charge.For(reservation.Most, used);
            _tokens.Change(-reservation.Most.Tokens, charge.Amount.Tokens);
            _usd.Change(-reservation.Most.Usd, charge.Amount.Usd);
            reservation.Blocks = (charge.TokensOverrun && _tokens.Limited) || (charge.UsdOverrun && _usd.Limited);
            for (var budget = this; budget is not null; budget = budget.Parent)
            {
                budget._unknownCalls += charge.Unknown ? 1 : 0;
                budget._blocked |= reservation.Blocks;
            }
        }
    }

    private void UnblockTree()
    {
        _blocked = false;
        foreach (var child in _children)
            child.UnblockTree();
    }

    private Shortfall? Obstacle(string purpose, Amount most)
    {
        for (var budget = this; budget is not null; budget = budget.Parent)
        {
            if (budget._closed)
                return new Shortfall(budget.Path, "closed", $"Budget {budget.Path} is closed; nothing can be reserved for {purpose}.");
            if (budget._blocked)
            {
                return new Shortfall(budget.Path, "overrun", $"A provider used more than was reserved for it, so budget {budget.Path} "
                    + $"reserves nothing for {purpose} until a person allows it.");
            }

            var elapsed = _clock.Elapsed - budget._openedAt;
            if (budget.Limits.Time is { } limit && elapsed >= limit)
            {
                return new Shortfall(budget.Path, "time",
                    $"Budget {budget.Path} had {limit:g} of time and {elapsed:g} have passed; nothing is started for {purpose}.");
            }
        }

        if (!_tokens.Fits(most.Tokens))
            return Short("tokens", purpose, most.Tokens, _tokens.Left ?? 0, "0");
        return _usd.Fits(most.Usd) ? null : Short("usd", purpose, most.Usd, _usd.Left ?? 0, "0.####");
    }

    private Shortfall Short(string measure, string purpose, decimal asked, decimal left, string format)
    {
        var budget = this;
        while (budget.Parent is { } parent && (measure == "tokens" ? budget.Limits.Tokens is null : budget.Limits.Usd is null))
            budget = parent;
        var (most, have) = (asked.ToString(format, CultureInfo.InvariantCulture), left.ToString(format, CultureInfo.InvariantCulture));
        return new Shortfall(budget.Path, measure, $"Up to {most} {measure} are needed for {purpose}, and budget {budget.Path} "
            + $"has {have} left; ask for less or raise the budget.");
    }

    private static BudgetLimits Checked(BudgetLimits limits) =>
        new Amount(limits.Tokens ?? 0, limits.Usd ?? 0).Sane && limits.Time is not { Ticks: < 0 }
            ? limits
            : throw new ArgumentOutOfRangeException(nameof(limits), limits, "A budget's limits are neither negative nor absurdly large.");
}
