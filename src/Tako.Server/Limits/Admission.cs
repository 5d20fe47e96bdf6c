using Tako.Core.Budgets;
using Tako.Models.Calls;
using Tako.Models.Wire;
using Tako.Server.Keys;
using Tako.Server.Spend;

namespace Tako.Server.Limits;

/// <summary>
/// Lets calls in, or says which limit does not. All limits over a call are looked at and reserved under one lock, which is held
/// for less than a microsecond and never while waiting, so that parallel calls cannot pass a limit together and nothing can
/// deadlock. What other processes spent is folded in as it is read.
/// </summary>
public sealed class Admission
{
    /// <summary>Tokens of answer that are reserved for a model of which nothing is known.</summary>
    private const int UsualOutput = 4096;

    private const int MostTags = 8;
    private const int LongestName = 128;
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly SpendLog _log;
    private readonly TimeProvider _time;
    private readonly LimitInstruments _instruments;
    private readonly PlanBook _plans;
    private readonly SpendTotals _totals = new();
    private readonly Dictionary<string, OutputEstimate> _outputs = [];
    private volatile MoneyConfig _config;
    private long _number;

    public Admission(KeyBook keys, SpendLog log, MoneyConfig config, TimeProvider time, LimitInstruments instruments)
    {
        (_log, _time, _instruments, _config) = (log, time, instruments, config);
        _plans = new PlanBook(keys);
        Use(config);
    }

    /// <summary>Goes on with other rules; what was used stays used.</summary>
    public void Use(MoneyConfig config)
    {
        lock (_lock)
        {
            _config = config;
            _plans.Use(config.Rules);
        }
    }

    /// <summary>Reserves what the call may use at every limit over it, or at none.</summary>
    public AdmissionOutcome Admit(in AdmissionAsk ask)
    {
        var now = _time.GetUtcNow();
        var outcome = Stop(ask, now) is { } no ? new AdmissionOutcome.NotAllowed(no) : Enter(ask, now);
        if (outcome is AdmissionOutcome.Admitted)
            _instruments.Admitted();
        else
            _instruments.Refused(outcome);
        return outcome;
    }

    /// <summary>Where the limits over a key stand, those of its team and of everyone among them.</summary>
    public IReadOnlyList<LimitStanding> Standing(VirtualKey? key)
    {
        var now = _time.GetUtcNow();
        var second = Second(now);
        lock (_lock)
        {
            var plan = _plans.All(key?.Id ?? "", key?.Settings.Team ?? "");
            foreach (var seat in plan.Budgets)
                Ready(seat, now);
            return
            [
                .. plan.Budgets.Select(seat => new LimitStanding
                {
                    Of = seat.Of,
                    Limit = seat.Limit,
                    UsedUsd = seat.Meter.Usd,
                    ReservedUsd = seat.Meter.ReservedUsd,
                    UsedTokens = seat.Meter.Tokens,
                    ReservedTokens = seat.Meter.ReservedTokens,
                    Ends = seat.Limit.Per.End(now),
                }),
                .. plan.Rates.Select(seat => new LimitStanding
                {
                    Of = seat.Of,
                    Limit = seat.Limit,
                    Requests = seat.Meter.Requests.Used(second),
                    MinuteTokens = seat.Meter.Tokens.Used(second),
                    Running = seat.Meter.Running,
                }),
            ];
        }
    }

