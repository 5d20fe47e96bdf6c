using Tako.Arms.Coding;
using Tako.Core.Identity;
namespace Tako.Tests.Tasks;

/// <summary>
/// A whole task is run once and every append is remembered. Then, for every cut, a ledger is built that holds just what had been
/// written by then and a repository as it lay on disk at that moment, and another process goes on with the task.
/// </summary>
public sealed class ResumeTests
{
    private sealed record Append(StreamId Stream, IReadOnlyList<NewEvent> Events, SortedDictionary<string, string> DiskBefore)
    {
        public required SortedDictionary<string, string> DiskAfter { get; init; }
    }

    [Theory]
    [InlineData("planned")]
    [InlineData("repaired")]
    [InlineData("forked")]
    [InlineData("asked")]
    [InlineData("prepared")]
    [InlineData("mended")]
    public async Task A_task_cut_off_after_any_event_ends_the_same_and_repeats_nothing_that_was_answered_or_written(string story)
    {
        using var first = Told(story);
        var appends = new List<Append>();
        SortedDictionary<string, string>? before = null;
        first.Parts = first.Parts with
        {
            Ledger = new RecordingLedger(first.Ledger)
            {
                Before = (_, _) => before = first.Repository.Files(),
                After = (stream, events) => appends.Add(new Append(stream, events, before!) { DiskAfter = first.Repository.Files() }),
            },
        };
        var whole = await first.RunAsync(Plan(story));
        whole.ShouldBeOfType<TaskOutcome.Done>();
        var wanted = first.Repository.Files();
        var answered = first.Model.Calls.Count;
        answered.ShouldBe(first.Model.Calls.DistinctBy(call => (call.Step, call.Ordinal)).Count());

        for (var cut = 1; cut <= appends.Count; cut++)
        {
            await CheckAsync(story, first, whole.Task, appends[..cut], appends[cut - 1].DiskAfter, wanted,
                $"{story}, cut after append {cut}");
            if (cut < appends.Count && !Same(appends[cut].DiskBefore, appends[cut - 1].DiskAfter))
                await CheckAsync(story, first, whole.Task, appends[..cut], appends[cut].DiskBefore, wanted,
                    $"{story}, cut before append {cut + 1}");
        }
    }

    private static async Task CheckAsync(string story, World first, TaskId task,
        IReadOnlyList<Append> kept,
        SortedDictionary<string, string> disk,
        SortedDictionary<string, string> wanted, string where)
    {
        where += $" ({kept[^1].Events[^1].Type})";
        using var world = Told(story);
        first.Repository.Restore(disk);
        var ledger = new MemoryLedger(world.Time);
        var heads = new Dictionary<StreamId, long>();
        foreach (var append in kept)
        {
            var leased = append.Stream == task.Stream;
            if (leased && heads.Count == 0)
                (await ledger.TakeAsync(Tenant.Local, task.Stream, "dead", TimeSpan.FromSeconds(30), append.Events))
                    .ShouldBeOfType<LeaseOutcome.Taken>();
            else
                (await ledger.AppendAsync(Tenant.Local, append.Stream,
                    heads.GetValueOrDefault(append.Stream), leased ? 1 : 0, append.Events, Durability.Durable))
                    .ShouldBeOfType<AppendOutcome.Appended>();
            heads[append.Stream] = heads.GetValueOrDefault(append.Stream) + append.Events.Count;
        }

        world.Parts = world.Parts with { Ledger = ledger, Blobs = first.Parts.Blobs, Owner = "alive" };
        var over = kept.Any(append => append.Events.Any(entry => entry.Type == "task.ended"));
        if (!over)
            (await new Animal(world.Parts).ResumeAsync(task))
                .ShouldBeOfType<TaskOutcome.Refused>()
                .Reasons.ShouldContain(reason => reason.Contains("dead is working on it"));
        world.Time.Advance(TimeSpan.FromSeconds(31));

        var outcome = await new Animal(world.Parts).ResumeAsync(task);

        outcome.ShouldBeOfType<TaskOutcome.Done>(where);
        Same(first.Repository.Files(), wanted).ShouldBeTrue($"{where}: the disk differs");
        var known = kept.SelectMany(append => append.Events).Where(entry => entry.Type == "model.answered").Select(entry => entry.Body)
            .Select(body => JsonDocument.Parse(body).RootElement)
            .Select(body => (body.GetProperty("step").GetString()!, body.GetProperty("ordinal").GetInt32())).ToHashSet();
        world.Model.Calls.Select(call => (call.Step, call.Ordinal)).Where(known.Contains).ShouldBeEmpty($"{where}: asked again");
        world.Model.Calls.Count.ShouldBe(first.Model.Calls.Count - known.Count, $"{where}: number of calls");

        var events = await world.EventsAsync(outcome);
        events.Count(entry => entry.Type == "change.written").ShouldBe(1, $"{where}: written once");
        events.Count(entry => entry.Type == "artifact.made").ShouldBe(
            wanted.Count(file => !World.Shop.TryGetValue(file.Key, out var was) || was != file.Value),
            $"{where}: artifacts");
        events.Count(entry => entry.Type == "task.ended").ShouldBe(1, where);
        (await ledger.VerifyAsync(Tenant.Local)).Intact.ShouldBeTrue(where);
        FinishedOnce(events, where);
        Core.Capabilities.UnknownEffects.Find(events).ShouldBeEmpty($"{where}: effects nobody knows of");
        TaskStory.Fold(events).Decisions.Select(decision => decision.Choice)
            .ShouldBe((await first.StoryAsync(outcome)).Decisions.Select(decision => decision.Choice), $"{where}: decisions");
        var artifact = TaskStory.Fold(events).Artifacts.ShouldHaveSingleItem();
        artifact.Model.ShouldBe("main", where);
        artifact.PromptHash.ShouldNotBeNull(where);
        artifact.TestsPassed.ShouldNotBeEmpty(where);
    }

