using System.Globalization;
using Tako.Core.Approvals;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Core.Capabilities;

/// <summary>
/// The one gate of a task. An effect passes in this order: its arguments are unambiguous; every grant up to the root allows
/// it; every rule has nothing against it, nor has any hook; a person has agreed where one was asked for; a call is taken; the
/// intention is durable; the act runs; its result is recorded; hooks see it before anyone else does. Safe for concurrent use.
/// </summary>
/// <remarks>
/// <c>effect.intended</c> is durable. <c>effect.done</c> is durable for effects that must not be repeated unseen (probeable,
/// irreversible) and relaxed for idempotent ones, which a lost result only makes run again. A pure effect writes one relaxed
/// <c>effect.done</c>. Refusals are relaxed: nothing happened.
/// </remarks>
public sealed class Gate(StreamWriter journal, ApprovalBook approvals, IReadOnlyList<IGateRule> rules, TimeProvider time,
    GateOptions? options = null)
{
    private const int MaxReasons = 8;
    private const int MaxReasonLength = 160;
    private readonly GateOptions _options = options ?? new GateOptions();
    private readonly GateHooks _hooks = new(options ?? new GateOptions(), time);

    /// <param name="act">Runs at most once. Says no by <see cref="Passage{T}.Succeeded"/>; an exception leaves the effect unknown.</param>
    public async ValueTask<GateOutcome<T>> PassAsync<T>(Effect effect, Grant grant,
        Func<CancellationToken, ValueTask<Passage<T>>> act, CancellationToken cancellationToken)
    {
        Check(effect);
        var summary = EffectSummary.Of(effect, grant, _options.Redact);
        var (refusal, approval) = await JudgeAsync(effect, grant, summary, cancellationToken);
        if (refusal is null && approval is { State: ApprovalState.Pending })
            return new GateOutcome<T>.Waiting(approval);
        var admission = refusal is null ? grant.Admit(effect, time.GetUtcNow(), take: true) : null;
        if (admission is { Reasons.Count: > 0 })
            refusal = NoCapability(admission.Reasons);
        if (refusal is not null)
        {
            await RecordAsync(effect, grant, summary, refusal, approval, cancellationToken);
            return new GateOutcome<T>.Denied(refusal);
        }

        var intended = new EffectIntended
        {
            Id = effect.Id,
            Tool = effect.Tool,
            Kind = effect.Kind,
            Arguments = effect.ArgumentsHash,
            Summary = summary,
            Uses = admission!.Uses,
            Label = effect.Label,
            Approval = approval?.Request.Id,
        };
        return await ActAsync(effect, grant, intended, act, cancellationToken);
    }

    /// <summary>Records what was found out about an effect whose result was lost, so that it is unknown no more.</summary>
    /// <param name="by">Who found out: <c>probe</c>, or a person.</param>
    public async ValueTask SettleAsync(UnknownEffect effect, Settlement how, string by, CancellationToken cancellationToken) =>
        await journal.AppendAsync("effect.settled", new EffectSettled(effect.Id, how, by), EffectJson.Relaxed.EffectSettled, by,
            effect.Seq, Durability.Durable, cancellationToken: cancellationToken);

    private async ValueTask<(Refusal?, Approval?)> JudgeAsync(
        Effect effect, Grant grant, string summary, CancellationToken cancellationToken)
    {
        if (CanonicalJson.Ambiguous(effect.Arguments) is { } name)
            return (new Refusal("gate", [Word($"the argument '{name}' is given twice")], "Give each argument once."), null);
        var admission = grant.Admit(effect, time.GetUtcNow(), take: false);
        if (admission.Reasons.Count > 0)
            return (NoCapability(admission.Reasons), null);
        var denials = new List<(string Rule, RuleVerdict.Deny Verdict)>();
        var asks = new List<RuleVerdict.Ask>();
        foreach (var rule in rules)
        {
            switch (rule.Judge(effect, grant))
            {
                case RuleVerdict.Deny deny:
                    denials.Add((rule.Name, deny));
                    break;
                case RuleVerdict.Ask ask:
                    asks.Add(ask);
                    break;
            }
        }

        if (denials.Count == 0)
            await _hooks.BeforeAsync(effect, grant, denials, asks, cancellationToken);
        if (denials.Count > 0)
            return (Refused(denials), null);
        if (admission.NeedsApproval)
            asks.Add(new RuleVerdict.Ask($"May {effect.Actor} do this: {summary}?", []));
        if (asks.Count == 0)
            return (null, null);
        var approval = await approvals.AskAsync(Question(effect, grant, summary, asks), cancellationToken);
        return approval.State switch
        {
            ApprovalState.Denied => (new Refusal("approval", [Word($"{approval.DecidedBy} denied it ({approval.Request.Id})")],
                "Do it another way, or finish without it."), approval),
            ApprovalState.Expired => (new Refusal("approval", [$"nobody decided on it in time ({approval.Request.Id})"],
                "Do it another way, or finish without it."), approval),
            _ => (null, approval),
        };
    }

    private async ValueTask<GateOutcome<T>> ActAsync<T>(Effect effect, Grant grant, EffectIntended intended,
        Func<CancellationToken, ValueTask<Passage<T>>> act, CancellationToken cancellationToken)
    {
        var pure = effect.Kind == EffectKind.Pure;
        var cause = pure
            ? effect.Cause
            : await journal.AppendAsync("effect.intended", intended, EffectJson.Relaxed.EffectIntended, effect.Actor, effect.Cause,
                Durability.Durable, cancellationToken: cancellationToken);
        var started = time.GetTimestamp();
        var done = new EffectDone { Id = effect.Id, Outcome = EffectEnd.Unknown, Pure = pure ? intended : null };
        Passage<T> passage;
        try
        {
            passage = await act(cancellationToken);
        }
        catch (Exception wrong)
        {
            await RecordBrokenAsync(effect, done with { Error = wrong.GetType().Name, Ms = Since(started) }, cause);
            throw;
        }

        var label = effect.Label.Join(passage.Label);
        done = done with
        {
            Outcome = passage.Succeeded ? EffectEnd.Ok : EffectEnd.Failed,
            Result = passage.ResultHash,
            Label = label,
            Ms = Since(started),
            Pure = pure ? intended with { Label = null } : null,
        };
        // It has happened: recording that is not cancelled.
        var seq = await journal.AppendAsync("effect.done", done, EffectJson.Relaxed.EffectDone, effect.Actor, cause,
            effect.Kind is EffectKind.Pure or EffectKind.Idempotent ? Durability.Relaxed : Durability.Durable,
            passage.Blobs, CancellationToken.None);
        if (passage.Usage is { } usage)
        {
            foreach (var rule in rules)
                rule.Charged(effect, usage);
        }

        Tell(effect, passage.Succeeded, passage.ResultHash);
        var withheld = await _hooks.AfterAsync(effect, grant, new EffectResult(passage.Succeeded, label, passage.Text), cancellationToken);
        return withheld.Count == 0
            ? new GateOutcome<T>.Done(passage.Value, label, seq)
            : await WithholdAsync<T>(effect, Refused(withheld), seq);
    }

    private async ValueTask<GateOutcome<T>> WithholdAsync<T>(Effect effect, Refusal refusal, long seq)
    {
        await journal.AppendAsync("effect.withheld", new EffectWithheld(effect.Id, refusal.By, refusal.Reasons),
            EffectJson.Relaxed.EffectWithheld, effect.Actor, seq, Durability.Relaxed, cancellationToken: CancellationToken.None);
        return new GateOutcome<T>.Denied(refusal);
    }

    // Where even this cannot be written, the intention without a result says the same.
    private async ValueTask RecordBrokenAsync(Effect effect, EffectDone done, long? cause)
    {
        try
        {
            await journal.AppendAsync("effect.done", done, EffectJson.Relaxed.EffectDone, effect.Actor, cause, Durability.Relaxed,
                cancellationToken: CancellationToken.None);
        }
        catch (Exception gone) when (gone is StaleWriterException or LedgerUnavailableException)
        {
        }
    }

    private async ValueTask RecordAsync(Effect effect, Grant grant, string summary, Refusal refusal, Approval? approval,
        CancellationToken cancellationToken)
    {
        var denied = new EffectDenied
        {
            Id = effect.Id,
            Tool = effect.Tool,
            Kind = effect.Kind,
            Arguments = effect.ArgumentsHash,
            Summary = summary,
            Holder = grant.Holder,
            Label = effect.Label,
            By = refusal.By,
            Reasons = refusal.Reasons,
            Approval = approval?.Request.Id,
        };
        await journal.AppendAsync("effect.denied", denied, EffectJson.Relaxed.EffectDenied, effect.Actor, effect.Cause,
            Durability.Relaxed, cancellationToken: cancellationToken);
        Tell(effect, false, CanonicalJson.Hash(string.Join('\n', refusal.Reasons)));
    }

    private ApprovalRequest Question(Effect effect, Grant grant, string summary, List<RuleVerdict.Ask> asks)
    {
        var subject = CanonicalJson.Hash(string.Create(CultureInfo.InvariantCulture,
            $"{grant.Task.Value}\n{effect.Tool}\n{effect.Kind}\n{effect.ArgumentsHash}"));
        IEnumerable<string> details = [summary, .. asks.Skip(1).Select(ask => ask.Question), .. asks.SelectMany(ask => ask.Details)];
        return new ApprovalRequest
        {
            // The subject is part of the id: a resumed arm that now wants something else asks something else.
            Id = $"a-{CanonicalJson.Hash($"{grant.Task.Value}\n{effect.Id}\n{subject}").AsSpan(0, 20)}",
            Task = grant.Task,
            Asker = effect.Actor,
            Question = PlainLine.Of(_options.Redact(asks[0].Question), EffectSummary.MaxLength),
            SubjectHash = subject,
            Details = [.. details.Take(MaxReasons).Select(Word)],
            Expires = time.GetUtcNow() + _options.ApprovalLife,
        };
    }

    private Refusal NoCapability(IReadOnlyList<string> reasons) => new("capability", Words(reasons),
        "Stay within the limits that are named, or report what could not be done so that more can be granted.");

    private Refusal Refused(List<(string Rule, RuleVerdict.Deny Verdict)> denials) => new(
        PlainLine.Of(string.Join(", ", denials.Select(denial => denial.Rule)), MaxReasonLength),
        Words(denials.Select(denial => denial.Verdict.Reason)),
        _options.Redact(string.Join(" ", denials.Select(denial => denial.Verdict.WayOut).Distinct())));

    private IReadOnlyList<string> Words(IEnumerable<string> reasons)
    {
        var all = reasons.Distinct().ToList();
        return all.Count <= MaxReasons
            ? [.. all.Select(Word)]
            : [.. all.Take(MaxReasons - 1).Select(Word), $"and {all.Count - MaxReasons + 1} more"];
    }

    private string Word(string text) => PlainLine.Of(_options.Redact(text), MaxReasonLength);

    private void Tell(Effect effect, bool succeeded, string resultHash)
    {
        foreach (var rule in rules)
            rule.Completed(effect, succeeded, resultHash);
    }

    private double Since(long started) => Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3);

    private static void Check(Effect effect)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(effect.Tool);
        ArgumentException.ThrowIfNullOrWhiteSpace(effect.Actor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(effect.Tool.Length, Effect.MaxNameLength, "effect.Tool");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(effect.Actor.Length, Effect.MaxNameLength, "effect.Actor");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(effect.Key?.Length ?? 0, Effect.MaxNameLength, "effect.Key");
    }
}
