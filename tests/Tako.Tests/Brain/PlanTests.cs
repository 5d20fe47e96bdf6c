using Tako.Arms.Coding;
namespace Tako.Tests.Brain;

public sealed class PlanTests
{
    private const string TwoCoders = """
        {"name": "both", "steps": [
          {"name": "price", "use": "arm/coder", "with": {"goal": {"value": "mend the total"}}, "accept": ["tests pass"]},
          {"name": "tax", "use": "arm/coder", "with": {"goal": {"value": "mend the tax"}}, "accept": ["tests pass"]}
        ]}
        """;

    private static readonly FakeTest Tax = new("test_tax",
        view => view("tax.py")?.Contains("amount * 3") == true ? null : "tax is too low");

    [Fact]
    public async Task The_planners_plan_is_what_is_done()
    {
        using var world = new World();
        world.Model.On("solve", Words.Plan("sums")).On("solve/work/sums", World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync();

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        (await world.StoryAsync(outcome)).Decisions[0].ShouldSatisfyAllConditions(
            decision => decision.Rule.ShouldBe("plan"), decision => decision.Choice.ShouldBe("planner"));
        world.Model.Calls[0].Prompt.ShouldContain("price.py");
        world.Model.Calls[0].Prompt.ShouldContain("0 != 1");
    }

    [Fact]
    public async Task A_faulty_plan_goes_back_with_all_its_faults_and_the_mended_one_is_used()
    {
        using var world = new World();
        world.Model.On("solve", """
            {"name": "bad", "steps": [
              {"name": "a", "use": "arm/wizard", "after": ["nowhere"]},
              {"name": "b", "use": "arm/coder", "after": ["c"]},
              {"name": "c", "use": "arm/coder", "after": ["b"]}
            ]}
            """, Words.Plan()).On(World.Fix, World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync();

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        var again = world.Model.Calls[1].Prompt;
        again.ShouldContain("arm/wizard");
        again.ShouldContain("nowhere");
        again.ShouldContain("cycle", Case.Insensitive);
        (await world.StoryAsync(outcome)).Decisions[0].Choice.ShouldBe("planner");
    }

    [Fact]
    public async Task Nonsense_three_times_makes_the_standard_plan_and_says_so()
    {
        using var world = new World();
        world.Model.On("solve", "nonsense", "more nonsense", "[]").On("solve/work/change", World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync();

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        world.Model.Calls.Count(call => call.Step == "solve").ShouldBe(3);
        var decision = (await world.StoryAsync(outcome)).Decisions[0];
        decision.Choice.ShouldBe("standard");
        decision.Reason.ShouldContain("no usable plan in 3 tries");
    }

    [Fact]
    public async Task A_persons_plan_is_used_and_no_planner_is_asked()
    {
        using var world = new World();
        world.Model.On(World.Fix, World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(World.OneCoder);

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        world.Model.Calls.ShouldNotContain(call => call.Step == "solve");
        (await world.StoryAsync(outcome)).Decisions[0].Choice.ShouldBe("person");
    }

    [Fact]
    public async Task A_plan_may_hold_a_plan()
    {
        using var world = new World();
        world.Model.On("solve/work/inner/fix", World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(Words.Parsed("""
            {"name": "outer", "steps": [
              {"name": "look", "use": "arm/retriever", "with": {"goal": {"value": "prices"}}},
              {"name": "inner", "use": "plan", "after": ["look"], "plan": {"steps": [
                {"name": "fix", "use": "arm/coder", "with": {"goal": {"value": "mend it"}}, "accept": ["tests pass"]}
              ]}}
            ]}
            """));

        outcome.ShouldBeOfType<TaskOutcome.Done>().Files.ShouldBe(["price.py"]);
    }

    [Fact]
    public async Task Two_coders_in_different_files_are_joined_into_one_change()
    {
        // Each coder sees only its own half become green.
        using var world = new World(new FakeSandbox(World.Total));
        world.Model.On("solve/work/price", World.Mend)
            .On("solve/work/tax",
                Words.Patch(
                    Words.Edit("tax.py", "amount * 2", "amount * 3"),
                    Words.Edit("price.py", World.Wrong, World.Right)))
            .On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(Words.Parsed(TwoCoders));

        outcome.ShouldBeOfType<TaskOutcome.Done>(string.Join("; ", (outcome as TaskOutcome.Halted)?.Reasons ?? []))
            .Files.ShouldBe(["price.py", "tax.py"]);
        world.Repository.Text("tax.py").ShouldNotBeNull().ShouldContain("amount * 3");
    }

    [Fact]
    public async Task A_coder_builds_on_the_coder_before_it()
    {
        using var world = new World(new FakeSandbox(World.Total, Tax));
        world.Parts = world.Parts with { Coder = new CoderOptions { Turns = 1 }, Brain = new BrainOptions { Forks = 0 } };
        world.Model.On("solve/work/price", World.Mend)
            .On("solve/work/tax", Words.Replace("tax.py", "amount * 2", "amount * 3"))
            .On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(Words.Parsed(
            TwoCoders.Replace("\"name\": \"tax\",", "\"name\": \"tax\", \"after\": [\"price\"],")));

        // The first coder is not confident: its tests were still red. What it did is part of the second one's green change.
        outcome.ShouldBeOfType<TaskOutcome.Done>().Files.ShouldBe(["price.py", "tax.py"]);
    }

    [Fact]
    public async Task Two_coders_that_disagree_on_a_file_bring_a_person_in()
    {
        using var world = new World();
        world.Model.On("solve/work/price", World.Mend)
            .On("solve/work/tax", Words.Replace("price.py", World.Wrong, "    # Another way.\n" + World.Right))
            .On("solve/judge", Words.Accept);

        var halted = (await world.RunAsync(Words.Parsed(TwoCoders))).ShouldBeOfType<TaskOutcome.Halted>();

        halted.Waiting.ShouldHaveSingleItem().Request.Question.ShouldContain("arms disagree on a file");
        world.Repository.Text("price.py").ShouldBe(World.Shop["price.py"]);
    }
}
