using System.Text;
using System.Text.Json;
using Tako.Arms;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Reactor.Plans;
using Tako.Reports;
using Tako.Running;
using Tako.Tasks;

namespace Tako;

/// <summary>
/// The octopus: takes a contract, plans, lets arms work in a shadow of the repository, judges, guards, and only then writes.
/// Every task can be stopped at any point and resumed by any process that shares the ledger.
/// </summary>
public sealed class Animal(AnimalParts parts)
{
    /// <summary>What to do when no model is configured at all.</summary>
    public const string NoModel = Preflight.NoModel;

    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(30);
    private readonly IdSource _ids = new(parts.Time, parts.Random);

    /// <summary>Runs a task to its end, or to where it has to wait.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; <see cref="ResumeAsync"/> goes on with it.</exception>
    public async Task<TaskOutcome> RunAsync(TaskRequest request, Action<TaskId>? started = null,
        CancellationToken cancellationToken = default)
    {
        var id = _ids.NewTask();
        var (cleared, reasons) = await Preflight.LookAsync(parts, request.Contract, request.Repository, request.Plan, cancellationToken);
        if (cleared is null)
            return new TaskOutcome.Refused { Task = id, Summary = "The task could not start.", Reasons = reasons };

        var opened = await OpenedAsync(id, request, cleared, cancellationToken);
        var kept = await TakeAsync(id, opened, cancellationToken);
        if (kept is not KeepOutcome.Keeping { Keeper: var keeper })
            return NotKept(id, kept);
        await using (keeper)
        {
            started?.Invoke(id);
            using var run = new TaskRun(parts, id, request.Contract, request.Plan, request.Ask, cleared, keeper, []);
            return await run.StartAsync(cancellationToken);
        }
    }

    /// <summary>Goes on with a task: nothing that finished is done again, nothing that was paid for is paid again.</summary>
    public async Task<TaskOutcome> ResumeAsync(TaskId id, AskMode? ask = null, CancellationToken cancellationToken = default)
    {
        var history = await HistoryAsync(id, cancellationToken);
        if (history.Count == 0)
            return Unknown(id);
        if (TaskEnds.Find(history) is { } ended)
            return ended(id);

        var first = JsonSerializer.Deserialize(history[0].Body.Span, TaskJson.Default.ContractOpened)!;
        if (await TextAsync(first.Contract, cancellationToken) is not { } written)
            return Erased(id);
        var contract = ContractReader.Read(written) is Parsed<TaskContract>.Ok { Value: var read}
            ? read
            : throw new InvalidOperationException($"The contract of {id} can no longer be read.");
        var planned = first.Plan is null ? null : await TextAsync(first.Plan, cancellationToken);
        if (first.Plan is not null && planned is null)
            return Erased(id);
        var plan = planned is null ? null : (PlanReader.Read(planned, new PlanLimits { Inputs = ["sense"] }) as Parsed<Plan>.Ok)?.Value;
        var (cleared, reasons) = await Preflight.LookAsync(parts, contract, first.Repository, plan, cancellationToken);
        if (cleared is null)
            return new TaskOutcome.Refused { Task = id, Summary = "The task could not go on.", Reasons = reasons };

        var resumed = new NewEvent { Type = "task.resumed", Actor = parts.Owner, Body = "{}"u8.ToArray() };
        var kept = await TakeAsync(id, resumed, cancellationToken);
        if (kept is not KeepOutcome.Keeping { Keeper: var keeper })
            return NotKept(id, kept);
        await using (keeper)
        {
            // Read again: the process that led before may have written between the first look and the lease.
            history = await HistoryAsync(id, cancellationToken);
            if (TaskEnds.Find(history) is { } over)
                return over(id);
            var mode = ask ?? Enum.Parse<AskMode>(first.Ask);
            using var run = new TaskRun(parts, id, contract, plan, mode, cleared, keeper, history);
            return await run.StartAsync(cancellationToken);
        }
    }

    /// <summary>Takes back what a task wrote, if its files are unchanged since.</summary>
    public async Task<TaskOutcome> UndoAsync(TaskId id, CancellationToken cancellationToken = default)
    {
        if ((await HistoryAsync(id, cancellationToken)).Count == 0)
            return Unknown(id);
        var kept = await LeaseKeeper.TakeAsync(parts.Ledger, parts.Tenant, id.Stream, parts.Owner, LeaseDuration,
            [new NewEvent { Type = "undo.asked", Actor = "user", Body = "{}"u8.ToArray() }], parts.Time, cancellationToken);
        if (kept is not KeepOutcome.Keeping { Keeper: var keeper })
            return NotKept(id, kept);
        await using (keeper)
        {
            using var writer = new StreamWriter(parts.Ledger, parts.Blobs, parts.Tenant, id.Stream, keeper.Head, keeper.Lease.Epoch);
            return await Undo.LastAsync(writer, new Workspace.Commit.WriteBack(parts.Time),
                Path.Combine(parts.StateFolder, "commits"), parts.Time, cancellationToken) switch
            {
                Undo.Outcome.Undone undone => new TaskOutcome.Done
                {
                    Task = id,
                    Summary = $"{undone.Files.Count} file(s) are as before.",
                    Files = undone.Files,
                },
                Undo.Outcome.Nothing => new TaskOutcome.Refused
                {
                    Task = id,
                    Summary = "There is nothing to take back.",
                    Reasons = ["The task wrote nothing, or it was taken back before."],
                },
                Undo.Outcome.Refused refused => new TaskOutcome.Refused
                {
                    Task = id,
                    Summary = "Nothing was taken back.",
                    Reasons = [refused.Why],
                },
                var other => throw new InvalidOperationException($"Unknown outcome {other}."),
            };
        }
    }

