using Tako.Arms.Coding;
namespace Tako.Tests.Arms;

public sealed class CoderTests
{
    private const string Seven = "    return 7\n";

    private static readonly FakeTest Tax = new("test_tax", view => view("tax.py")?.Contains("amount * 2") == true ? null : "tax is broken");

    [Fact]
    public async Task A_wrong_try_is_repaired_in_the_limb_without_asking_the_brain()
    {
        using var world = new World();
        world.Model.On(World.Fix, Words.Replace("price.py", World.Wrong, Seven), Words.Replace("price.py", Seven, World.Right))
            .On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(World.OneCoder);

        outcome.ShouldBeOfType<TaskOutcome.Done>().Files.ShouldBe(["price.py"]);
        world.Repository.Text("price.py").ShouldBe("def total(prices):\n" + World.Right);
        world.Model.Calls.Select(call => (call.Step, call.Ordinal)).ShouldBe([(World.Fix, 0), (World.Fix, 1), ("solve/judge", 0)]);
        world.Model.Calls[1].Prompt.ShouldContain("0 != 1");
        // First look, two turns, and the judge's own run.
        world.Sandbox.TestRuns.Count.ShouldBe(4);
        var story = await world.StoryAsync(outcome);
        story.Decisions.Select(decision => decision.Choice).ShouldBe(["person", "write"]);
        story.Senses.Select(sense => sense.Green).ShouldBe([false, false, true, true]);
    }

