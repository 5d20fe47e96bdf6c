using Tako.Models.Failures;
using Tako.Models.Health;

namespace Tako.Models.Calls;

/// <summary>Goes through the links of a plan and finds the next one to ask: whose conditions hold, which the money allows and
/// whose breaker is closed. What it passes over it notes.</summary>
internal sealed class LinkWalk(CallFacts facts, IReadOnlyList<PlanLink> links, CallTally tally, List<Tried> before)
{
    // What an answer may grow to where nobody says.
    private const int UsualOutput = 4096;
    private readonly List<PlanLink> _resting = [];
    private int _at;
    private int? _tooSmall;
    private CallFailure? _unfit;
    private CallFailure? _tooDear;

    /// <summary>There may be others to ask.</summary>
    public bool HasMore => _at < links.Count;

    /// <summary>The link that was given rests behind an open breaker and is asked for want of any other: once.</summary>
    public bool IsLastResort { get; private set; }

    /// <summary>The next link, admitted by its breaker; null when there is none.</summary>
    public PlanLink? Next(out Admission admission)
    {
        admission = Admission.Open;
        while (_at < links.Count)
        {
            var link = links[_at++];
            if (Unmet(link) is { } why)
            {
                before.Add(new Tried(link.Model, null, why));
                continue;
            }

            admission = link.Health.Admit(out _);
            if (admission != Admission.Refused)
                return link;
            _resting.Add(link);
            before.Add(new Tried(link.Model, null, "breaker open"));
        }

        if (_resting.Count == 0)
            return null;
        IsLastResort = true;
        // It tells as much as a probe that was due.
        admission = Admission.Probe;
        var last = _resting[0];
        _resting.RemoveAt(0);
        before.RemoveAt(before.FindIndex(tried => tried.Model == last.Model && tried.Why is null));
        return last;
    }

    /// <summary>Only links with a larger window than this model's can take the prompt.</summary>
    public void NeedsLarger(PlanLink link) => _tooSmall = Math.Max(_tooSmall ?? 0, link.Endpoint.Model.ContextWindow ?? 0);

    /// <summary>A link that cannot be asked this at all.</summary>
    public void Unfit(PlanLink link, CallFailure why)
    {
        _unfit ??= why;
        before.Add(new Tried(link.Model, why.Kind, "unfit"));
    }

    /// <summary>Why nothing could be asked, where no attempt was made.</summary>
    public CallFailure Nothing(CallPlan plan) => _unfit ?? _tooDear ?? new CallFailure
    {
        Kind = CallFailureKind.BadRequest,
        Provider = "",
        Model = plan.Name,
        Message = $"No link of '{plan.Name}' is meant for this call: "
            + string.Join("; ", before.Select(tried => $"{tried.Model}: {tried.Reason}")) + ". Ask a model by its own name, "
            + "or give the chain a last link without conditions.",
    };

    private string? Unmet(PlanLink link)
    {
        if (link.Missing is { } missing)
        {
            _unfit ??= missing;
            return "no key";
        }

        foreach (var when in link.When)
        {
            if (LinkWhen.Unmet(when, facts) is { } condition)
                return condition;
        }

        // A window that is not known may be larger.
        if (_tooSmall is { } window && link.Endpoint.Model.ContextWindow <= window)
            return "window not larger";
        return TooDear(link);
    }

    private string? TooDear(PlanLink link)
    {
        if (facts.Call.Terms.MostUsd is not { } most)
            return null;
        var left = most - (tally.Usd ?? most);
        var model = link.Endpoint.Model;
        var output = facts.Call.Operation == CallOperation.Generate ? facts.MaxOutput ?? model.MaxOutput ?? UsualOutput : 0;
        var worst = facts.Call.Operation == CallOperation.CountTokens ? 0 : model.Prices.Cost(facts.PromptTokens, output);
        if (worst <= left)
            return null;
        _tooDear ??= link.Endpoint.Failure(CallFailureKind.OutOfBudget, worst is { } usd
            ? $"A call to '{link.Model}' may cost up to ${usd:0.####}, and ${left:0.####} are left for it. Lower its most output tokens, "
                + "send less, choose a cheaper model, or allow more."
            : $"What a call to '{link.Model}' costs is not known, and only ${left:0.####} are left for it. Give the model prices in the "
                + "configuration (0 for a model of your own).");
        return worst is null ? "price unknown" : "too dear";
    }
}
