using System.Text.Json.Nodes;
using Tako.Tasks;

namespace Tako.Cli.Terminal;

/// <summary>Runs a task for a terminal and says how it ended.</summary>
internal static class TaskEnd
{
    public static async Task<int> RunAsync(RunView view, bool json, Func<CancellationToken, Task<TaskOutcome>> run,
        CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await run(cancellationToken);
            await view.DisposeAsync();
            return Print(outcome, json);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await view.DisposeAsync();
            var way = view.Running is { } task ? $"Go on with: tako resume {task}" : "Nothing had been started.";
            if (json)
                Say.Object(new JsonObject { ["outcome"] = "stopped", ["task"] = view.Running?.Value });
            else
                Console.Error.WriteLine($"Stopped. The repository is as it was. {way}");
            return ExitCode.Stopped;
        }
    }

    public static int Print(TaskOutcome outcome, bool json)
    {
        if (json)
            Say.Object(ToJson(outcome));
        else
            PrintText(outcome);
        return Code(outcome);
    }

    private static int Code(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Done => ExitCode.Done,
        TaskOutcome.Partial { OutOfBudget: true } => ExitCode.OutOfBudget,
        TaskOutcome.Partial { Denied: true } => ExitCode.Denied,
        TaskOutcome.Partial => ExitCode.Partial,
        TaskOutcome.Halted => ExitCode.Halted,
        _ => ExitCode.Refused,
    };

    private static void PrintText(TaskOutcome outcome)
    {
        var to = outcome is TaskOutcome.Done ? Console.Out : Console.Error;
        to.WriteLine(outcome.Summary);
        foreach (var claim in outcome.Claims)
        {
            to.WriteLine($"  {claim.Verdict,-12}  {claim.Arm}: {claim.Text}");
            if (claim.Why.Length > 0)
                to.WriteLine($"{"",16}{claim.Why}");
        }

        switch (outcome)
        {
            case TaskOutcome.Done done:
                foreach (var file in done.Files)
                    to.WriteLine($"  {file}");
                to.WriteLine($"See it with: tako show {done.Task}   tako diff {done.Task}   Take it back with: tako undo {done.Task}");
                break;
            case TaskOutcome.Partial partial:
                to.WriteLine("The repository is as it was. Missing:");
                foreach (var what in partial.Missing)
                    to.WriteLine($"  - {what}");
                if (partial.PatchFile is { } patch)
                    to.WriteLine($"What there is lies in {patch}");
                to.WriteLine($"The story: tako show {partial.Task}");
                break;
            case TaskOutcome.Halted halted:
                foreach (var reason in halted.Reasons)
                    to.WriteLine($"  {reason}");
                foreach (var approval in halted.Waiting)
                    to.WriteLine(
                        $"  {approval.Request.Question}\n"
                        + $"    tako approve {approval.Request.Id}   or   tako deny {approval.Request.Id}");
                to.WriteLine($"Then go on with: tako resume {halted.Task}");
                break;
            case TaskOutcome.Refused refused:
                foreach (var reason in refused.Reasons)
                    to.WriteLine($"  - {reason}");
                break;
        }
    }

    private static JsonObject ToJson(TaskOutcome outcome)
    {
        var json = new JsonObject
        {
            ["outcome"] = outcome.GetType().Name.ToLowerInvariant(),
            ["task"] = outcome.Task.Value,
            ["summary"] = outcome.Summary,
        };
        switch (outcome)
        {
            case TaskOutcome.Done done:
                json["files"] = Texts(done.Files);
                break;
            case TaskOutcome.Partial partial:
                json["missing"] = Texts(partial.Missing);
                json["patchFile"] = partial.PatchFile;
                json["outOfBudget"] = partial.OutOfBudget;
                json["denied"] = partial.Denied;
                break;
            case TaskOutcome.Halted halted:
                json["reasons"] = Texts(halted.Reasons);
                json["approvals"] = Texts([.. halted.Waiting.Select(approval => approval.Request.Id)]);
                break;
            case TaskOutcome.Refused refused:
                json["reasons"] = Texts(refused.Reasons);
                break;
        }

        if (outcome.Claims.Count > 0)
        {
            json["claims"] = new JsonArray([.. outcome.Claims.Select(static claim => (JsonNode)new JsonObject
            {
                ["arm"] = claim.Arm, ["claim"] = claim.Text, ["verdict"] = claim.Verdict, ["why"] = claim.Why,
            })]);
        }

        return json;
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