    /// <summary>No step starts or completes after it had completed.</summary>
    internal static void FinishedOnce(IReadOnlyList<LedgerEvent> events, string where)
    {
        var completed = new HashSet<string>();
        foreach (var entry in events.Where(entry => entry.Type is "step.started" or "step.completed"))
        {
            var step = JsonDocument.Parse(entry.Body).RootElement.GetProperty("step").GetString()!;
            completed.Contains(step).ShouldBeFalse($"{where}: {step} was {entry.Type} after it had completed");
            if (entry.Type == "step.completed")
                completed.Add(step);
        }
    }

    private static bool Same(SortedDictionary<string, string> one, SortedDictionary<string, string> other) => one.SequenceEqual(other);

    private static Plan? Plan(string story) => story == "planned" ? null : World.OneCoder;

    /// <summary>The words and the rules of one story; the same for every process that works on it.</summary>
    private static World Told(string story)
    {
        var world = new World();
        var wrong = Words.Replace("price.py", World.Wrong, "    return 7\n");
        var mend = Words.Replace("price.py", "    return 7\n", World.Right);
        switch (story)
        {
            case "planned":
                world.Model.On("solve", "this is no plan", Words.Plan()).On(World.Fix, wrong, mend).On("solve/judge", Words.Accept);
                break;
            case "repaired":
                world.Model.On(World.Fix, World.Mend).On("solve/judge", Words.Reject("the sum may be empty"))
                    .On("solve/decide/repair-1/mend",
                        Words.Replace("price.py", World.Right,
                            "    # An empty list gives nothing.\n" + World.Right))
                    .On("solve/decide/judge-1", Words.Accept);
                break;
            case "forked":
                world.Parts = world.Parts with { Coder = new CoderOptions { Turns = 1 } };
                world.Model.On(World.Fix, wrong).On(World.Fix + "~1", Words.Replace("price.py", World.Wrong, "    return 8\n"))
                    .On(World.Fix + "~2", World.Mend).On("solve/judge", Words.Accept);
                break;
            case "asked":
                world.Contract = world.Contract with { Security = new SecurityPolicy { ApproveWrite = true } };
                world.Parts = world.Parts with { Asker = (_, _) => new(true) };
                world.Model.On(World.Fix, World.Mend).On("solve/judge", Words.Accept);
                break;
            case "mended":
                world.Model.On(World.Fix, Words.Write("price.py", "def total(prices)\n    return 7\n"),
                    Words.Write("price.py", "def total(prices)\n" + World.Right)).On("solve/judge", Words.Accept);
                break;
            case "prepared":
                world.Contract = world.Contract with { Prepare = [["make", "ready"]] };
                world.Parts = world.Parts with { Asker = (_, _) => new(true) };
                world.Model.On(World.Fix, World.Mend).On("solve/judge", Words.Accept);
                break;
        }

        return world;
    }
}
