using System.Globalization;
using static Tako.Eval.Failover.Scenarios.Judge;

namespace Tako.Eval.Failover.Scenarios;

/// <summary>S16: who answered, and what it cost.</summary>
internal static class Accounting
{
    private const decimal Million = 1_000_000m;
    private const decimal Tolerance = 0.01m;

    public static Judgement Judged(Evidence seen)
    {
        var reply = seen.Reply;
        var answered = seen.Fallback.LastOrDefault(attempt => attempt.Reported is not null);
        var names = reply.ModelHeaders.Append(reply.Model);
        var judged = Served(seen,
            Unless(answered is not null, "the fallback never answered"),
            Unless(names.Any(name => name?.Contains("s16-fallback", StringComparison.Ordinal) == true),
                $"the response names '{reply.Model}' and not the model that answered"),
            Unless(reply.Usage is null || answered is null || reply.Usage == answered.Reported,
                $"the usage is {reply.Usage} instead of the fallback's {answered?.Reported}"),
            answered?.Reported is { } counted ? WrongCost(reply.Cost, counted) : null);
        return judged.Verdict == Verdict.Pass
            ? judged with { Why = $"{judged.Why}, usage and {(reply.Cost is null ? "model right; no cost is told" : "cost right")}" }
            : judged;
    }

    private static string? WrongCost(decimal? told, Tokens counted)
    {
        var right = (counted.Input * GatewayConfig.FallbackPrice.Input + counted.Output * GatewayConfig.FallbackPrice.Output) / Million;
        return told is not { } cost || Math.Abs(cost - right) <= right * Tolerance
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"the cost is told as {cost} instead of the fallback's {right}");
    }
}
