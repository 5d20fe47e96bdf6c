using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;
using Tako.Tasks;

namespace Tako.Cli.Verbs;

/// <summary><c>tako show</c>: the story of a task.</summary>
internal static class ShowVerb
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    public static Command Command()
    {
        var task = Options.Task();
        var json = Options.Json();
        var mermaid = new Option<bool>("--mermaid") { Description = "Draw the plan and how far it got as Mermaid." };
        var command = new Command("show",
            "Tell the story of a task: its plan as a tree, cost, time, decisions and artifacts.")
        {
            task,
            mermaid,
            json,
        };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            await using var ledger = await House.OpenStoreAsync(cancellationToken);
            var (id, why) = await TaskChoice.FindAsync(ledger, parsed.GetValue(task), cancellationToken);
            if (id is not { } found)
                return Say.Fail(why!, ExitCode.Refused);
            var events = await TaskChoice.EventsAsync(ledger, found, cancellationToken);
            if (parsed.GetValue(mermaid))
                return await DrawAsync(events, ledger, cancellationToken);
            var story = TaskStory.Fold(events);
            if (parsed.GetValue(json))
                Say.Object(JsonSerializer.SerializeToNode(story, Camel)!.AsObject().With("task", found.Value));
            else
                Print(found, story);
            return ExitCode.Done;
        }));
        return command;
    }

    private static async Task<int> DrawAsync(IReadOnlyList<LedgerEvent> events, IBlobStore blobs, CancellationToken cancellationToken)
    {
        if (await PlanState.PlanAsync(events, blobs, cancellationToken) is not { } plan)
            return Say.Fail("The task has no plan yet, or it was erased.", ExitCode.Refused);
        Console.WriteLine(PlanDrawing.ToMermaid(plan, PlanState.Fold(events, plan)));
        return ExitCode.Done;
    }

    private static JsonObject With(this JsonObject json, string name, string value)
    {
        json[name] = value;
        return json;
    }

    private static void Print(TaskId id, TaskStory story)
    {
        Console.WriteLine($"{id}  {story.Status}");
        Console.WriteLine($"  goal        {story.Goal}");
        Console.WriteLine($"  repository  {story.Repository}");
        Console.WriteLine(
            $"  started     {story.Started:u}, {(story.Last - story.Started).TotalSeconds:0.0} s"
            + (story.Resumes > 0 ? $", resumed {story.Resumes} time(s)" : ""));
        Console.WriteLine($"  isolation   {story.Tier}");
        if (story.Summary is { } summary)
            Console.WriteLine($"  outcome     {summary}");
        if (story.Commit is { } commit)
            Console.WriteLine($"  commit      {commit} on {story.Branch}");
        foreach (var what in story.Missing)
            Console.WriteLine($"  missing     {what}");
        if (story.PatchFile is { } patch)
            Console.WriteLine($"  patch       {patch}");
        Console.WriteLine("plan");
        foreach (var step in story.Plan.Steps)
            Print(step, "  ");
        if (story.Decisions.Count > 0)
            Console.WriteLine("decisions");
        foreach (var decision in story.Decisions)
            Console.WriteLine($"  {decision.Step}: {decision.Choice} ({decision.Rule}) {decision.Reason}");
        if (story.Turns.Count > 0)
            Console.WriteLine("turns");
        foreach (var turn in story.Turns)
        {
            Console.WriteLine($"  {turn.Step}: turn {turn.Ordinal}, {turn.Milliseconds} ms: "
                + (turn.Rung is null ? "green" : $"hurt at {turn.Rung}: {turn.Pain?.Split('\n')[0]}"));
            foreach (var what in turn.Mended)
                Console.WriteLine($"    mended without a model: {what}");
        }

        if (story.Senses.Count > 0)
            Console.WriteLine("senses");
        foreach (var sense in story.Senses)
            Console.WriteLine(
                $"  {sense.Step}: {(sense.Green ? "green" : "red")}, {sense.Passed} passed, {sense.Failed} failed, "
                + $"{sense.Milliseconds} ms on {sense.Tier}"
                + (sense.Pain is { } pain ? $": {pain.Split('\n')[0]}" : ""));
        PrintCost(story);
        if (story.Artifacts.Count > 0)
            Console.WriteLine("artifacts");
        foreach (var artifact in story.Artifacts)
        {
            Console.WriteLine(
                $"  {artifact.Path} ({artifact.Kind}) by {artifact.Arm} with {artifact.Model ?? "no model"}, "
                + $"prompt {artifact.PromptHash?[..12] ?? "none"}, {artifact.Time:u}");
            Console.WriteLine($"    tests passed: {string.Join("; ", artifact.TestsPassed)}");
            Console.WriteLine($"    sources: {string.Join(", ", artifact.Sources)}");
        }
    }

    private static void PrintCost(TaskStory story)
    {
        if (story.Calls.Count == 0)
            return;
        Console.WriteLine("model calls");
        foreach (var call in story.Calls)
            Console.WriteLine(
                $"  {call.Step}: {call.Model}, {call.Usage.InputTokens?.ToString() ?? "unknown"} in, "
                + $"{call.Usage.OutputTokens?.ToString() ?? "unknown"} out, "
                + $"{(call.Usage.Usd is { } usd ? $"${usd:0.######}" : "cost unknown")}, {call.Milliseconds} ms");
        if (story.Spent is { } spent)
            Console.WriteLine(
                $"  in all {spent.Settled.Tokens} tokens, ${spent.Settled.Usd:0.######}"
                + (spent.UnknownCalls > 0
                    ? $"; {spent.UnknownCalls} call(s) did not tell all, so this is what was reserved for them"
                    : ""));
    }

    private static void Print(StepState step, string indent)
    {
        var took = step is { Started: { } from, Ended: { } to } ? $", {(to - from).TotalSeconds:0.0} s" : "";
        Console.WriteLine(
            $"{indent}{Mark(step.Status)} {step.Name} [{step.Use}]{took}"
            + $"{(step.Why is { } why ? $": {why.Split('\n')[0]}" : "")}");
        foreach (var child in step.Children)
            Print(child, indent + "  ");
    }

    private static string Mark(StepStatus status) => status switch
    {
        StepStatus.Done => "✓",
        StepStatus.Failed or StepStatus.Stopped => "✗",
        StepStatus.Skipped => "-",
        StepStatus.Running or StepStatus.Retrying => "●",
        _ => "…",
    };
}