    /// <summary>What a task would do and could cost, without calling a model or touching anything.</summary>
    public async Task<Preview> PreviewAsync(TaskRequest request, CancellationToken cancellationToken = default)
    {
        var (cleared, reasons) = await Preflight.LookAsync(parts, request.Contract, request.Repository, request.Plan, cancellationToken);
        return Preview.Of(parts, request, cleared, reasons);
    }

    /// <summary>Takes the task's lease, also from a process of this machine that died with it.</summary>
    private async ValueTask<KeepOutcome> TakeAsync(TaskId id, NewEvent first, CancellationToken cancellationToken)
    {
        var kept = await TakeAsync(parts.Owner);
        return kept is KeepOutcome.Held { By.Owner: var owner } && owner != parts.Owner && parts.IsGone?.Invoke(owner) == true
            ? await TakeAsync(owner)
            : kept;

        ValueTask<KeepOutcome> TakeAsync(string name) => LeaseKeeper.TakeAsync(parts.Ledger, parts.Tenant, id.Stream, name, LeaseDuration,
            [first], parts.Time, cancellationToken);
    }

    private async ValueTask<NewEvent> OpenedAsync(TaskId id, TaskRequest request, Cleared cleared, CancellationToken cancellationToken)
    {
        var contract = ContractWriter.Write(request.Contract);
        var blob = await parts.Blobs.PutAsync(parts.Tenant, Encoding.UTF8.GetBytes(contract), null, cancellationToken);
        BlobRef? plan = request.Plan is null
            ? null
            : await parts.Blobs.PutAsync(parts.Tenant, PlanJson.Write(request.Plan), null, cancellationToken);
        var opened = new ContractOpened
        {
            Task = id.Value,
            Goal = request.Contract.Goal.Length <= 500 ? request.Contract.Goal : request.Contract.Goal[..500],
            Repository = cleared.Disk.Root,
            Contract = blob.Value,
            ContractHash = TraceRecorder.Hash(contract),
            Model = cleared.Model,
            Ask = request.Ask.ToString(),
            Plan = plan?.Value,
            Tier = cleared.Sandbox?.Tier.ToString() ?? "none",
        };
        return new NewEvent
        {
            Type = "contract.opened",
            Actor = "user",
            Body = JsonSerializer.SerializeToUtf8Bytes(opened, TaskJson.Default.ContractOpened),
            Blobs = plan is { } given ? [blob, given] : [blob],
        };
    }

    private async ValueTask<List<LedgerEvent>> HistoryAsync(TaskId id, CancellationToken cancellationToken)
    {
        var events = new List<LedgerEvent>();
        await foreach (var entry in parts.Ledger.ReadAsync(parts.Tenant, id.Stream, 1, cancellationToken))
            events.Add(entry);
        return events;
    }

    private async ValueTask<string?> TextAsync(string blob, CancellationToken cancellationToken) =>
        await parts.Blobs.GetAsync(parts.Tenant, new BlobRef(blob), cancellationToken) is { } bytes
            ? Encoding.UTF8.GetString(bytes.Span)
            : null;

    private static TaskOutcome.Refused Erased(TaskId id) => new()
    {
        Task = id,
        Summary = "The task cannot go on.",
        Reasons = ["Its contract was erased. Start a new task with 'tako run'."],
    };

    private static TaskOutcome.Refused Unknown(TaskId id) => new()
    {
        Task = id,
        Summary = "There is no such task.",
        Reasons = [$"The ledger holds no task '{id}'. 'tako list' shows the tasks there are."],
    };

    private static TaskOutcome.Refused NotKept(TaskId id, KeepOutcome kept) => new()
    {
        Task = id,
        Summary = "The task is not free.",
        Reasons = [kept switch
        {
            KeepOutcome.Held held =>
                $"{held.By.Owner} is working on it (its lease ends {held.By.Until:u} unless renewed). "
                + "Wait, or stop that process.",
            KeepOutcome.Failed failed => $"The ledger cannot be written: {failed.Reason}",
            _ => "Unknown reason.",
        }],
    };
}
