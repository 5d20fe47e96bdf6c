using System.Text.RegularExpressions;
using Tako.Models.Calls;
using Tako.Models.Config;
using Tako.Models.Failures;
using Tako.Models.Health;
using Tako.Models.Wire;

namespace Tako.Models.Catalog;

/// <summary>Makes the plans of a catalog's models and chains, once.</summary>
internal sealed class PlanBuilder(CatalogReader read, CallLimits limits, BreakerBoard health, Func<TimeSpan, HttpMessageInvoker> http)
{
    private static readonly TimeSpan UsualConnect = TimeSpan.FromSeconds(5);

    // Where another model can take over, a caller is not kept waiting for minutes.
    private static readonly TimeSpan FirstTokenBeforeNext = TimeSpan.FromSeconds(30);
    private int _place;

    public Dictionary<string, CallPlan> Build()
    {
        Dictionary<string, CallPlan> plans = [];
        foreach (var model in read.Models)
        {
            _place = 0;
            if (read.Providers.TryGetValue(model.Provider, out var provider) && provider.MissingKey is null)
                plans[model.Name] = new CallPlan(model.Name, One(model, Manners.None, isLast: true), Limits(model, isLast: true));
        }

        foreach (var chain in read.Chains)
        {
            _place = 0;
            plans[chain.Name] = new CallPlan(chain.Name, Chain(chain, Manners.None, isLast: true), Limits(null, isLast: true));
        }

        return plans;
    }

    /// <summary>Why a model cannot be asked at all.</summary>
    public static CallFailure? Missing(ModelConfig model, ProviderConfig provider) => provider.MissingKey is { } variable
        ? new ProviderEndpoint(provider, model).Failure(CallFailureKind.BadKey,
            $"The model '{model.Name}' needs a key: set the environment variable {variable}, or the key of provider '{provider.Name}'.")
        : null;

    private PlanPart Chain(ChainConfig chain, Manners manners, bool isLast)
    {
        var own = manners with
        {
            Checks = chain.Check is { } check ? [.. manners.Checks, check] : manners.Checks,
            PassesContentPolicy = manners.PassesContentPolicy || chain.PassesContentPolicy,
        };
        List<PlanPart> parts = [];
        for (var index = 0; index < chain.Links.Count; index++)
        {
            var link = chain.Links[index];
            var last = isLast && index == chain.Links.Count - 1;
            var its = own.With(link);
            if (read.Chains.Find(known => known.Name == link.Model) is { } inner)
                parts.Add(Chain(inner, its, last));
            else if (read.Models.Find(model => model.Name == link.Model) is { } model)
                parts.Add(One(model, its, last));
        }

        return new PlanPart.Chain(parts, chain.Order == LinkOrder.Learned);
    }

    private PlanPart.One One(ModelConfig model, Manners manners, bool isLast)
    {
        var provider = read.Providers[model.Provider];
        var kind = provider.Kind == ProviderKind.Anthropic ? WireKind.Messages
            : model.SpeaksResponses ? WireKind.Responses : WireKind.Chat;
        return new PlanPart.One(new PlanLink(new ProviderEndpoint(provider, model), WireProtocol.Of(kind))
        {
            Limits = Limits(model, isLast),
            Http = http(Timeouts(model).Connect ?? UsualConnect),
            Health = health.Of(provider.Name, model.UpstreamId),
            Place = _place++,
            When = manners.When,
            Changes = manners.Changes,
            Strips = [.. manners.Changes.Select(change => change.Strip).OfType<string>()
                .Select(strip => new Regex(strip, RegexOptions.NonBacktracking))],
            Checks = manners.Checks,
            PassesContentPolicy = manners.PassesContentPolicy,
            Missing = Missing(model, provider),
        });
    }

    private TimeoutsConfig Timeouts(ModelConfig? model) => (model?.Timeouts ?? TimeoutsConfig.Usual).Or(read.Timeouts);

    private CallLimits Limits(ModelConfig? model, bool isLast)
    {
        var times = Timeouts(model);
        return limits with
        {
            Attempts = read.Retries + 1 ?? limits.Attempts,
            FirstContent = times.FirstToken ?? (isLast || limits.FirstContent < FirstTokenBeforeNext ? limits.FirstContent
                : FirstTokenBeforeNext),
            Idle = times.Idle ?? limits.Idle,
            Trailing = times.Trailing ?? limits.Trailing,
            Answer = times.Answer ?? limits.Answer,
            Call = times.Call ?? limits.Call,
        };
    }

    // What the chains around a link, and the link itself, say about it.
    private sealed record Manners(IReadOnlyList<WhenConfig> When, IReadOnlyList<ChangeConfig> Changes, IReadOnlyList<CheckConfig> Checks,
        bool PassesContentPolicy)
    {
        public static readonly Manners None = new([], [], [], false);

        // The link's own change comes first, so that what stands around it has the last word.
        public Manners With(LinkConfig link) => this with
        {
            When = link.When == WhenConfig.Always ? When : [.. When, link.When],
            Changes = link.Change == ChangeConfig.None ? Changes : [link.Change, .. Changes],
        };
    }
}
