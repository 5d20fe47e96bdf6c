using System.Text.Json;
using Tako.Arms;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Tasks;
using Tako.Tools;

namespace Tako.Running;

/// <summary>Reads from a task's events whether it is over, and how.</summary>
internal static class TaskEnds
{
    public static Func<TaskId, TaskOutcome>? Find(IReadOnlyList<LedgerEvent> history)
    {
        var last = history.LastOrDefault(entry => entry.Type == "task.ended");
        return last is null
            ? null
            : id => Outcome(id, JsonSerializer.Deserialize(last.Body.Span, TaskJson.Default.TaskEnded)!);
    }

    public static TaskOutcome Outcome(TaskId id, TaskEnded ended) => ended.Outcome == "done"
        ? new TaskOutcome.Done { Task = id, Summary = ended.Summary, Files = ended.Files, Claims = ended.Claims }
        : new TaskOutcome.Partial
        {
            Task = id,
            Summary = ended.Summary,
            Missing = ended.Missing,
            Claims = ended.Claims,
            PatchFile = ended.PatchFile,
            OutOfBudget = ended.OutOfBudget,
            Denied = ended.Denied,
        };
}
