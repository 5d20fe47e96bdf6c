using Microsoft.Extensions.AI;
using Tako.Arms;
using Tako.Brain.Steps;
using Tako.Core.Approvals;
using Tako.Core.Budgets;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Memory;
using Tako.Models.Catalog;
using Tako.Models.Config;
using Tako.Reflexes.Taint;
using Tako.Workspace.Commit;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;
using Tako.Workspace.Repositories;
using Tako.Workspace.Sandbox;

namespace Tako.Tasks;

/// <summary>Everything that belongs to one task while a process works on it.</summary>
internal sealed class TaskSession
{
    private readonly Dictionary<string, EpisodicMemory> _memories = [];
    private readonly Lock _lock = new();
    private DegradeStage _stage;

    public required TaskId Id { get; init; }
    public required TaskContract Contract { get; init; }

    /// <summary>The repository as it is on disk.</summary>
    public required Shadow Disk { get; init; }

    public required RepositoryFacts Facts { get; init; }
    public required StreamWriter Journal { get; init; }
    public required Gate Gate { get; init; }
    public required Grant Grant { get; init; }

    /// <summary>Effects whose results an earlier process took with it.</summary>
    public required IReadOnlyList<UnknownEffect> Unknown { get; init; }

    public required Budget Budget { get; init; }
    public required DegradeLadder Ladder { get; init; }
    public required ModelCatalog Models { get; init; }
    public required Func<ModelConfig, IChatClient> OpenModel { get; init; }
    public required TaskReflexes Reflexes { get; init; }

    /// <summary>Takes secrets out of what is written down for people.</summary>
    public required Func<string, string> Redact { get; init; }

    /// <summary>The model of steps that name none; null when none is configured.</summary>
    public required string? Model { get; init; }

    public required ISandbox? Sandbox { get; init; }
    public required Constitution Law { get; init; }
    public required IntentGuard Guard { get; init; }
    public required WriteBack WriteBack { get; init; }
    public required ApprovalBook Approvals { get; init; }
    public required AskMode Ask { get; init; }

    /// <summary>Asks the person at the terminal; null when nobody is there, and its answer is null when they leave it open.</summary>
    public required Func<Approval, CancellationToken, ValueTask<bool?>>? Asker { get; init; }

    public required TaskLimits Limits { get; init; }
    public required string StateFolder { get; init; }

    /// <summary>What the task has read, and from whom: tells where a tool's argument comes from.</summary>
    public required ArgumentOrigin Origin { get; init; }
    public required TimeProvider Time { get; init; }
    public required Action<string, string> Saying { get; init; }

    public string Root => Disk.Root;

    public EpisodicMemory MemoryOf(string arm)
    {
        lock (_lock)
        {
            if (!_memories.TryGetValue(arm, out var memory))
                _memories[arm] = memory = new EpisodicMemory(new EpisodicMemoryOptions(), Time);
            return memory;
        }
    }

    /// <summary>The shorter of a limit and what is left of the time budget, and whether that is less than nothing.</summary>
    public TimeSpan Within(TimeSpan limit)
    {
        if (Budget.Limits.Time is not { } most)
            return limit;
        var left = most - Budget.Status.Elapsed;
        return left < limit ? left : limit;
    }

    /// <summary>Where the budget stands on the degrade ladder; a stage that is new is written to the ledger once.</summary>
    public async ValueTask<DegradeStage> StageAsync()
    {
        var status = Budget.Status;
        var stage = Ladder.StageFor(status);
        lock (_lock)
        {
            if (stage <= _stage)
                return stage;
            _stage = stage;
        }

        Saying("budget", $"{status.Share:P0} of the budget is gone; from here on: {stage}");
        await Journal.AppendAsync("budget.degraded", new BudgetDegraded(stage.ToString(), Math.Round(status.Share, 3)),
            TaskJson.Default.BudgetDegraded, "brain", durability: Durability.Relaxed);
        return stage;
    }

    /// <summary>
    /// Lets an effect pass the gate. A question that comes up is put to the person at once where there is one; otherwise
    /// the step halts.
    /// </summary>
    /// <exception cref="WaitingException">A person must decide first.</exception>
    public async ValueTask<GateOutcome<T>> PassAsync<T>(Effect effect, Grant grant, Func<CancellationToken, ValueTask<Passage<T>>> act,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var outcome = await Gate.PassAsync(effect, grant, act, cancellationToken);
            if (outcome is not GateOutcome<T>.Waiting waiting)
                return outcome;
            await SettleAsync(waiting.Approval, cancellationToken);
        }
    }

    /// <summary>Asks a question that is not about one effect. True when granted.</summary>
    /// <exception cref="WaitingException">A person must decide first.</exception>
    public async ValueTask<Approval> AskAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var approval = await Approvals.AskAsync(request, cancellationToken);
        return approval.State == ApprovalState.Pending ? await SettleAsync(approval, cancellationToken) : approval;
    }

    private async ValueTask<Approval> SettleAsync(Approval approval, CancellationToken cancellationToken)
    {
        var id = approval.Request.Id;
        if (Ask == AskMode.Never)
            await Approvals.DecideAsync(id, grant: false, "ask never", "The task was started with --ask never.", cancellationToken);
        else if (Asker is not null && await Asker(approval, cancellationToken) is { } granted)
            await Approvals.DecideAsync(id, granted, "person at the terminal", null, cancellationToken);
        var now = await Approvals.FindAsync(id, cancellationToken) ?? approval;
        return now.State == ApprovalState.Pending ? throw new WaitingException(id, approval.Request.Question) : now;
    }
}
