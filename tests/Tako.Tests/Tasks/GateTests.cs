using Tako.Core.Redaction;
using Tako.Reports;

namespace Tako.Tests.Tasks;

public sealed class GateTests
{
    private const string Probe = """{"name": "probe", "steps": [{"name": "probe", "use": "arm/probe"}]}""";

    [Fact]
    public async Task An_arm_cannot_use_a_tool_that_it_does_not_list()
    {
        var outcomes = new List<ToolOutcome>();
        using var world = With(["list"], async context =>
        {
            outcomes.Add(await context.Tools.UseAsync("list", Json("{}")));
            outcomes.Add(await context.Tools.UseAsync("read", Json("""{"path": "price.py"}""")));
            outcomes.Add(await context.Tools.UseAsync("run", Json("""{"program": "ls"}""")));
            context.Model.ShouldBeNull();
            var felt = await context.Limb.SenseAsync(default);
            felt.Trouble.ShouldNotBeNull();
        });

        await world.RunAsync(Words.Parsed(Probe));

        outcomes.Select(outcome => outcome.GetType().Name).ShouldBe(["Done", "Denied", "Denied"]);
        world.Sandbox.Runs.Count.ShouldBe(1, "the first look alone: nothing was changed, and the arm ran nothing");
    }

    [Fact]
    public async Task Only_programs_that_the_contract_names_may_be_run()
    {
        var outcomes = new List<ToolOutcome>();
        using var world = With(["run"], async context =>
        {
            outcomes.Add(await context.Tools.UseAsync("run", Json("""{"program": "lint"}""")));
            outcomes.Add(await context.Tools.UseAsync("run", Json("""{"program": "curl"}""")));
        });
        world.Contract = world.Contract with { Security = new SecurityPolicy { Commands = ["lint"] } };

        var outcome = await world.RunAsync(Words.Parsed(Probe));

        outcomes[0].ShouldBeOfType<ToolOutcome.Done>();
        outcomes[1].ShouldBeOfType<ToolOutcome.Denied>();
        world.Sandbox.Runs.Select(run => run.Command[0]).ShouldContain("lint");
        world.Sandbox.Runs.Select(run => run.Command[0]).ShouldNotContain("curl");
        (await world.StoryAsync(outcome)).Denied.ShouldBe(1);
    }

    [Fact]
    public async Task Without_commands_in_the_contract_nothing_may_be_run()
    {
        var outcomes = new List<ToolOutcome>();
        using var world = With(["run"], async context => outcomes.Add(await context.Tools.UseAsync("run", Json("""{"program": "ls"}"""))));

        await world.RunAsync(Words.Parsed(Probe));

        outcomes.Single().ShouldBeOfType<ToolOutcome.Denied>();
    }

    [Theory]
    [InlineData(true, "Done")]
    [InlineData(false, "Denied")]
    public async Task A_tool_that_an_arm_brings_along_runs_only_when_the_host_grants_it(bool granted, string expected)
    {
        var outcomes = new List<ToolOutcome>();
        using var world = With(["tide"], async context => outcomes.Add(await context.Tools.UseAsync("tide", Json("{}"))), new TideTool());
        if (granted)
            world.Parts = world.Parts with { Capabilities = [new Core.Capabilities.Capability { Tool = "tide" }] };

        await world.RunAsync(Words.Parsed(Probe));

        outcomes.Single().GetType().Name.ShouldBe(expected);
    }

    [Fact]
    public async Task Every_use_of_a_tool_is_in_the_ledger_with_who_used_it_and_what_came_of_it()
    {
        using var world = With(["list", "read", "search"], async context =>
        {
            await context.Tools.UseAsync("list", Json("{}"));
            await context.Tools.UseAsync("read", Json("""{"path": "price.py"}"""));
            await context.Tools.UseAsync("read", Json("""{"path": "../outside"}"""));
            await context.Tools.UseAsync("search", Json("""{"pattern": "def"}"""));
        });

        var outcome = await world.RunAsync(Words.Parsed(Probe));

        var effects = (await world.EventsAsync(outcome))
            .Where(entry => entry.Actor == "arm/probe" && entry.Type.StartsWith("effect.", StringComparison.Ordinal));
        effects.Select(entry => entry.Type).ShouldBe(["effect.done", "effect.done", "effect.denied", "effect.done"]);
    }