    [Fact]
    public async Task An_edit_that_fits_nowhere_comes_back_as_a_pain_and_no_test_is_run_for_it()
    {
        using var world = new World();
        world.Model
            .On(World.Fix, Words.Replace("price.py", "    return product(prices)\n", World.Right), World.Mend)
            .On("solve/judge", Words.Accept);

        (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Done>();

        world.Model.Calls[1].Prompt.ShouldContain("Your edits could not be used");
        world.Model.Calls[1].Prompt.ShouldContain("the files are as before");
        world.Sandbox.TestRuns.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_missing_colon_costs_no_round_trip()
    {
        using var world = new World();
        world.Model.On(World.Fix, Words.Write("price.py", "def total(prices)\n" + World.Right)).On("solve/judge", Words.Accept);

        var outcome = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Done>();

        world.Repository.Text("price.py").ShouldBe("def total(prices):\n" + World.Right);
        world.Model.Calls.Count(call => call.Step == World.Fix).ShouldBe(1);
        var turn = (await world.StoryAsync(outcome)).Turns.ShouldHaveSingleItem();
        turn.Rung.ShouldBeNull();
        turn.Mended.ShouldHaveSingleItem().ShouldContain(":");
    }

    [Fact]
    public async Task What_no_twitch_mends_comes_back_before_any_test_is_run_and_with_what_was_mended()
    {
        using var world = new World();
        world.Model
            .On(World.Fix, Words.Patch(
                    Words.Edit("price.py", World.Wrong, "    return sum prices of the day here\n"),
                    Words.Edit("tax.py", "def tax(amount):", "def tax(amount)")),
                Words.Replace("price.py", "    return sum prices of the day here\n", World.Right))
            .On("solve/judge", Words.Accept);

        var outcome = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Done>();

        world.Model.Calls[1].Prompt.ShouldContain("no test was run");
        world.Model.Calls[1].Prompt.ShouldContain("price.py:2");
        world.Model.Calls[1].Prompt.ShouldContain("Mended in your edits, without you");
        // First look, the second turn, and the judge's own run.
        world.Sandbox.TestRuns.Count.ShouldBe(3);
        (await world.StoryAsync(outcome)).Turns.Select(turn => turn.Rung).ShouldBe(["parse", null]);
    }

    [Fact]
    public async Task A_cheap_sense_that_says_the_same_again_is_not_believed_before_the_tests_are_asked()
    {
        using var world = new World();
        // The pretended tests are green as soon as the right line is there, whatever the parser says of the rest.
        var broken = "def total(prices):\n" + World.Right + "\n?? this is no python at all $ %% ((\n";
        world.Model.On(World.Fix, Words.Write("price.py", broken), Words.Write("price.py", "# again\n" + broken))
            .On("solve/judge", Words.Accept);

        var outcome = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Done>();

        (await world.StoryAsync(outcome)).Turns.Select(turn => turn.Rung).ShouldBe(["parse", null]);
    }

    [Fact]
    public async Task An_answer_that_is_no_patch_is_sent_back_with_what_is_wrong_with_it()
    {
        using var world = new World();
        world.Model.On(World.Fix, "I would rather talk about the weather.", World.Mend).On("solve/judge", Words.Accept);

        (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Done>();

        world.Model.Calls[1].Prompt.ShouldContain("Your edits could not be used");
    }

    [Fact]
    public async Task A_state_that_was_seen_before_stops_the_coder()
    {
        using var world = NoForks();
        world.Model.On(World.Fix, Words.Replace("price.py", World.Wrong, Seven), Words.Replace("price.py", Seven, World.Wrong), World.Mend);

        var partial = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Partial>();

        world.Model.Calls.Count.ShouldBe(2);
        (await ReportAsync(world, partial)).ShouldContain("came up a second time");
        world.Repository.Files().ShouldBe(World.Shop.OrderBy(file => file.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Three_equal_pains_stop_the_coder()
    {
        using var world = NoForks();
        world.Model.On(World.Fix, [.. Enumerable.Range(0, 6)
            .Select(turn =>
                (ScriptedAnswer)Words.Replace("price.py", $"nothing like this {turn}", "x"))]);
        world.Model.On(World.Fix + "never", "");

        var partial = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Partial>();

        var wrong = Enumerable.Range(0, 6)
            .Select(turn => (ScriptedAnswer)Words.Write("price.py", $"def total(prices):\n    return {turn + 7}\n"))
            .ToArray();
        using var other = NoForks();
        other.Model.On(World.Fix, wrong);
        var same = (await other.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Partial>();
        other.Model.Calls.Count.ShouldBe(3);
        (await ReportAsync(other, same)).ShouldContain("The same pain came up 3 times");
        partial.Missing.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Turns_without_progress_stop_the_coder_although_each_hurts_in_another_way()
    {
        var words = new[] { "'ash'", "'birch'", "'cedar'", "'elm'", "'fir'", "'oak'", "'pine'", "'yew'" };
        using var world = NoForks(new FakeSandbox(new FakeTest("test_total",
            view => words.FirstOrDefault(word => view("price.py")!.Contains(word)) is { } word ? $"{word} is no sum" : "0 != 1")));
        world.Parts = world.Parts with { Coder = new CoderOptions { Turns = 8, IdleTurns = 3 } };
        world.Model.On(World.Fix, [.. words
            .Select(word => (ScriptedAnswer)Words.Write("price.py", $"def total(prices):\n    return {word}\n"))]);

        var partial = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Partial>();

        // The first turn is the best so far; three more bring nothing.
        world.Model.Calls.Count.ShouldBe(4);
        (await ReportAsync(world, partial)).ShouldContain("3 turns in a row brought no progress");
    }

    [Fact]
    public async Task The_best_state_is_handed_over_and_not_the_last_one()
    {
        using var world = NoForks(new FakeSandbox(World.Total, Tax));
        // One failure at first; then the price is touched and as wrong as before; then the tax breaks as well.
        world.Model.On(World.Fix, Words.Replace("price.py", World.Wrong, Seven), Words.Replace("tax.py", "amount * 2", "amount * 3"),
            Words.Replace("tax.py", "amount * 3", "amount * 4"), Words.Replace("tax.py", "amount * 4", "amount * 5"));

        var partial = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Partial>();

        var patch = await File.ReadAllTextAsync(partial.PatchFile.ShouldNotBeNull());
        patch.ShouldContain("return 7");
        patch.ShouldNotContain("tax.py");
        world.Repository.Text("price.py").ShouldBe(World.Shop["price.py"]);
    }

    [Fact]
    public async Task What_the_guard_will_never_let_through_hurts_before_any_test_is_run()
    {
        using var world = new World();
        world.Contract = world.Contract with { Security = new SecurityPolicy { Protect = ["tests/**"] } };
        world.Model
            .On(World.Fix, Words.Write("tests/test_shop.py", "# nothing is tested any more\n"), World.Mend)
            .On("solve/judge", Words.Accept);

        (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Done>().Files.ShouldBe(["price.py"]);

        world.Model.Calls[1].Prompt.ShouldContain("tests/test_shop.py");
        world.Sandbox.TestRuns.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_step_that_one_coder_did_not_finish_gets_another_that_knows_what_was_tried()
    {
        using var world = new World();
        world.Parts = world.Parts with { Coder = new CoderOptions { Turns = 1 } };
        world.Model
            .On(World.Fix, Words.Replace("price.py", World.Wrong, Seven))
            .On(World.Fix + "~1", World.Mend)
            .On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(World.OneCoder);

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        var forked = world.Model.Calls.Single(call => call.Step == World.Fix + "~1");
        forked.Prompt.ShouldContain("tried price.py: ");
        forked.Prompt.ShouldContain("Look for a different cause");
        (await world.StoryAsync(outcome)).Decisions.ShouldContain(decision => decision.Choice == "fork");
    }

    [Fact]
    public async Task No_further_coder_is_put_on_a_step_when_the_budget_says_fewer_arms()
    {
        using var world = new World();
        world.Contract = world.Contract with { Budget = new BudgetLimits { Tokens = 10_000 } };
        world.Parts = world.Parts with
        {
            Coder = new CoderOptions { Turns = 1 }, Brain = new BrainOptions { RepairRounds = 0 },
            Degrade = new DegradeOptions { CheaperModel = 0.005, FewerArms = 0.01 },
        };
        world.Model.On(World.Fix, Words.Replace("price.py", World.Wrong, Seven));

        var outcome = await world.RunAsync(World.OneCoder);

        outcome.ShouldBeOfType<TaskOutcome.Partial>();
        world.Model.Calls.Select(call => call.Step).ShouldBe([World.Fix]);
        world.Small.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tests_of_the_coders_own_are_part_of_the_change()
    {
        using var world = new World();
        world.Model.On(World.Fix, Words.Patch(Words.Edit("price.py", World.Wrong, World.Right),
            JsonNode("tests/test_more.py",
                "import unittest\n\n"
                    + "class MoreTests(unittest.TestCase):\n    def test_none(self):\n        pass\n")))
            .On("solve/judge", Words.Accept);

        var done = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Done>();

        done.Files.ShouldBe(["price.py", "tests/test_more.py"]);
        world.Repository.Text("tests/test_more.py").ShouldNotBeNull().ShouldContain("test_none");
    }

    [Fact]
    public async Task A_coder_may_look_around_with_tools_before_it_answers()
    {
        using var world = new World();
        world.Model.On(World.Fix, Call("read", new() { ["path"] = "tax.py" }), World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(World.OneCoder);

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        world.Model.Calls[1].Messages.SelectMany(message => message.Contents).OfType<Microsoft.Extensions.AI.FunctionResultContent>()
            .Single().Result!.ToString()!.ShouldContain("amount * 2");
        (await world.StoryAsync(outcome)).Artifacts.Single().Sources.ShouldContain("tax.py");
    }

    public static ScriptedAnswer Call(string tool, Dictionary<string, object?> arguments, string id = "c1") =>
        new() { ToolCalls = [new Microsoft.Extensions.AI.FunctionCallContent(id, tool, arguments)] };

    private static System.Text.Json.Nodes.JsonNode JsonNode(string path, string content) =>
        new System.Text.Json.Nodes.JsonObject { ["path"] = path, ["kind"] = "write", ["content"] = content };

    /// <summary>A brain that neither forks nor repairs, so that only the loop itself is seen.</summary>
    private static World NoForks(FakeSandbox? sandbox = null)
    {
        var world = new World(sandbox);
        world.Parts = world.Parts with { Brain = new BrainOptions { Forks = 0, RepairRounds = 0 } };
        return world;
    }

    private static async Task<string> ReportAsync(World world, TaskOutcome outcome) =>
        (await world.BodiesAsync(outcome, "arm.reported"))
            .First(body => body.GetProperty("arm").GetString() == "coder")
            .GetProperty("summary").GetString()!;
}
