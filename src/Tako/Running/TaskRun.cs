using System.Text.Json;
using Tako.Arms;
using Tako.Arms.Coding;
using Tako.Arms.Executing;
using Tako.Arms.Guarding;
using Tako.Arms.Judging;
using Tako.Arms.Judging.Facts;
using Tako.Arms.Planning;
using Tako.Arms.Retrieving;
using Tako.Brain;
using Tako.Brain.Steps;
using Tako.Core.Approvals;
using Tako.Core.Budgets;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Identity;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Limbs;
using Tako.Reactor;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;
using Tako.Reflexes.Hooks;
using Tako.Reflexes.Limits;
using Tako.Reflexes.Loops;
using Tako.Reflexes.Paths;
using Tako.Reflexes.Secrets;
using Tako.Reflexes.Shell;
using Tako.Reflexes.Taint;
using Tako.Tasks;
using Tako.Tools;
using Tako.Workspace.Commit;
using Tako.Workspace.Guard;

namespace Tako.Running;

/// <summary>One process' work on one task, from its lease to its end: composes the session and runs or resumes the plan.</summary>
internal sealed class TaskRun : IDisposable
{
    private readonly AnimalParts _parts;
    private readonly IReadOnlyList<LedgerEvent> _history;
    private readonly LeaseKeeper _keeper;
    private readonly StreamWriter _journal;
    private readonly TaskSession _session;
    private readonly CostReflex _cost;
    private readonly Reactor.Reactor _reactor;

    public TaskRun(AnimalParts parts, TaskId id, TaskContract contract, Plan? plan, AskMode ask, Cleared cleared, LeaseKeeper keeper,
        IReadOnlyList<LedgerEvent> history)
    {
        (_parts, _history, _keeper) = (parts, history, keeper);
        _journal = new StreamWriter(parts.Ledger, parts.Blobs, parts.Tenant, id.Stream, keeper.Head, keeper.Lease.Epoch);
        _cost = new CostReflex(parts.Time, parts.Reflexes?.Costs ?? []);
        _session = Compose(parts, id, contract, ask, cleared, history, _journal, _cost);
        _reactor = new Reactor.Reactor(new ReactorOptions
        {
            Retry = new RetryPolicy { Attempts = 1 },
            Timeout = TimeSpan.FromHours(12),
            Limits = new PlanLimits { Depth = 16 },
        }, Kinds(_session, parts, plan), [], _session.Approvals, parts.Time, parts.Random);
    }