    [Fact]
    public async Task A_model_that_asks_for_the_same_tool_again_and_again_is_stopped()
    {
        using var world = new World();
        world.Parts = world.Parts with { Brain = new BrainOptions { Forks = 0, RepairRounds = 0 } };
        world.Model.On(World.Fix, [.. Enumerable.Range(0, 20)
            .Select(turn =>
                Arms.CoderTests.Call("search", new() { ["pattern"] = "nowhere" }, $"c{turn}"))]);

        var outcome = await world.RunAsync(World.OneCoder);

        outcome.ShouldBeOfType<TaskOutcome.Partial>();
        world.Model.Calls.Count.ShouldBeLessThan(8);
        (await world.BodiesAsync(outcome, "effect.denied")).ShouldContain(body => body.GetProperty("by").GetString()!.Contains("loop"));
    }

    [Fact]
    public async Task What_comes_out_of_the_repository_is_tool_level_wherever_it_goes()
    {
        using var world = new World();
        world.Model.On(World.Fix, World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(World.OneCoder);

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        var completed = await world.BodiesAsync(outcome, "step.completed");
        completed.Single(body => body.GetProperty("step").GetString() == World.Fix)
            .GetProperty("label").GetRawText().ShouldContain("tool", Case.Insensitive);
        completed.Single(body => body.GetProperty("step").GetString() == "sense")
            .GetProperty("label").GetRawText().ShouldContain("tool", Case.Insensitive);
        var raised = (await world.BodiesAsync(outcome, "label.raised")).ShouldHaveSingleItem();
        raised.GetProperty("by").GetString().ShouldBe("guard");
    }

    [Fact]
    public async Task A_goal_that_holds_a_configured_key_is_refused_before_anything_happens()
    {
        const string Canary = "key-canary-93c1b7d0aa";
        using var world = new World();
        world.Contract = world.Contract with { Goal = $"Use {Canary} to mend it." };
        world.Parts = world.Parts with { KnownSecrets = [Canary] };

        var refused = (await world.RunAsync()).ShouldBeOfType<TaskOutcome.Refused>();

        refused.Reasons.Single().ShouldContain("holds a secret");
        refused.Reasons.Single().ShouldNotContain(Canary);
        (await world.EventsAsync(refused)).ShouldBeEmpty();
        world.Sandbox.Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_in_a_file_or_in_a_tools_output_or_in_a_models_words_reaches_no_event_and_no_message()
    {
        const string Canary = "key-canary-93c1b7d0aa";
        var said = new List<string>();
        using var world = new World(new FakeSandbox(World.Total,
            new FakeTest("test_key",
                view => view("price.py")!.Contains(World.Right) ? null : $"token {Canary}")));
        world.Repository.Put("notes.py", $"# total prices {Canary}\n");
        world.Parts = world.Parts with
        {
            Ledger = new RedactingLedger(world.Ledger, new Redactor([new Secret("THE_KEY", Canary)])),
            Redactor = new Redactor([new Secret("THE_KEY", Canary)]),
            KnownSecrets = [Canary],
            Saying = (_, words) => said.Add(words),
            // The survey may not be asked with a key in its query, so nothing points at the changed file.
            Asker = (_, _) => new(true),
        };
        world.Model.On(World.Fix, Arms.CoderTests.Call("search", new() { ["pattern"] = Canary }), $"no patch but {Canary}",
            Words.Replace("price.py", World.Wrong, $"    key = '{Canary}'\n" + World.Right), World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync(World.OneCoder);

        outcome.ShouldBeOfType<TaskOutcome.Done>(string.Join("; ",
            (outcome as TaskOutcome.Halted)?.Waiting.Select(waiting => waiting.Request.Question) ?? []));
        var events = await world.EventsAsync(outcome);
        events.Select(entry => Encoding.UTF8.GetString(entry.Body.Span)).ShouldAllBe(body => !body.Contains(Canary));
        said.ShouldNotBeEmpty();
        said.ShouldAllBe(words => !words.Contains(Canary));
        world.Repository.Text("price.py").ShouldNotBeNull().ShouldNotContain(Canary);
    }

    [Fact]
    public async Task The_story_of_a_task_tells_its_plan_calls_cost_and_where_each_file_came_from()
    {
        using var world = new World();
        world.Model.On("solve", Words.Plan()).On(World.Fix, World.Mend).On("solve/judge", Words.Accept);

        var outcome = await world.RunAsync();
        var story = await world.StoryAsync(outcome);

        story.Goal.ShouldBe(world.Contract.Goal);
        story.Repository.ShouldBe(world.Repository.Root);
        story.Status.ShouldBe("done");
        story.Calls.Select(call => call.Step).ShouldBe(["solve", World.Fix, "solve/judge"]);
        story.Spent.ShouldNotBeNull().Settled.Tokens.ShouldBe(360);
        story.Spent!.Settled.Usd.ShouldBe(3 * (100 * 1m + 20 * 10m) / 1_000_000);
        var artifact = story.Artifacts.ShouldHaveSingleItem();
        artifact.ShouldSatisfyAllConditions(
            () => artifact.Path.ShouldBe("price.py"),
            () => artifact.Kind.ShouldBe("edited"),
            () => artifact.Arm.ShouldBe("arm/coder"),
            () => artifact.Tool.ShouldBe("stage"),
            () => artifact.Model.ShouldBe("main"),
            () => artifact.PromptHash.ShouldBe(story.Calls[1].PromptHash),
            () => artifact.Sources.ShouldContain("price.py"),
            () => artifact.Time.ShouldBe(world.Time.GetUtcNow()),
            () => artifact.TestsPassed.ShouldContain("the repository's tests: 1 passed"));
        (await world.BlobAsync(story.Diff.ShouldNotBeNull())).ShouldContain("+" + World.Right.TrimEnd());
    }

    [Fact]
    public async Task A_written_change_can_be_taken_back_once()
    {
        using var world = new World();
        world.Model.On(World.Fix, World.Mend).On("solve/judge", Words.Accept);
        var done = await world.RunAsync(World.OneCoder);

        (await new Animal(world.Parts).UndoAsync(done.Task)).ShouldBeOfType<TaskOutcome.Done>().Files.ShouldBe(["price.py"]);
        world.Repository.Text("price.py").ShouldBe(World.Shop["price.py"]);
        (await new Animal(world.Parts).UndoAsync(done.Task)).ShouldBeOfType<TaskOutcome.Refused>();
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static World With(IReadOnlyList<string> tools, Func<ArmContext, Task> work, ITool? brought = null)
    {
        var world = new World();
        world.Parts = world.Parts with { Arms = [new ProbeArm(tools, work, brought)] };
        return world;
    }

    private sealed class TideTool : ITool
    {
        public string Name => "tide";

        public string Description => "Tells the tide.";

        public System.Text.Json.JsonElement Schema { get; } = Json("""{"type": "object"}""");

        public Core.Contracts.EffectKind Effect => Core.Contracts.EffectKind.Pure;

        public string Subject(System.Text.Json.JsonElement arguments) => "tide";

        public ValueTask<ToolResult> RunAsync(System.Text.Json.JsonElement arguments, Limbs.Limb limb,
            CancellationToken cancellationToken) => new(new ToolResult(true, "high", Core.Labels.Labels.Tool("tide")));
    }

    private sealed class ProbeArm(IReadOnlyList<string> tools, Func<ArmContext, Task> work, ITool? brought) : IArm
    {
        public string Name => "probe";

        public string Purpose => "Tries what it may.";

        public IReadOnlyList<string> Tools => tools;

        public IReadOnlyList<ITool> Bring() => brought is null ? [] : [brought];

        public async ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
        {
            await work(context);
            return new ArmOutcome.Done(new ArmReport { Arm = Name, Summary = "Tried.", Confidence = 1, Trace = context.Trace.Trace });
        }
    }
}
