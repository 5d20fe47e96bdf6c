using static Tako.Eval.Failover.Scenarios.Judge;

namespace Tako.Eval.Failover.Scenarios;

/// <summary>S12, S13 and S14: a provider that will not have the request.</summary>
internal static class Refusals
{
    public static Judgement ContextLength(Evidence seen) => Served(seen, OneAttempt(seen, "a prompt that is too long"));

    public static Judgement ContentPolicy(Evidence seen)
    {
        var reply = seen.Reply;
        if (NotServed(reply) is not { } judged)
            return new(Verdict.Partial, $"the refusal was routed around: the fallback answered ({Told(seen)})");
        if (judged.Verdict == Verdict.Fail || reply.Error is null)
            return judged;
        var missed = new[]
        {
            OneAttempt(seen, "content that is refused"),
            Unless(seen.Fallback.Count == 0, "the fallback was asked as well"),
            Unless(reply.ErrorInShape, "the error has not the protocol's shape"),
            Unless(reply.Status is 200 or (>= 400 and < 500), $"status {reply.Status} says that the server failed"),
        }.OfType<string>().ToList();
        return missed.Count == 0
            ? new(Verdict.Pass, $"refused after one attempt: {judged.Why}")
            : new(Verdict.Partial, $"{judged.Why}, but {string.Join("; ", missed)}");
    }

    public static Judgement NoPrefill(Evidence seen)
    {
        var prefills = seen.Fallback.Count(attempt => attempt.Prefill);
        var judged = Served(seen, Unless(prefills == 0, "a prefill was sent to a model that takes none"));
        return judged.Verdict == Verdict.Safe && prefills > 0
            ? new(Verdict.Fail, $"a prefill that the fallback refuses hides the cut: {judged.Why}")
            : judged;
    }

    private static string? OneAttempt(Evidence seen, string what) =>
        Unless(seen.Primary.Count <= 1, $"{what} was sent to the primary {seen.Primary.Count} times");
}
