using Tako.Server.Keys;

namespace Tako.Server.Limits;

/// <summary>A budget as it stands over the calls of one key and model.</summary>
/// <param name="Of">Whose it is, in words.</param>
/// <param name="Counts">Whether this seat is the one that counts for its meter; other limits of the same meter only look.</param>
internal sealed record BudgetSeat(BudgetMeter Meter, MeterId Id, string Of, Allowance Limit, bool Counts);

/// <summary>Rates as they stand over the calls of one key and model.</summary>
/// <param name="Of">Whose they are, in words.</param>
/// <param name="Counts">Whether this seat is the one that counts for its meter; other limits of the same meter only look.</param>
internal sealed record RateSeat(RateMeter Meter, MeterId Id, string Of, Allowance Limit, bool Counts);

/// <summary>Every limit over the calls of one key and model.</summary>
internal sealed record AdmissionPlan(IReadOnlyList<BudgetSeat> Budgets, IReadOnlyList<RateSeat> Rates);

/// <summary>
/// Knows which limits stand over a call, and owns the meters. Plans are made once for a key and model and thrown away when keys
/// or rules change; meters stay, so that a changed limit goes on from what was used. Guarded by the lock of admission.
/// </summary>
internal sealed class PlanBook(KeyBook keys)
{
    private const int MostPlans = 65_536;
    private readonly Dictionary<(string Key, string Team, string Model), AdmissionPlan> _plans = [];
    private readonly Dictionary<MeterId, BudgetMeter> _budgets = [];
    private readonly Dictionary<MeterId, RateMeter> _rates = [];
    private IReadOnlyList<LimitRule> _rules = [];
    private long _version = -1;

    public void Use(IReadOnlyList<LimitRule> rules) => (_rules, _version) = (rules, -1);

    public AdmissionPlan For(string key, string team, string model)
    {
        var version = keys.Version;
        if (version != _version || _plans.Count >= MostPlans)
        {
            _plans.Clear();
            _version = version;
        }

        if (!_plans.TryGetValue((key, team, model), out var plan))
            _plans[(key, team, model)] = plan = Make(Over(key, team, model));
        return plan;
    }

    /// <summary>All that stand over a key, for whatever models.</summary>
    public AdmissionPlan All(string key, string team) => Make(Over(key, team, model: null));

    private AdmissionPlan Make(IEnumerable<(MeterId Id, string Of, Allowance Limit)> over)
    {
        var (budgets, rates) = (new List<BudgetSeat>(), new List<RateSeat>());
        foreach (var (id, of, limit) in over)
        {
            if (limit.HasBudget)
            {
                var own = id with { Window = limit.Per };
                if (!_budgets.TryGetValue(own, out var meter))
                    _budgets[own] = meter = new BudgetMeter(limit.Per);
                budgets.Add(new BudgetSeat(meter, own, of, limit, budgets.TrueForAll(seat => seat.Meter != meter)));
            }

            if (limit.HasRate)
            {
                if (!_rates.TryGetValue(id, out var meter))
                    _rates[id] = meter = new RateMeter();
                rates.Add(new RateSeat(meter, id, of, limit, rates.TrueForAll(seat => seat.Meter != meter)));
            }
        }

        return new AdmissionPlan(budgets, rates);
    }

    private IEnumerable<(MeterId Id, string Of, Allowance Limit)> Over(string key, string team, string? model)
    {
        if (keys.WithId(key) is { } known)
        {
            foreach (var allowance in known.Settings.Allowances.Where(Fits))
                yield return (Id(allowance, key: key), $"key '{known.Settings.Name}'", allowance);
        }

        if (team.Length > 0 && keys.Team(team) is { } members)
        {
            foreach (var allowance in members.Allowances.Where(Fits))
                yield return (Id(allowance, team: members.Name), $"team '{members.Name}'", allowance);
        }

        foreach (var rule in _rules.Where(rule => Fits(rule.Allowance)))
        {
            var selected = rule.Key is { } name ? keys.Named(name)?.Id ?? name : "";
            if ((selected.Length > 0 && selected != key)
                || (rule.Team is { } wanted && !string.Equals(wanted, team, StringComparison.OrdinalIgnoreCase)))
                continue;
            var id = Id(rule.Allowance, selected, rule.Team ?? "");
            switch (rule.Each)
            {
                case LimitEach.Key when key.Length > 0:
                    yield return (id with { Key = key }, $"budget '{rule.Name}' of each key", rule.Allowance);
                    break;
                case LimitEach.Team when team.Length > 0:
                    yield return (id with { Team = team }, $"budget '{rule.Name}' of each team", rule.Allowance);
                    break;
                case LimitEach.Model when model is not null:
                    yield return (id with { OnlyModel = model }, $"budget '{rule.Name}' of each model", rule.Allowance);
                    break;
                case null:
                    yield return (id, $"budget '{rule.Name}'", rule.Allowance);
                    break;
            }
        }

        bool Fits(Allowance allowance) => model is null || allowance.Model is null || ModelGlob.Matches(allowance.Model, model);

        static MeterId Id(Allowance allowance, string key = "", string team = "") =>
            new(key, team, allowance.Model ?? "", "", allowance.Tag ?? "", null);
    }
}
