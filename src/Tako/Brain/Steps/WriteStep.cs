using System.Text;
using System.Text.Json;
using Tako.Arms;
using Tako.Arms.Judging;
using Tako.Core.Approvals;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Limbs;
using Tako.Reactor.Steps;
using Tako.Reports;
using Tako.Tasks;
using Tako.Tools;
using Tako.Workspace.Commit;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;
using UndoOutcome = Tako.Reactor.Steps.UndoOutcome;

namespace Tako.Brain.Steps;

/// <summary>
/// The one step that changes the repository. The guard judges the change once more, the write-back is all or nothing, and
/// after a crash the disk itself tells whether it happened.
/// </summary>
internal sealed class WriteStep(TaskSession session) : IStepKind
{
    public const string Kind = "tool/write";

    public string Name => Kind;

    private string JournalFolder => Path.Combine(session.StateFolder, "commits");

    public async ValueTask<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var journal = new StepJournal(context, "guard");
            var fused = await Fusion.JoinAsync(session.Disk, [context.Arguments["work"].Value], journal, cancellationToken);
            var judgement = Judged(context);
            var approval = await session.Approvals.FindAsync(ChangeApproval.Id(session.Id, fused.Shadow.Hash), cancellationToken);
            var verdict = session.Guard.Judge(fused.Shadow.Changes, Proofs.Of(session, judgement),
                new GuardCapability { ApprovedHash = approval?.State == ApprovalState.Granted ? approval.Request.SubjectHash : null });
            if (verdict is not GuardVerdict.Allow allow)
                return new StepOutcome.Ok(Refused(verdict, fused).ToJson());
            return await CommitAsync(context, journal, fused, judgement, allow, cancellationToken);
        }
        catch (WaitingException waiting)
        {
            return new StepOutcome.Halt(waiting.Message);
        }
    }

    /// <summary>The disk tells: every file as the change would leave it, or every file as it was.</summary>
    public async ValueTask<ProbeOutcome> ProbeAsync(StepContext context, CancellationToken cancellationToken)
    {
        await session.WriteBack.RecoverAsync(JournalFolder, cancellationToken);
        var journal = new StepJournal(context, "guard");
        var reports = Fusion.Reports(context.Arguments["work"].Value).ToArray();
        // Not those of a shadow: over a disk that already holds the change it has none.
        var origins = Standing(reports).SelectMany(report => report.Proposal!.Origins).ToArray();
        var wanted = await WantedAsync(reports, journal, cancellationToken);
        if (wanted is null || wanted.Changes.Count == 0)
            return new ProbeOutcome.DidNot();
        if (session.Contract.Branch is { } branch)
        {
            // The branch tells: a commit of this change is on it, or it is not.
            var mark = await BranchCommit.FindAsync(session.Root, branch, wanted.Hash, cancellationToken);
            await SettleAsync(context, mark is null ? Settlement.DidNotHappen : Settlement.Happened, cancellationToken);
            return mark is null ? new ProbeOutcome.DidNot() : new ProbeOutcome.Happened((await WrittenAsync(journal, origins, wanted,
                Judged(context), new CommitReceipt { Changes = wanted, Time = session.Time.GetUtcNow(), Branch = mark },
                cancellationToken)).ToJson());
        }

        if (wanted.Changes.All(change => DiskState.IsAfter(session.Root, change)))
        {
            await SettleAsync(context, Settlement.Happened, cancellationToken);
            return new ProbeOutcome.Happened(
                (await WrittenAsync(journal, origins, wanted, Judged(context), null, cancellationToken)).ToJson());
        }

        if (!wanted.Changes.All(change => DiskState.IsBefore(session.Root, change)))
            return new ProbeOutcome.Unknown();
        await SettleAsync(context, Settlement.DidNotHappen, cancellationToken);
        return new ProbeOutcome.DidNot();
    }

    private async ValueTask SettleAsync(StepContext context, Settlement how, CancellationToken cancellationToken)
    {
        foreach (var effect in session.Unknown.Where(effect =>
            effect.Recovery == Core.Capabilities.Recovery.Probe && effect.Id == EffectKey.Of(context.Step, "write", 1)))
            await session.Gate.SettleAsync(effect, how, "probe", cancellationToken);
    }

    public async ValueTask<UndoOutcome> UndoAsync(StepContext context, JsonElement value, CancellationToken cancellationToken)
    {
        var journal = new StepJournal(context, "guard");
        var outcome = await Undo.LastAsync(session.Journal, session.WriteBack, JournalFolder, session.Time, cancellationToken);
        return outcome switch
        {
            Undo.Outcome.Undone => new UndoOutcome.Undone(),
            Undo.Outcome.Nothing => new UndoOutcome.Nothing(),
            Undo.Outcome.Refused refused => new UndoOutcome.Fail($"{journal.Step}: {refused.Why}"),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
        };
    }

    private async ValueTask<StepOutcome> CommitAsync(StepContext context, StepJournal journal, Fused fused, Judgement? judgement,
        GuardVerdict.Allow allow, CancellationToken cancellationToken)
    {
        var changes = fused.Shadow.Changes;
        var effect = new Effect
        {
            Tool = "write",
            Kind = EffectKind.Probeable,
            Arguments = JsonSerializer.SerializeToElement(
                new WriteCall(changes.Hash, [.. changes.Changes.Select(change => change.Path.Value)]), ProcessCallJson.Default.WriteCall),
            Actor = "guard",
            Label = Labels.Arm("arm/coder").Join(Labels.Tool("repository")),
            Key = EffectKey.Of(context.Step, "write", 1),
        };
        await Declassifier.Guard.RaiseAsync(new Labeled<string>(changes.Hash, effect.Label), "The guard judged the change by its content.",
            session.Journal, cancellationToken);
        var outcome = await session.PassAsync(effect, session.Grant, async token =>
        {
            var committed = session.Contract.Branch is { } branch
                ? await BranchAsync(changes, allow, branch, token)
                : await session.WriteBack.CommitAsync(changes, allow, JournalFolder, token);
            return new Passage<CommitOutcome>(committed, Labels.System("disk"), TraceRecorder.Hash(changes.Hash))
            {
                Succeeded = committed is CommitOutcome.Written,
            };
        }, cancellationToken);
        return outcome switch
        {
            GateOutcome<CommitOutcome>.Done { Value: CommitOutcome.Written written } =>
                new StepOutcome.Ok(
                    (await WrittenAsync(journal, fused.Origins, changes, judgement, written.Receipt, cancellationToken))
                        .ToJson()),
            GateOutcome<CommitOutcome>.Done { Value: CommitOutcome.Conflict conflict } => new StepOutcome.Ok(
                (await UnwrittenAsync(journal, changes,
                    $"Nothing was written: {string.Join(", ", conflict.Paths)} "
                        + (session.Contract.Branch is { } branch
                            ? $"differs on disk from what the branch '{branch}' holds. Commit it there first."
                            : "changed on disk meanwhile. Run the task again."),
                    cancellationToken)).ToJson()),
            GateOutcome<CommitOutcome>.Done { Value: CommitOutcome.Failed failed } => new StepOutcome.Ok(
                (await UnwrittenAsync(journal, changes, $"Nothing was written: {failed.Why}", cancellationToken)).ToJson()),
            GateOutcome<CommitOutcome>.Denied denied => new StepOutcome.Ok(
                (await UnwrittenAsync(journal, changes, denied.Why.ToString(), cancellationToken)).ToJson()),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
        };
    }

    private async ValueTask<CommitOutcome> BranchAsync(ChangeSet changes, GuardVerdict.Allow allow, string branch,
        CancellationToken cancellationToken) =>
        await new BranchCommit(session.Time)
            .CommitAsync(changes, allow, BranchText.Request(session.Contract, branch), cancellationToken) switch
        {
            BranchOutcome.Committed committed => new CommitOutcome.Written(committed.Receipt),
            BranchOutcome.Conflict conflict => new CommitOutcome.Conflict(conflict.Paths),
            BranchOutcome.Moved => new CommitOutcome.Failed($"The branch '{branch}' moved meanwhile. Run the task again."),
            BranchOutcome.Failed failed => new CommitOutcome.Failed(failed.Why),
            var other => throw new InvalidOperationException($"Unknown outcome {other}."),
        };

    private async ValueTask<Ending> WrittenAsync(StepJournal journal, IReadOnlyList<Origin> origins, ChangeSet changes,
        Judgement? judgement,
        CommitReceipt? receipt, CancellationToken cancellationToken)
    {
        receipt ??= new CommitReceipt { Changes = changes, Time = session.Time.GetUtcNow() };
        var diff = await journal.KeepAsync(Encoding.UTF8.GetBytes(changes.ToUnifiedDiff()), cancellationToken);
        var kept = await journal.KeepAsync(Encoding.UTF8.GetBytes(receipt.ToJson()), cancellationToken);
        var files = changes.Changes.Select(change => change.Path.Value).ToArray();
        // All in one append: after a crash either everything is told or nothing is.
        var told = journal.Recorded("change.written", TaskJson.Default.ChangeWritten,
            written => written.Changes == changes.Hash) is not null;
        if (!told)
        {
            await journal.AppendAsync(
            [
                StepJournal.Event("change.written", new ChangeWritten(changes.Hash, diff.Value, kept.Value, files.Length)
                {
                    Branch = receipt.Branch?.Name,
                    Commit = receipt.Branch?.Commit,
                },
                    TaskJson.Default.ChangeWritten, journal.Actor, [diff, kept]),
                .. changes.Changes.Select(change =>
                    StepJournal.Event("artifact.made", Artifact(change, origins, judgement), TaskJson.Default.ArtifactMade, journal.Actor)),
            ]);
        }

        return new Ending
        {
            Kind = "written",
            Summary = $"{files.Length} file(s) changed"
                + (receipt.Branch is { } mark ? $" on the branch '{mark.Name}' by commit {mark.Commit[..12]}" : "")
                + (judgement?.Tally is { Total: > 0 } tally ? $", {tally.Passed} tests green" : "")
                + ".",
            Files = files,
            Diff = diff.Value,
        };
    }

    private static ArtifactMade Artifact(Change change, IReadOnlyList<Origin> origins, Judgement? judgement)
    {
        // The first is that of the most confident arm, whose change was kept.
        var origin = origins.FirstOrDefault(origin => origin.Path == change.Path.Value);
        return new ArtifactMade
        {
            Path = change.Path.Value,
            Kind = change.Kind.ToString().ToLowerInvariant(),
            Hash = change.ContentHash,
            Arm = $"arm/{origin?.Arm ?? "coder"}",
            Tool = "stage",
            Model = origin?.Model,
            PromptHash = origin?.PromptHash,
            Sources = [.. (origin?.Sources ?? []).Take(16)],
            TestsPassed = [.. (judgement?.Acceptance ?? [])
                .Where(test => test.Passed)
                .Select(test => $"{test.Name}: {test.Detail}")
                .Take(16)],
        };
    }

    private static async ValueTask<Ending> UnwrittenAsync(StepJournal journal, ChangeSet changes, string why,
        CancellationToken cancellationToken) => new()
    {
        Kind = "partial",
        Summary = why,
        Missing = ["the write to the repository"],
        Files = [.. changes.Changes.Select(change => change.Path.Value)],
        Diff = (await journal.KeepAsync(Encoding.UTF8.GetBytes(changes.ToUnifiedDiff()), cancellationToken)).Value,
    };

    private static Ending Refused(GuardVerdict verdict, Fused fused)
    {
        var findings = verdict switch
        {
            GuardVerdict.Deny deny => deny.Findings,
            GuardVerdict.Ask ask => ask.Findings,
            _ => [],
        };
        return new Ending
        {
            Kind = "partial",
            Summary = $"The guard does not allow the change: {string.Join("; ", findings.Take(3))}",
            Missing = ["the write to the repository"],
            Files = [.. fused.Shadow.Changes.Changes.Select(change => change.Path.Value)],
            Denied = true,
        };
    }

    // The disk may already hold the change, so what was wanted is read from the proposals and not from a shadow over the disk.
    private static async ValueTask<ChangeSet?> WantedAsync(IReadOnlyList<ArmReport> reports, StepJournal journal,
        CancellationToken cancellationToken)
    {
        var changes = new Dictionary<RepoPath, Change>();
        string? root = null;
        foreach (var report in Standing(reports))
        {
            var set = await Fusion.LoadAsync(report.Proposal!, journal, cancellationToken);
            root ??= set.Root;
            foreach (var change in set.Changes)
                changes.TryAdd(change.Path, change);
        }

        return root is null ? null : new ChangeSet(root, changes.Values);
    }

    private static IEnumerable<ArmReport> Standing(IReadOnlyList<ArmReport> reports)
    {
        var replaced = reports.SelectMany(report => report.Proposal?.BuildsOn ?? []).ToHashSet(StringComparer.Ordinal);
        return reports
            .Where(report => report.Proposal is { } proposal && !replaced.Contains(proposal.Hash))
            .OrderByDescending(report => report.Confidence);
    }

    private static Judgement? Judged(StepContext context) =>
        Fusion.Reports(context.Arguments["judge"].Value).LastOrDefault()?.Value is { } value
            ? value.Deserialize(ArmsJson.Default.Judgement)
            : null;
}
