using System.Globalization;
using Tako.Eval.Failover.Client;

namespace Tako.Eval.Failover.Scenarios;

/// <summary>The parts that the scenarios' judgements are made of.</summary>
internal static class Judge
{
    /// <summary>More attempts than this on the primary for one request are a storm.</summary>
    private const int MostAttempts = 6;

    /// <summary>
    /// A scenario whose client is to get the whole answer: (1) a hang, a storm, a wrong or truncated success fail; (2) an error that
    /// the client is told of is safe; (3) a whole answer passes, unless a limit was missed.
    /// </summary>
    /// <param name="evidence">What was seen.</param>
    /// <param name="limits">What was missed, or null where a limit was kept.</param>
    public static Judgement Served(Evidence evidence, params ReadOnlySpan<string?> limits)
    {
        var reply = evidence.Reply;
        if (evidence.Primary.Count > MostAttempts)
            return new(Verdict.Fail, $"a storm: {evidence.Primary.Count} attempts on the primary");
        if (NotServed(reply) is { } judged)
            return judged;
        var missed = new List<string>();
        foreach (var limit in limits)
        {
            if (limit is not null)
                missed.Add(limit);
        }

        missed.AddRange(WordCheck.Blemishes(reply));
        return missed.Count == 0
            ? new(Verdict.Pass, Told(evidence))
            : new(Verdict.Partial, $"served ({Told(evidence)}), but {string.Join("; ", missed)}");
    }

    /// <summary>The verdict on a reply that is no whole answer; null for one that is.</summary>
    public static Judgement? NotServed(Received reply)
    {
        if (reply.Ending == Ending.Hanging)
        {
            var words = WordCheck.Fault(reply.Text) ?? "all words came";
            return new(Verdict.Fail, $"hangs: {words}, and no end within {Seconds(reply.Took)}");
        }

        if (reply.Error is { } error)
        {
            var after = reply.Text.Length > 0 ? $" after {reply.Text.Split(' ').Length} words" : "";
            return new(Verdict.Safe, $"an error{after}: {Short(error)}{(reply.ErrorInShape ? "" : ", not in the protocol's shape")}");
        }

        if (reply.Ending == Ending.BrokenOff)
        {
            return new(Verdict.Safe, reply.Status == 0
                ? "the connection was closed without a response"
                : $"the connection was broken off without an error event: {WordCheck.Fault(reply.Text) ?? "all words had come"}");
        }

        return WordCheck.FaultOf(reply) is { } fault ? new(Verdict.Fail, fault) : null;
    }

    public static string Told(Evidence evidence) => $"primary {evidence.Primary.Count}, fallback {evidence.Fallback.Count}, "
        + Seconds(evidence.Reply.Took);

    public static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    public static string? Unless(bool kept, string missed) => kept ? null : missed;

    private static string Short(string error) => error.Length > 80 ? error[..80] + "…" : error;
}
