using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Scheduling;

public class ShapeTests
{
    private static World Echoing()
    {
        var world = new World();
        return world.With("echo", context =>
            World.Ok($"{{{string.Join(",", context.Arguments.Select(one => $"\"{one.Key}\":{one.Value.Value.GetRawText()}"))}}}"));
    }

    [Fact]
    public void Values_flow_from_inputs_and_steps_into_arguments()
    {
        var done = Echoing().Run("""
            name: p
            output: second
            steps:
              - { name: first, use: echo, with: { goal: { input: goal, path: /text }, n: 7 } }
              - name: second
                use: echo
                with:
                  whole: { step: first }
                  parts: [ { step: first, path: /n }, { literal: { value: { step: first } } } ]
            """, ("goal", """{"text":"green"}""")).ShouldBeOfType<PlanOutcome.Done>();
        done.Output.Value.GetRawText().ShouldBe("""{"whole":{"goal":"green","n":7},"parts":[7,{"literal":{"step":"first"}}]}""");
        done.Values.Keys.Order().ShouldBe(["first", "second"]);
    }

    [Fact]
    public void A_value_carries_the_labels_of_what_it_was_made_from()
    {
        var world = Echoing();
        world.With("secret", _ => new StepOutcome.Ok(JsonElement.Parse("1"), new Label(Integrity.Web, Confidentiality.Secret, ["web"])));
        var done = world.Run("""
            name: p
            steps:
              - { name: page, use: secret }
              - { name: mixed, use: echo, with: { a: { step: page }, b: { input: goal } } }
              - { name: plain, use: echo, with: { b: { input: goal } } }
            """, ("goal", "1")).ShouldBeOfType<PlanOutcome.Done>();
        done.Values["mixed"].Label.Integrity.ShouldBe(Integrity.Web);
        done.Values["mixed"].Label.Confidentiality.ShouldBe(Confidentiality.Secret);
        done.Values["mixed"].Label.Sources.ShouldBe(["user", "web"]);
        done.Values["plain"].Label.Integrity.ShouldBe(Integrity.Tool);
        world.CrashedAfter(world.Journal().Count).Resume()
            .ShouldBeOfType<PlanOutcome.Done>().Values["mixed"].Label.Sources.ShouldBe(["user", "web"]);
    }

    [Fact]
    public void A_reference_to_a_part_that_is_not_there_fails_the_step_with_the_reason()
    {
        var failed = Echoing().Run("""
            name: p
            steps:
              - { name: a, use: echo, with: { x: 1 } }
              - { name: b, use: echo, with: { y: { step: a, path: /nothing } } }
            """).ShouldBeOfType<PlanOutcome.Failed>();
        failed.Step.ShouldBe("b");
        failed.Why.ShouldBe("argument 'y': the value of step 'a' has nothing at '/nothing'");
    }

    [Fact]
    public void What_depends_on_a_skipped_step_is_skipped_unless_it_says_otherwise()
    {
        var world = Echoing();
        var done = world.Run("""
            name: p
            output: told
            steps:
              - { name: count, use: echo, with: { n: 0 } }
              - { name: repair, use: echo, when: { value: { step: count, path: /n }, more: 0 } }
              - { name: check, use: echo, after: [repair] }
              - { name: report, use: echo, after: [check], evenIfSkipped: true }
              - { name: default, use: echo, with: { r: { step: repair, else: none } } }
              - { name: told, use: echo, when: { step: repair, was: skipped } }
            """).ShouldBeOfType<PlanOutcome.Done>();
        done.Values.Keys.Order().ShouldBe(["count", "default", "report", "told"]);
        done.Values["default"].Value.GetRawText().ShouldBe("""{"r":"none"}""");
    }

    [Fact]
    public void A_list_runs_a_step_for_each_item_and_keeps_their_order()
    {
        var world = new World { Options = new ReactorOptions { Concurrency = 3 } };
        var (now, most) = (0, 0);
        world.With("list", _ => World.Ok("""{"files":[{"path":"a","s":3},{"path":"b","s":1},{"path":"c","s":2},{"path":"d","s":1}]}"""));
        world.With("edit", async (context, stop) =>
        {
            most = Math.Max(most, ++now);
            var file = context.Arguments["file"].Value;
            await Task.Delay(TimeSpan.FromSeconds(file.GetProperty("s").GetInt32()), world.Time, stop);
            now--;
            return file.GetProperty("path").GetString() == "b" && context.Attempt == 1
                ? new StepOutcome.Retry(null, "once more")
                : World.Ok($"\"{file.GetProperty("path").GetString()}!\"");
        });
        var done = world.Run("""
            name: p
            steps:
              - { name: list, use: list }
              - { name: edit, use: edit, each: { step: list, path: /files }, key: /path, with: { file: { item: true } } }
            """).ShouldBeOfType<PlanOutcome.Done>();
        done.Output.Value.GetRawText().ShouldBe("""["a!","b!","c!","d!"]""");
        most.ShouldBe(3);
        world.Ran.Order().ShouldBe(["edit[a]", "edit[b]", "edit[b]", "edit[c]", "edit[d]", "list"]);
    }

    [Fact]
    public void An_empty_list_gives_an_empty_list_and_what_is_no_list_fails()
    {
        const string Plan = """
            name: p
            steps:
              - { name: each, use: echo, each: { input: items }, with: { i: { item: true } } }
            """;
        Echoing().Run(Plan, ("items", "[]")).ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetRawText().ShouldBe("[]");
        Echoing().Run(Plan, ("items", "7")).ShouldBeOfType<PlanOutcome.Failed>().Why.ShouldBe("'each' is not a list.");
    }

    [Fact]
    public void Plans_nest_and_a_list_of_nested_plans_works_too()
    {
        var world = Echoing();
        var done = world.Run("""
            name: p
            steps:
              - name: each
                use: plan
                each: { input: files }
                with: { file: { item: true } }
                plan:
                  steps:
                    - { name: read, use: echo, with: { of: { input: file } } }
                    - { name: write, use: echo, with: { was: { step: read, path: /of } } }
            """, ("files", """["a","b"]""")).ShouldBeOfType<PlanOutcome.Done>();
        done.Output.Value.GetRawText().ShouldBe("""[{"was":"a"},{"was":"b"}]""");
        world.Ran.Order().ShouldBe(["each[0]/read", "each[0]/write", "each[1]/read", "each[1]/write"]);
    }

    [Fact]
    public void A_step_adds_steps_that_see_its_arguments()
    {
        var world = Echoing();
        world.With("think", context => new StepOutcome.OkWithSteps(JsonElement.Parse("\"thought\""),
        [
            new PlanStep { Name = "one", Use = "echo", With = new Dictionary<string, Argument> { ["g"] = new Argument.FromInput("goal") } },
            new PlanStep { Name = "two", Use = "echo", With = new Dictionary<string, Argument> { ["o"] = new Argument.FromStep("one") } },
        ], context.Arguments["wait"].Value.GetBoolean() ? "two" : null));
        const string Plan = """
            name: p
            output: use
            steps:
              - { name: think, use: think, with: { goal: g, wait: { input: wait } } }
              - { name: use, use: echo, with: { t: { step: think } } }
            """;
        var done = world.Run(Plan, ("wait", "true")).ShouldBeOfType<PlanOutcome.Done>();
        done.Output.Value.GetRawText().ShouldBe("""{"t":{"o":{"g":"g"}}}""");
        world.Ran.ShouldBe(["think", "think/one", "think/two", "use"]);

        var other = Echoing().With("think", context => new StepOutcome.OkWithSteps(JsonElement.Parse("\"thought\""),
            [new PlanStep { Name = "one", Use = "echo" }]));
        other.Run(Plan, ("wait", "false")).ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetRawText().ShouldBe("""{"t":"thought"}""");
        other.Ran.Order().ShouldBe(["think", "think/one", "use"]);
    }

    [Fact]
    public void Added_steps_survive_a_crash_at_any_event()
    {
        static World Thinking() => Echoing().With("think", _ => new StepOutcome.OkWithSteps(JsonElement.Parse("1"),
            [new PlanStep { Name = "a", Use = "echo" }, new PlanStep { Name = "b", Use = "echo", After = ["a"] }], "b"));
        const string Plan = """
            name: p
            steps:
              - { name: think, use: think }
              - { name: after, use: echo, with: { t: { step: think } } }
            """;
        var world = Thinking();
        var whole = world.Run(Plan).ShouldBeOfType<PlanOutcome.Done>();
        var journal = world.Journal();
        for (var cut = 1; cut <= journal.Count; cut++)
        {
            var later = world.CrashedAfter(cut);
            later.Resume().ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetRawText().ShouldBe(whole.Output.Value.GetRawText());
            later.Journal().Count(entry => entry.Type == "steps.added").ShouldBe(1);
            later.Journal().Count(entry => entry.Type == "plan.completed").ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("fresh", "is a plan nested deeper than 6 levels")]
    [InlineData("same", "it would never end")]
    public void Steps_that_add_themselves_for_ever_are_stopped(string how, string why)
    {
        var world = new World();
        world.With("think", context => new StepOutcome.OkWithSteps(JsonElement.Parse("1"),
        [
            new PlanStep
            {
                Name = "again",
                Use = "think",
                With = how == "same"
                    ? []
                    : new Dictionary<string, Argument> { ["n"] = new Argument.Value(
                        JsonElement.Parse($"{world.Ran.Count}")) },
            },
        ]));
        world.Run("name: p\nsteps:\n  - { name: think, use: think }\n").ShouldBeOfType<PlanOutcome.Failed>().Why.ShouldContain(why);
        world.Ran.Count.ShouldBeLessThan(8);
    }

    [Fact]
    public void A_recursion_through_nested_plans_that_a_step_made_is_found()
    {
        var world = new World();
        world.With("think", _ => new StepOutcome.OkWithSteps(JsonElement.Parse("1"),
        [
            new PlanStep
            {
                Name = "inner",
                Use = "plan",
                Plan = new Plan { Name = "", Steps = [new PlanStep { Name = "again", Use = "think" }] },
            },
        ]));
        world.Run("name: p\nsteps:\n  - { name: think, use: think }\n").ShouldBeOfType<PlanOutcome.Failed>()
            .Step.ShouldBe("think/inner/again");
    }

    [Fact]
    public void Added_steps_are_checked_like_a_plan_and_counted()
    {
        var world = new World { Options = new ReactorOptions { AddedSteps = 3 } };
        world.With("bad", _ => new StepOutcome.OkWithSteps(JsonElement.Parse("1"),
            [new PlanStep { Name = "x", Use = "unknown", After = ["y"] }, new PlanStep { Name = "", Use = "bad" }]));
        var why = world.Run("name: p\nsteps:\n  - { name: bad, use: bad }\n").ShouldBeOfType<PlanOutcome.Failed>().Why;
        why.ShouldContain("'unknown', which is not known");
        why.ShouldContain("'y', which is not in this plan");
        why.ShouldContain("stable name");

        var many = new World { Options = new ReactorOptions { AddedSteps = 3 } };
        many.With("many", _ => new StepOutcome.OkWithSteps(JsonElement.Parse("1"),
            [.. Enumerable.Range(0, 4).Select(index => new PlanStep { Name = $"s{index}", Use = "many" })]));
        many.Run("name: p\nsteps:\n  - { name: many, use: many }\n").ShouldBeOfType<PlanOutcome.Failed>().Why.ShouldContain("limit 3");
        many.Ran.Count.ShouldBe(1);
    }

    [Fact]
    public void A_plan_that_is_not_valid_here_is_a_mistake_of_the_caller()
    {
        var plan = new Plan { Name = "p", Steps = [new PlanStep { Name = "", Use = "echo" }] };
        Should.Throw<ArgumentException>(() => Echoing().Run(plan)).Message.ShouldContain("stable name");
    }
}
