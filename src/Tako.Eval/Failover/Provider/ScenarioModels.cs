using Tako.Eval.Failover.Protocols;

namespace Tako.Eval.Failover.Provider;

/// <summary>How the primary and the fallback of each scenario behave.</summary>
internal static class ScenarioModels
{
    /// <summary>How long the primary of s15 is down, from its first request on.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);

    private const string Primary = "-primary";
    private const string Fallback = "-fallback";
    private const int Scenarios = 16;
    private const int FallbackInputExtra = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(120);

    private enum GoingOn
    {
        /// <summary>From the part that was said.</summary>
        Onward,

        /// <summary>From a prefill onward, but after any other request from the start.</summary>
        Afresh,

        /// <summary>A prefill is refused, and any other request answered from the start.</summary>
        NoPrefill,
    }

    public static IEnumerable<string> Names => Enumerable.Range(1, Scenarios)
        .SelectMany(number => new[] { $"s{number:00}{Primary}", $"s{number:00}{Fallback}" });

    /// <summary>The scenario that a model belongs to; null for another model.</summary>
    public static string? ScenarioOf(string model) =>
        model is ['s', >= '0' and <= '9', >= '0' and <= '9', '-', ..] && Names.Contains(model) ? model[..3] : null;

    public static bool IsPrimary(string model) => model.EndsWith(Primary, StringComparison.Ordinal);

    /// <summary>Null for a model of no scenario.</summary>
    public static Reply? Of(AskedFor asked, int before, TimeSpan sinceFirst)
    {
        if (ScenarioOf(asked.Model) is not { } scenario)
            return null;
        if (!IsPrimary(asked.Model))
            return OfFallback(asked, scenario);
        var once = before == 0;
        return scenario switch
        {
            "s01" when once => new Reply.Refused(429, ErrorKind.RateLimit, TimeSpan.FromSeconds(2)),
            "s02" => new Reply.Refused(429, ErrorKind.RateLimit),
            "s03" when once => new Reply.Refused(500, ErrorKind.ServerError),
            "s04" or "s16" => new Reply.Refused(503, ErrorKind.Overloaded),
            "s05" when once => new Reply.Reset(),
            "s06" => new Reply.Silent(Forever),
            "s07" => Whole(asked) with { First = TimeSpan.FromSeconds(20) },
            "s08" or "s14" => Whole(asked) with { Break = new Break(BreakKind.Cut, 40) },
            "s09" => Whole(asked) with { Break = new Break(BreakKind.Stall, 20, TimeSpan.FromSeconds(30)) },
            "s10" => Whole(asked) with { Break = new Break(BreakKind.Malformed, 30) },
            "s11" => Whole(asked) with { Break = new Break(BreakKind.NoEnd, For: Forever) },
            "s12" => new Reply.Refused(400, ErrorKind.ContextLength),
            "s13" => new Reply.Refused(400, ErrorKind.ContentPolicy),
            "s15" when sinceFirst < Outage => new Reply.Refused(503, ErrorKind.Overloaded),
            _ => Whole(asked),
        };
    }

    private static Reply OfFallback(AskedFor asked, string scenario)
    {
        var goingOn = scenario switch { "s09" => GoingOn.Afresh, "s14" => GoingOn.NoPrefill, _ => GoingOn.Onward };
        if (goingOn == GoingOn.NoPrefill && asked.EndsWithAssistant)
            return new Reply.Refused(400, ErrorKind.PrefillRefused);
        var whole = Whole(asked, toldBackCounts: goingOn == GoingOn.Onward);
        // Counted differently from the primary, so that it shows whose usage a gateway reports.
        return whole with
        {
            Answer = whole.Answer with
            {
                Usage = whole.Answer.Usage is { } usage ? usage with { Input = usage.Input + FallbackInputExtra } : null,
            },
        };
    }

    private static Reply.Answered Whole(AskedFor asked, bool toldBackCounts = true) =>
        new(ModelBook.Words(asked, Rest(asked, toldBackCounts))) { Pace = Pace };

    private static string Rest(AskedFor asked, bool toldBackCounts)
    {
        if (asked.EndsWithAssistant)
            return AnswerText.After(AnswerText.SixtyWords, asked.Messages[^1].Text) ?? AnswerText.SixtyWords;
        return toldBackCounts && SaidBefore(asked) is { } said ? AnswerText.SixtyWords[said.Length..] : AnswerText.SixtyWords;
    }

    /// <summary>The beginning of the answer that the conversation holds, whoever says it.</summary>
    public static string? SaidBefore(AskedFor asked) => asked.Messages
        .Select(message => AnswerText.ToldBack(AnswerText.SixtyWords, message.Text))
        .OfType<string>().MaxBy(said => said.Length);
}