    public async ValueTask<TaskOutcome> StartAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _keeper.Lost);
        try
        {
            await SpentBefore.CountAsync(_parts, _cost, linked.Token);
            await _session.WriteBack.RecoverAsync(Path.Combine(_parts.StateFolder, "commits"), linked.Token);
            var outcome = _history.Any(entry => entry.Type == "plan.accepted")
                ? await _reactor.ResumeAsync(_history, _journal, linked.Token)
                : await _reactor.RunAsync(TopPlan(), new Dictionary<string, Labeled<JsonElement>>(), _journal, linked.Token);
            return await EndAsync(outcome, cancellationToken);
        }
        catch (OperationCanceledException) when (_keeper.Lost.IsCancellationRequested)
        {
            return Lost(_keeper.LostBecause ?? "another process took the task over");
        }
        catch (StaleWriterException stale)
        {
            return Lost(stale.Message);
        }
    }

    public void Dispose() => _journal.Dispose();

    private static Plan TopPlan() => new()
    {
        Name = "task",
        Steps =
        [
            new PlanStep { Name = "sense", Use = "brain/sense", Effect = EffectKind.Idempotent },
            new PlanStep
            {
                Name = "solve",
                Use = "brain/plan",
                Effect = EffectKind.Idempotent,
                With = new Dictionary<string, Argument> { ["sense"] = new Argument.FromStep("sense") },
            },
        ],
        Output = "solve",
    };

    private static IReadOnlyList<IStepKind> Kinds(TaskSession session, AnimalParts parts, Plan? plan)
    {
        var arms = Arms(parts, () => session);
        var planner = new PlannerArm(arms);
        return
        [
            new SenseStep(session), new PlanningStep(session, planner, plan), new GatherStep(),
            new DecideStep(session, parts.Brain), new WriteStep(session),
            .. arms.Select(arm => new ArmStep(session, arm, parts.Brain)),
        ];
    }

    private static TaskSession Compose(AnimalParts parts, TaskId id, TaskContract contract, AskMode ask, Cleared cleared,
        IReadOnlyList<LedgerEvent> history, StreamWriter journal, CostReflex cost)
    {
        var scanner = new SecretScanner(parts.KnownSecrets);
        var guard = new IntentGuard(cleared.Law,
            text => [.. scanner.Scan(text).Where(finding => !finding.Guessed).Select(finding =>
                new SecretHit(finding.Kind, finding.Start, finding.Length))],
            parts.KnownSecrets);
        // A model is called anew in every turn of a loop: counted, it would pass for progress and hide the loop of tools around it.
        var loops = new LoopsReflex(new LoopsOptions { Exempt = new HashSet<string>(["model"]) });
        var origin = TaskTaint.Origin(contract, history.Count > 0);
        var policy = parts.Reflexes ?? TaskTaint.Policy;
        IGateRule[] rules =
        [
            loops, new SizeReflex(), new AccessReflex(policy.Access), new RateReflex(parts.Time, limits: policy.Rates), cost,
            new SecretsReflex(scanner), new PathsReflex(),
            new ShellReflex(new ShellReflexOptions { Context = new ShellContext { WorkingDirectory = cleared.Disk.Root } }),
            new TaintRule(origin, TaskTaint.Profiles), new RuleOfTwo(origin, TaskTaint.Profiles),
        ];
        var approvals = new ApprovalBook(parts.Ledger, parts.Tenant, parts.Time);
        var effects = new EffectFold();
        foreach (var entry in history)
            effects.Apply(entry);
        var models = parts.Models.Names
            .Append(cleared.Model ?? "")
            .Where(name => name.Length > 0)
            .Distinct()
            .ToArray();
        return new TaskSession
        {
            Id = id,
            Contract = contract,
            Disk = cleared.Disk,
            Facts = cleared.Facts,
            Journal = journal,
            Gate = new Gate(journal, approvals, rules, parts.Time, new GateOptions
            {
                Redact = parts.Redactor.Redact,
                Hooks = [.. parts.Hooks.Select(hook => new HookRule(hook))],
            }),
            Grant = Grant.Root(id, "task", [.. Grants.For(contract, cleared.Disk.Root, models), .. parts.Capabilities], effects.Calls),
            Unknown = UnknownEffects.Find(history),
            Budget = history.Count == 0
                ? Budget.Open("task", contract.Budget, parts.Time)
                : Budget.Restore("task", contract.Budget, history, parts.Time),
            Origin = origin,
            Ladder = new DegradeLadder(parts.Degrade),
            Models = parts.Models,
            OpenModel = model => parts.OpenModel?.Invoke(model) ?? parts.Models.Open(model.Name),
            Redact = parts.Redactor.Redact,
            Reflexes = new TaskReflexes(policy, parts.Time, new SecretsReflex(scanner), new SizeReflex()),
            Model = cleared.Model,
            Sandbox = cleared.Sandbox,
            Law = cleared.Law,
            Guard = guard,
            WriteBack = new WriteBack(parts.Time),
            Approvals = approvals,
            Ask = ask,
            Asker = parts.Asker,
            Limits = parts.Limits,
            StateFolder = parts.StateFolder,
            Time = parts.Time,
            Saying = parts.Saying,
        };
    }

    /// <summary>Everyone who may be put to work, without a task.</summary>
    public static IReadOnlyList<IArm> Arms(AnimalParts parts) =>
        Arms(parts, () => throw new InvalidOperationException("There is no task."));

    private static IReadOnlyList<IArm> Arms(AnimalParts parts, Func<TaskSession> session)
    {
        IArm[] own =
        [
            new RetrieverArm(), new ExecutorArm(), new CoderArm(parts.Coder),
            new JudgeArm(changes => session().Guard.CommandsFor(changes), new FactOptions { Sources = parts.Brain.ClaimSources }),
            new GuardianArm((context, judgement) =>
                session().Guard.Judge(context.Limb.Changes, Proofs.Of(session(), judgement), new GuardCapability())),
        ];
        return [.. own.Where(arm => parts.Arms.All(other => other.Name != arm.Name)), .. parts.Arms];
    }

    private async ValueTask<TaskOutcome> EndAsync(PlanOutcome outcome, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case PlanOutcome.Done done:
                var ending = Ending.From(done.Output.Value)
                    ?? new Ending { Kind = "partial", Summary = "The plan ended without a decision." };
                return await CloseAsync(ending, cancellationToken);
            case PlanOutcome.Failed failed:
                return await CloseAsync(new Ending
                {
                    Kind = "partial",
                    Summary = $"{failed.Step} failed: {failed.Why}",
                    Missing = [failed.Step, .. failed.NotUndone.Select(left => $"{left.Step} could not be undone: {left.Why}")],
                }, cancellationToken);
            case PlanOutcome.Halted halted:
                return await HaltAsync(halted, cancellationToken);
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome}.");
        }
    }

    private async ValueTask<TaskOutcome> CloseAsync(Ending ending, CancellationToken cancellationToken)
    {
        var done = ending.Kind is "written" or "nothing";
        var patch = done || ending.Diff is null ? null : await PatchFile.WriteAsync(_session, ending.Diff, cancellationToken);
        var ended = new TaskEnded
        {
            Outcome = done ? "done" : "partial",
            Summary = Short(ending.Summary, 600),
            Missing = [.. ending.Missing.Take(12).Select(what => Short(what, 200))],
            Files = [.. ending.Files.Take(50)],
            Claims = await JudgedClaims.ReadAsync(_parts, _session.Id, cancellationToken),
            Diff = ending.Diff,
            PatchFile = patch,
            OutOfBudget = ending.OutOfBudget,
            Denied = ending.Denied,
        };
        await _journal.AppendAsync("task.ended", ended, TaskJson.Default.TaskEnded, "brain",
            blobRefs: ending.Diff is null ? null : [new BlobRef(ending.Diff)], cancellationToken: CancellationToken.None);
        return TaskEnds.Outcome(_session.Id, ended);
    }

    private async ValueTask<TaskOutcome> HaltAsync(PlanOutcome.Halted halted, CancellationToken cancellationToken)
    {
        var waiting = new List<Approval>();
        await foreach (var approval in _session.Approvals.ListAsync(cancellationToken))
        {
            if (approval.Request.Task == _session.Id && approval.State == ApprovalState.Pending)
                waiting.Add(approval);
        }

        await _journal.AppendAsync("task.halted", new TaskHalted([.. halted.Reasons.Select(reason => Short(reason, 300))],
            [.. waiting.Select(approval => approval.Request.Id)]),
            TaskJson.Default.TaskHalted, "brain",
            cancellationToken: CancellationToken.None);
        return new TaskOutcome.Halted
        {
            Task = _session.Id,
            Summary = waiting.Count > 0 ? "The task waits for a decision." : "The task halted.",
            Reasons = halted.Reasons,
            Claims = await JudgedClaims.ReadAsync(_parts, _session.Id, cancellationToken),
            Waiting = waiting,
        };
    }

    private TaskOutcome.Halted Lost(string why) =>
        new() { Task = _session.Id, Summary = "This process no longer leads the task.", Reasons = [why] };

    private static string Short(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "…");
}
