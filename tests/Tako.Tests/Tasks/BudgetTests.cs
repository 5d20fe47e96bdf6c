namespace Tako.Tests.Tasks;

public sealed class BudgetTests
{
    private const string ManyCoders = """
        {"name": "many", "steps": [
          {"name": "a", "use": "arm/coder", "accept": ["x"]}, {"name": "b", "use": "arm/coder", "accept": ["x"]},
          {"name": "c", "use": "arm/coder", "accept": ["x"]}, {"name": "d", "use": "arm/coder", "accept": ["x"]}
        ]}
        """;

    [Fact]
    public async Task Coders_side_by_side_cannot_spend_more_than_the_contract_together()
    {
        using var world = Frugal(new BudgetLimits { Tokens = 12_000 });
        var gate = new TaskCompletionSource();
        foreach (var name in "abcd")
            world.Model.On($"solve/work/{name}", new ScriptedAnswer { Text = "no patch", After = gate.Task, Usage = Used(4_000, 1_000) });
        world.Parts = world.Parts with { Degrade = Never };
        var running = world.RunAsync(Words.Parsed(ManyCoders));
        gate.SetResult();

        var outcome = await running;

        outcome.ShouldBeOfType<TaskOutcome.Partial>();
        world.Model.Calls.Count.ShouldBeLessThan(4);
        (await world.StoryAsync(outcome)).Spent.ShouldNotBeNull().Settled.Tokens.ShouldBeLessThanOrEqualTo(12_000);
    }

    [Fact]
    public async Task An_overrun_of_the_provider_is_recorded_and_no_further_model_is_called()
    {
        using var world = Frugal(new BudgetLimits { Tokens = 20_000 });
        world.Model.On(World.Fix, new ScriptedAnswer { Text = "no patch", Usage = Used(50_000, 1_000) }, World.Mend);

        var partial = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Partial>();

        partial.OutOfBudget.ShouldBeTrue();
        world.Model.Calls.Count.ShouldBe(1);
        (await world.StoryAsync(partial)).Spent.ShouldNotBeNull().Settled.Tokens.ShouldBe(51_000);
    }

    [Fact]
    public async Task A_call_whose_usage_is_unknown_is_charged_its_whole_reservation()
    {
        using var world = Frugal(new BudgetLimits { Tokens = 100_000 });
        world.Model.On(World.Fix, new ScriptedAnswer { Text = World.Mend, Usage = null }).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(World.OneCoder);

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        var story = await world.StoryAsync(outcome);
        story.Calls[0].Usage.InputTokens.ShouldBeNull();
        // At least the prompt's bytes and the longest answer, not zero; the judge's call is the known 120.
        story.Spent.ShouldNotBeNull().Settled.Tokens.ShouldBeGreaterThan(1_000 + 120 + 1_000);
    }

    [Fact]
    public async Task A_cheaper_model_goes_on_from_its_share_of_the_budget()
    {
        using var world = Frugal(new BudgetLimits { Tokens = 100_000 },
            new DegradeOptions { CheaperModel = 0.02, FewerArms = 0.9, ReflexesOnly = 0.95 });
        world.Model.On(World.Fix, new ScriptedAnswer { Text = "no patch", Usage = Used(3_000, 500) });
        world.Small.On(World.Fix, "unused", World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(World.OneCoder);

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        world.Model.Calls.Count.ShouldBe(1);
        (await world.StoryAsync(outcome)).Artifacts.Single().Model.ShouldBe("small");
        (await world.BodiesAsync(outcome, "budget.degraded")).Single().GetProperty("stage").GetString().ShouldBe("CheaperModel");
    }

    [Fact]
    public async Task Fewer_arms_means_no_planner()
    {
        using var world = Frugal(new BudgetLimits { Tokens = 100_000 }, new DegradeOptions { CheaperModel = 0, FewerArms = 0 });
        world.Small.On("solve/work/change", World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync();

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        (await world.StoryAsync(outcome)).Decisions[0].Reason.ShouldContain("too small for a planner");
    }

    [Fact]
    public async Task Reflexes_only_calls_no_model_and_ends_with_a_patch_of_what_there_is()
    {
        using var world = Frugal(new BudgetLimits { Tokens = 100_000 },
            new DegradeOptions { CheaperModel = 0.01, FewerArms = 0.015, ReflexesOnly = 0.02 });
        world.Model.On(World.Fix, new ScriptedAnswer
        {
            Text = Words.Replace("price.py", World.Wrong, "    return 7\n"),
            Usage = Used(3_000, 500),
        });

        var partial = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Partial>();

        partial.OutOfBudget.ShouldBeTrue();
        world.Model.Calls.Count.ShouldBe(1);
        world.Small.Calls.ShouldBeEmpty();
        partial.Missing.ShouldNotBeEmpty();
        (await File.ReadAllTextAsync(partial.PatchFile.ShouldNotBeNull())).ShouldContain("return 7");
        world.Repository.Text("price.py").ShouldBe(World.Shop["price.py"]);
    }

    [Fact]
    public async Task A_change_that_was_green_before_the_budget_ended_is_still_judged_by_its_tests_and_written()
    {
        using var world = Frugal(new BudgetLimits { Tokens = 100_000 },
            new DegradeOptions { CheaperModel = 0.01, FewerArms = 0.015, ReflexesOnly = 0.02 });
        world.Model.On(World.Fix, new ScriptedAnswer { Text = World.Mend, Usage = Used(3_000, 500) });

        (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Done>();
        world.Model.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Time_is_a_budget_too()
    {
        World world = null!;
        using var made = world = new World(new FakeSandbox(World.Total) { Before = _ => world.Time.Advance(TimeSpan.FromSeconds(25)) });
        world.Contract = world.Contract with { Budget = new BudgetLimits { Time = TimeSpan.FromSeconds(60) } };
        world.Model.On(World.Fix, Words.Replace("price.py", World.Wrong, "    return 7\n"), World.Mend);
        world.Small.On(World.Fix,
            Words.Replace("price.py", World.Wrong, "    return 7\n"),
            Words.Replace("price.py", "    return 7\n", "    return 8\n"),
            Words.Replace("price.py", "    return 8\n", "    return 9\n"));

        var partial = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Partial>();

        partial.OutOfBudget.ShouldBeTrue();
        (world.Model.Calls.Count + world.Small.Calls.Count).ShouldBeLessThan(3);
    }

    private static DegradeOptions Never { get; } = new() { CheaperModel = 1, FewerArms = 1, ReflexesOnly = 1, Partial = 1 };

    private static Microsoft.Extensions.AI.UsageDetails Used(long input, long output) =>
        new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };

    private static World Frugal(BudgetLimits limits, DegradeOptions? degrade = null)
    {
        var world = new World();
        world.Contract = world.Contract with { Budget = limits };
        world.Parts = world.Parts with
        {
            Degrade = degrade ?? new DegradeOptions(),
            Brain = new BrainOptions { Forks = 0, RepairRounds = 0 },
        };
        return world;
    }
}
