using System.Runtime.CompilerServices;
using Tako.Models.Failures;
using Tako.Models.Health;

namespace Tako.Models.Calls;

/// <summary>
/// Brings a call to its first content. A link is chosen and asked; a failure is repeated, moved on from, or ends the call, as
/// the table of failures says. Nothing of it reaches the caller.
/// </summary>
internal sealed class Opening(CallRun run, CallPlan plan, IReadOnlyList<PlanLink> links)
{
    private readonly List<Tried> _before = [];
    private CallFailure? _last;

    public IReadOnlyList<Tried> Before => _before;

    /// <summary>Why there is no answer.</summary>
    public CallFailure? Refusal { get; private set; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Opened?> RunAsync()
    {
        var walk = new LinkWalk(run.Facts, links, run.Tally, _before);
        while (walk.Next(out var admission) is { } link)
        {
            var (opened, broken) = await AskAsync(walk, link, admission);
            if (opened is not null)
                return opened;
            if (broken is { MayMoveOn: false })
                break;
        }

        Refusal = (_last ?? walk.Nothing(plan)) with { Attempts = run.Attempts };
        return null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(Opened?, Broken?)> AskAsync(LinkWalk walk, PlanLink link, Admission admission)
    {
        if (link.Endpoint.Model.UpstreamId.Length == 0)
        {
            var (name, none) = await InstalledModel.FirstAsync(link, run.Clock, run.Caller);
            if (none is not null)
            {
                link.Health.Forget(admission);
                return (null, Note(link, none));
            }

            link = link.Named(name!);
        }

        var body = new PooledBuffer(run.Call.Body.Length + 256);
        var (asked, unfit) = LinkBody.Of(run.Facts, link, [], body);
        if (unfit is not null)
        {
            link.Health.Forget(admission);
            walk.Unfit(link, unfit);
            return (null, null);
        }

        for (var attempts = 1; ; attempts++)
        {
            // A body that an attempt broke off from may still be read by it; only the first one gives it back.
            var attempt = new LinkAttempt(run, link, asked!, admission, keepsWords: true) { Body = attempts == 1 ? body : null };
            Broken? broken;
            Opened? opened;
            try
            {
                (opened, broken) = await FirstAsync(attempt);
            }
            catch
            {
                await attempt.LeaveAsync();
                throw;
            }

            if (opened is not null)
                return (opened, null);
            await attempt.FailAsync(broken!.Failure);
            run.Tally.Said.Clear();
            Note(link, broken);
            if (broken.Failure.Kind == CallFailureKind.ContextTooLong)
                walk.NeedsLarger(link);
            if (Wait(walk, link, broken, attempts) is not { } wait)
                return (null, broken with { MayMoveOn = MovesOn(link, broken) });
            if (!await run.WaitAsync(wait))
                return (null, broken with { MayMoveOn = false });
            admission = link.Health.Admit(out _);
            if (admission == Admission.Refused)
                return (null, broken);
        }
    }

    // Frames until the first content, or until the end where the answer must be whole first.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(Opened?, Broken?)> FirstAsync(LinkAttempt attempt)
    {
        List<AttemptStep>? held = null;
        AttemptStep first = default;
        while (true)
        {
            var step = await attempt.NextAsync();
            if (step.Broken is { } broken)
                return (null, broken);
            if (step.Frame is null)
                break;
            var waits = attempt.Link.HoldsAnswer || (!run.Call.Streamed && attempt.IsStream);
            if (!waits && (step.Peek.HasContent || step.Frame.Whole))
            {
                first = step;
                break;
            }

            (held ??= []).Add(step.Keep());
        }

        var opened = new Opened(attempt, held, first);
        return attempt.Link.HoldsAnswer && opened.Check(run.Facts) is { } wrong ? (null, wrong) : (opened, null);
    }

    private Broken Note(PlanLink link, Broken broken)
    {
        _last = broken.Failure;
        _before.Add(new Tried(link.Model, broken.Failure.Kind, FailureWords.Name(broken.Failure.Kind)));
        return broken;
    }

    private static bool MovesOn(PlanLink link, Broken broken) =>
        broken.MayMoveOn || (broken.Failure.Kind == CallFailureKind.ContentPolicy && link.PassesContentPolicy);

    // How long to wait before the same link is asked again; null when it is not.
    private TimeSpan? Wait(LinkWalk walk, PlanLink link, Broken broken, int attempts)
    {
        var limits = link.Limits;
        if (!broken.MayRepeat || attempts >= limits.Attempts || walk.IsLastResort)
            return null;
        var most = walk.HasMore ? limits.LongestWaitBeforeNext : limits.LongestWait;
        if (broken.Failure.RetryAfter > most)
            return null;
        var wait = run.Engine.Wait(limits, attempts, broken.Failure.RetryAfter);
        return wait < run.Clock.Left ? wait : null;
    }
}