    /// <summary>Counts sums of the past, before the first call.</summary>
    internal void Fold(in SpendBy by, SpendSum sum)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
            _totals.Add(by, new Amount(sum.Tokens, sum.Usd), now);
    }

    /// <summary>Counts a call that another process, or an earlier one, has settled.</summary>
    internal void Fold(SpendRecord record)
    {
        var (now, by, sum) = (_time.GetUtcNow(), SpendBy.Of(record), SpendSum.Of(record));
        var settled = new Amount(sum.Tokens, sum.Usd);
        lock (_lock)
        {
            var plan = _plans.For(by.Key, by.Team, by.Model);
            Count(plan, record.Tags ?? [], record.At, default, settled, now);
            foreach (var seat in plan.Rates)
            {
                if (!seat.Counts || !Applies(seat.Id, record.Tags ?? []))
                    continue;
                seat.Meter.Requests.Add(Second(record.At), 1, Second(now));
                seat.Meter.Tokens.Add(Second(record.At), sum.Tokens, Second(now));
            }

            _totals.Add(by, settled, now);
        }
    }

    internal void Settle(CallTicket ticket, CallCharge charge, CallReport report, AnswerHead head)
    {
        var record = Record(ticket, charge, report, head);
        var (now, by, sum) = (_time.GetUtcNow(), SpendBy.Of(record), SpendSum.Of(record));
        var settled = new Amount(sum.Tokens, sum.Usd);
        lock (_lock)
        {
            // Limits that came while the call ran count it as well, though they never reserved for it.
            var plan = _plans.For(ticket.Key, ticket.Team, ticket.Model);
            var same = ReferenceEquals(plan, ticket.Plan);
            Count(ticket.Plan, ticket.Tags, ticket.At, Less(ticket.Reserved), same ? settled : default, now);
            if (!same)
                Count(plan, ticket.Tags, ticket.At, default, settled, now);
            End(ticket, settled.Tokens - ticket.Reserved.Tokens, requests: 0, now);
            _totals.Add(by, settled, now);
            if (ticket.MostOutput > 0 && charge.Tokens is not null && !charge.Estimated && !record.Cached && record.Outcome == "ok")
                Output(ticket.Model).Learn(sum.Output, ticket.MostOutput);
        }

        _log.Write(record);
        _instruments.Used(sum.Tokens, ticket.Reserved.Tokens);
        _instruments.Ended();
    }

    internal void Release(CallTicket ticket)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            Count(ticket.Plan, ticket.Tags, ticket.At, Less(ticket.Reserved), default, now);
            End(ticket, -ticket.Reserved.Tokens, requests: -1, now);
        }

        _log.GiveRoom();
        _instruments.Ended();
    }

    private static string? Stop(in AdmissionAsk ask, DateTimeOffset now)
    {
        if (ask.Key is not { } key)
            return null;
        return key.Refusal(now)
            ?? (key.MayUse(ask.Model) ? null : $"The key '{key.Settings.Name}' may not use the model '{ask.Model}'.");
    }

    private AdmissionOutcome Enter(in AdmissionAsk ask, DateTimeOffset now)
    {
        if (_log.TakeRoom() is { } full)
            return new AdmissionOutcome.Unrecorded(full, Shortly);
        var prompt = ask.Operation == CallOperation.CountTokens ? 0 : TokenCeiling.Tokens(ask.Body.Span);
        long most = ask.Operation != CallOperation.Generate ? 0 : ask.MaxOutput ?? ask.ModelMaxOutput ?? UsualOutput;
        var tags = Tags(ask);
        var (key, team, model) = (ask.Key?.Id ?? "", ask.Key?.Settings.Team ?? "", Clip(ask.Model));
        AdmissionOutcome outcome;
        lock (_lock)
        {
            var plan = _plans.For(key, team, model);
            var learnt = most > 0 && ask.MaxOutput is null && !_config.ReserveMost;
            var output = learnt ? Output(model).Of(most) : most;
            var usd = ask.Operation == CallOperation.CountTokens ? 0 : ask.Price.Cost(prompt, output);
            var reserved = new Amount(prompt + output, usd ?? 0);
            var worst = Obstacle(plan, tags, reserved, usd is not null, now, out var left, out var usdLeft);
            if (worst is null)
            {
                Count(plan, tags, now, reserved, default, now);
                Begin(plan, tags, reserved.Tokens, now);
            }

            outcome = worst ?? new AdmissionOutcome.Admitted(new CallTicket(this, plan)
            {
                At = now,
                Key = key,
                Team = team,
                Model = model,
                Tags = tags,
                Reserved = reserved,
                IsPriced = usd is not null,
                MostOutput = learnt ? most : 0,
                BudgetLeft = left,
                UsdLeft = usdLeft,
                Operation = ask.Operation,
                Wire = ask.Wire,
            });
        }

        if (outcome is not AdmissionOutcome.Admitted)
            _log.GiveRoom();
        return outcome;
    }

    /// <summary>Of all limits that refuse, the one that refuses for longest: whoever waits for it is not refused by the next.</summary>
    private AdmissionOutcome? Obstacle(AdmissionPlan plan, IReadOnlyList<string> tags, Amount asked, bool priced,
        DateTimeOffset now, out double? left, out decimal? usdLeft)
    {
        AdmissionOutcome? worst = null;
        (left, usdLeft) = (null, null);
        foreach (var seat in plan.Budgets)
        {
            if (!Applies(seat.Id, tags))
                continue;
            Ready(seat, now);
            var meter = seat.Meter;
            if (seat.Limit.Usd is { } usd && (priced || _config.RefuseUnknownPrice))
            {
                worst = Hurdle.Worse(worst, priced
                    ? Hurdle.Budget(seat, LimitKind.Usd, usd, meter.Usd, meter.ReservedUsd, asked.Usd, now)
                    : Hurdle.UnknownPrice(seat, usd));
                var free = usd - meter.Usd - meter.ReservedUsd;
                usdLeft = usdLeft < free ? usdLeft : free;
                left = Least(left, (free - asked.Usd) / usd);
            }

            if (seat.Limit.Tokens is { } tokens)
            {
                worst = Hurdle.Worse(worst, Hurdle.Budget(seat, LimitKind.Tokens, tokens, meter.Tokens,
                    meter.ReservedTokens, asked.Tokens, now));
                left = Least(left, (decimal)(tokens - meter.Tokens - meter.ReservedTokens - asked.Tokens) / tokens);
            }
        }

        foreach (var seat in plan.Rates)
        {
            if (!Applies(seat.Id, tags))
                continue;
            var (meter, second) = (seat.Meter, Second(now));
            if (seat.Limit.RequestsPerMinute is { } requests)
                worst = Hurdle.Worse(worst, Hurdle.Rate(seat.Of, LimitKind.RequestsPerMinute, meter.Requests, requests, 1, second));
            if (seat.Limit.TokensPerMinute is { } minute)
                worst = Hurdle.Worse(worst, Hurdle.Rate(seat.Of, LimitKind.TokensPerMinute, meter.Tokens, minute,
                    asked.Tokens, second));
            if (seat.Limit.Concurrency is { } calls && meter.Running >= calls)
                worst = Hurdle.Worse(worst, Hurdle.Running(seat, calls));
        }

        return worst;
    }

    private void Count(AdmissionPlan plan, IReadOnlyList<string> tags, DateTimeOffset at, Amount reserved, Amount settled,
        DateTimeOffset now)
    {
        foreach (var seat in plan.Budgets)
        {
            if (!seat.Counts || !Applies(seat.Id, tags))
                continue;
            Ready(seat, now);
            seat.Meter.Change(at, reserved, settled);
        }
    }

    private static void Begin(AdmissionPlan plan, IReadOnlyList<string> tags, long tokens, DateTimeOffset now)
    {
        var second = Second(now);
        foreach (var seat in plan.Rates)
        {
            if (!seat.Counts || !Applies(seat.Id, tags))
                continue;
            seat.Meter.Requests.Add(second, 1, second);
            seat.Meter.Tokens.Add(second, tokens, second);
            seat.Meter.Running++;
        }
    }

    // More than was reserved counts in any case: in its own second while that is in the window, else now.
    private static void End(CallTicket ticket, long tokens, int requests, DateTimeOffset now)
    {
        var (then, second) = (Second(ticket.At), Second(now));
        foreach (var seat in ticket.Plan.Rates)
        {
            if (!seat.Counts || !Applies(seat.Id, ticket.Tags))
                continue;
            seat.Meter.Running--;
            seat.Meter.Requests.Add(then, requests, second);
            seat.Meter.Tokens.Add(tokens > 0 && then <= second - SlidingMinute.Slots ? second : then, tokens, second);
        }
    }

    /// <summary>A meter that is new begins with what the past tells.</summary>
    private void Ready(BudgetSeat seat, DateTimeOffset now)
    {
        if (!seat.Meter.Move(now))
            seat.Meter.Change(now, default, _totals.Sum(seat.Id, now));
    }

    private OutputEstimate Output(string model)
    {
        if (!_outputs.TryGetValue(model, out var estimate))
            _outputs[model] = estimate = new OutputEstimate();
        return estimate;
    }

    private SpendRecord Record(CallTicket ticket, CallCharge charge, CallReport report, AnswerHead head) => new()
    {
        Number = Interlocked.Increment(ref _number),
        At = ticket.At,
        Key = ticket.Key,
        Team = Or(ticket.Team),
        Model = ticket.Model,
        Answered = Or(Clip(head.Model)),
        Provider = Or(Clip(head.Provider)),
        Wire = Word(ticket),
        Tags = ticket.Tags.Count == 0 ? null : ticket.Tags,
        Tokens = charge.Tokens,
        Usd = charge.Usd,
        ChargedTokens = charge.ChargedTokens,
        ChargedUsd = charge.ChargedUsd,
        Estimated = charge.Estimated,
        Cached = head.Cached,
        Attempts = head.Attempts,
        Outcome = charge.Outcome,
        Ms = (long)report.Elapsed.TotalMilliseconds,
    };

    private static string? Word(CallTicket ticket) => (ticket.Operation, ticket.Wire) switch
    {
        (CallOperation.Embed, _) => "embeddings",
        (_, WireKind.Chat) => "chat",
        (_, WireKind.Responses) => "responses",
        (_, WireKind.Messages) => "messages",
        _ => null,
    };

    // What clients send must fit into an event, whatever it is.
    private static IReadOnlyList<string> Tags(in AdmissionAsk ask)
    {
        var own = ask.Key?.Settings.Tags ?? [];
        if (ask.Tags.Count == 0)
            return own;
        return [.. own.Concat(ask.Tags.Where(tag => tag.Length > 0).Select(tag => Clip(tag).Replace(SpendBy.Between, ' ')))
            .Distinct(StringComparer.Ordinal).Take(MostTags)];
    }

    private static bool Applies(in MeterId id, IReadOnlyList<string> tags) => id.Tag.Length == 0 || tags.Contains(id.Tag);

    private static Amount Less(Amount amount) => new(-amount.Tokens, -amount.Usd);

    private static long Second(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerSecond;

    private static double? Least(double? one, decimal other) => one < (double)other ? one : Math.Max(0, (double)other);

    private static string Clip(string text) => text.Length <= LongestName ? text : text[..LongestName];

    private static string? Or(string text) => text.Length == 0 ? null : text;
}
