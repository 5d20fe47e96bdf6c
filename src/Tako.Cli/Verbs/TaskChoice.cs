using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Cli.Verbs;

/// <summary>Finds the task that a command line means: a whole id, the start of one, or the newest.</summary>
internal static class TaskChoice
{
    public static async Task<(TaskId? Task, string? Why)> FindAsync(ILedger ledger, string? wanted, CancellationToken cancellationToken)
    {
        var found = new List<TaskId>();
        await foreach (var head in ledger.StreamsAsync(Tenant.Local, TaskId.Streams + (wanted ?? ""), cancellationToken))
        {
            var id = new TaskId(head.Stream.Value[TaskId.Streams.Length..]);
            if (wanted is null || id.Value == wanted)
                return (id, null);
            found.Add(id);
        }

        return found.Count switch
        {
            1 => (found[0], null),
            0 when wanted is null => (null, "there is no task yet; start one with 'tako run' or 'tako demo'"),
            0 => (null, $"there is no task '{wanted}'; 'tako list' shows the tasks there are"),
            _ => (null, $"'{wanted}' could be {string.Join(", ", found.Take(5))}; write more of it"),
        };
    }

    public static async Task<List<LedgerEvent>> EventsAsync(ILedger ledger, TaskId task, CancellationToken cancellationToken)
    {
        var events = new List<LedgerEvent>();
        await foreach (var entry in ledger.ReadAsync(Tenant.Local, task.Stream, 1, cancellationToken))
            events.Add(entry);
        return events;
    }
}
