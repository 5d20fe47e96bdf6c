using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Plans;

public class PlanBuilderTests
{
    private sealed record Found(IReadOnlyList<string> Files, Summary Summary);

    private sealed record Summary(int Count);

    [Fact]
    public void A_plan_built_in_code_runs_like_one_written_down()
    {
        var builder = new PlanBuilder("fix", "green tests");
        var find = builder.Step<Found>("find", "find").With("goal", PlanBuilder.Input<string>("goal")).Effect(EffectKind.Idempotent);
        var edits = builder.Step<string>("edit", "edit").With("file", PlanBuilder.Item<string>()).With("level", 3)
            .Each(find.Get(found => found.Files));
        var judge = builder.Step<bool>("judge", "judge").With("edits", edits).With("count", find.Get(found => found.Summary.Count))
            .With("strict", true).With("how", "all of \"them\"").After(edits).Accept("tests pass");
        var plan = builder.Build(new PlanLimits(), judge).ShouldBeOfType<Parsed<Plan>.Ok>().Value;

        var world = new World();
        world.With("find", _ => World.Ok("""{"files":["a","b"],"summary":{"count":2}}"""));
        world.With("edit", context => World.Ok($"\"{context.Arguments["file"].Value.GetString()}{context.Arguments["level"].Value}\""));
        world.With("judge", context => World.Ok(
            JsonSerializer.Serialize(context.Arguments.ToDictionary(one => one.Key, one => one.Value.Value))));
        var output = world.Run(plan, ("goal", "\"g\"")).ShouldBeOfType<PlanOutcome.Done>().Output.Value;
        output.GetProperty("edits").GetRawText().ShouldBe("""["a3","b3"]""");
        output.GetProperty("count").GetInt32().ShouldBe(2);
        output.GetProperty("how").GetString().ShouldBe("all of \"them\"");
    }

    [Fact]
    public void A_plan_built_wrongly_has_every_fault_listed()
    {
        var builder = new PlanBuilder("p");
        builder.Step<int>("a", "x");
        builder.Step<int>("a", "");
        builder.Build(new PlanLimits { Uses = [] }).ShouldBeOfType<Parsed<Plan>.Faulty>().Faults.Count.ShouldBe(3);
    }

    [Fact]
    public void Only_chains_of_properties_name_a_part() => Should.Throw<ArgumentException>(() =>
        new PlanBuilder("p").Step<Found>("a", "x").Get(found => found.Files.Count + 1));

    [Fact]
    public void A_plan_is_drawn_and_names_cannot_break_out_of_the_drawing()
    {
        var builder = new PlanBuilder("p");
        var a = builder.Step<int>("a", "find\"]; click <script>");
        var inner = new Plan { Name = "", Steps = [new PlanStep { Name = "in", Use = "x" }] };
        var nest = builder.Nest<int>("nest", inner).With("v", a).Approve("Sure?");
        builder.Step<int>("last", "x").After(nest);
        var drawing = PlanDrawing.ToMermaid(builder.Build(new PlanLimits()).ShouldBeOfType<Parsed<Plan>.Ok>().Value);
        drawing.ShouldStartWith("flowchart TD\n");
        drawing.ShouldContain("s1 --> s2");
        drawing.ShouldContain("s2 -.-> s4");
        drawing.ShouldContain("subgraph s2[\"nest\"]");
        drawing.ShouldNotContain("<script>");
    }
}
