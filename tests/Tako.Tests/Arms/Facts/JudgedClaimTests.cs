using System.Text.Json.Nodes;
using Tako.Reports;

namespace Tako.Tests.Arms.Facts;

/// <summary>Claims about texts, from an arm that reads them to the end of the task.</summary>
public sealed class JudgedClaimTests
{
    private const string Evidence = "sources:docs/limits.md; docs/design.md";

    private static readonly Dictionary<string, string> WithDocs = new(World.Shop)
    {
        ["docs/limits.md"] = "# Limits\n\nA basket holds at most 12 prices. Totals are kept for 30 days.\n",
        ["docs/design.md"] = "# Design\n\nThe shop is small on purpose. A basket holds at most twelve prices.\n",
        ["docs/copy.md"] = "# Limits\n\nA basket holds at most 12 prices. Totals are kept for 30 days.\n",
    };

    private static readonly Plan ReadThenMend = Words.Parsed("""
        {"name": "read", "steps": [
          {"name": "read", "use": "arm/reader"},
          {"name": "fix", "use": "arm/coder", "with": {"goal": {"value": "mend it"}}, "accept": ["tests pass"]}
        ]}
        """);

    [Fact]
    public async Task A_claim_that_two_files_hold_stands_in_the_judges_report_with_their_words_and_the_change_is_written()
    {
        using var world = Of(new Reader(["docs/limits.md", "docs/design.md"], [new Claim("A basket holds at most 12 prices.", Evidence)]));

        var outcome = await world.RunAsync(ReadThenMend);

        outcome.ShouldBeOfType<TaskOutcome.Done>();
        var fact = (await FactsAsync(world, outcome)).ShouldHaveSingleItem()!;
        fact["verdict"]!.GetValue<string>().ShouldBe("supported");
        fact["reasons"]!.ToJsonString().ShouldContain("A basket holds at most twelve prices.");
    }

    [Fact]
    public async Task A_contradicted_claim_keeps_the_change_from_the_disk_and_is_named_though_the_tests_are_green()
    {
        using var world = Of(new Reader(["docs/limits.md", "docs/design.md"], [new Claim("A basket holds at most 15 prices.", Evidence)]));

        var outcome = await world.RunAsync(ReadThenMend, AskMode.Never);

        outcome.ShouldBeOfType<TaskOutcome.Partial>().Missing
            .ShouldContain(what => what.Contains("says at most 12 prices, not at most 15 prices", StringComparison.Ordinal));
        world.Repository.Text("price.py").ShouldBe(World.Shop["price.py"]);
        (await FactsAsync(world, outcome)).ShouldHaveSingleItem()!["verdict"]!.GetValue<string>().ShouldBe("contradicted");
        (await ReportAsync(world, outcome))["summary"]!.GetValue<string>().ShouldStartWith("Not accepted: reader: ");
        world.Model.Calls.ShouldNotContain(call => call.Step == "solve/judge");
    }

    [Theory]
    [InlineData("sources:docs/limits.md; docs/copy.md", "1 of 2 independent sources")]
    [InlineData("sources:docs/limits.md; action:1", "1 of 2 independent sources")]
    [InlineData("sources:docs/limits.md; docs/design.md \"at most a dozen\"", "does not have the words that are quoted from it")]
    [InlineData("sources:docs/limits.md; docs/more.md", "docs/more.md is no text that the task has read")]
    [InlineData("sources:docs/limits.md; mine.md", "mine.md is no text that the task has read")]
    [InlineData("sources:", "0 of 2 independent sources")]
    public async Task A_claim_with_too_little_behind_it_lowers_confidence_until_a_person_is_asked(string evidence, string why)
    {
        using var world = Of(new Reader(["docs/limits.md", "docs/copy.md", "docs/design.md", "mine.md"],
            [new Claim("A basket holds at most 12 prices.", evidence)]));

        var halted = (await world.RunAsync(ReadThenMend)).ShouldBeOfType<TaskOutcome.Halted>();

        halted.Waiting.Single().Request.Question.ShouldContain("low confidence");
        var fact = (await FactsAsync(world, halted)).ShouldHaveSingleItem()!;
        fact["verdict"]!.GetValue<string>().ShouldBe("insufficient");
        fact["reasons"]!.ToJsonString().Replace("\\u0022", "\"", StringComparison.Ordinal).ShouldContain(why);
        (await ReportAsync(world, halted))["confidence"]!.GetValue<double>().ShouldBeLessThan(0.5);
    }

    [Fact]
    public async Task How_many_sources_a_claim_needs_is_a_setting()
    {
        using var world = Of(new Reader(["docs/limits.md"], [new Claim("Totals are kept for 30 days.", "sources:docs/limits.md")]));
        world.Parts = world.Parts with { Brain = new BrainOptions { ClaimSources = 1 } };

        (await world.RunAsync(ReadThenMend)).ShouldBeOfType<TaskOutcome.Done>();
    }

    private static World Of(Reader reader)
    {
        var world = new World(files: WithDocs);
        world.Parts = world.Parts with { Arms = [reader] };
        world.Model.On(World.Fix, World.Mend).On("solve/judge", Words.Accept);
        return world;
    }

    private static async Task<JsonArray> FactsAsync(World world, TaskOutcome outcome) =>
        (await ReportAsync(world, outcome))["value"]!["facts"]!.AsArray();

    private static async Task<JsonNode> ReportAsync(World world, TaskOutcome outcome)
    {
        var reported = (await world.BodiesAsync(outcome, "arm.reported")).First(body => body.GetProperty("arm").GetString() == "judge");
        return JsonNode.Parse(await world.BlobAsync(reported.GetProperty("report").GetString()!))!;
    }

    /// <summary>Reads files, one of which it wrote itself, and claims what it is told to.</summary>
    private sealed class Reader(IReadOnlyList<string> files, IReadOnlyList<Claim> claims) : IArm
    {
        public string Name => "reader";

        public string Purpose => "Reads files and says what they say.";

        public IReadOnlyList<string> Tools => ["read"];

        public async ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
        {
            context.Limb.Stage(Tako.Workspace.Repairs.EditReader.Read(Words.Write("mine.md", "A basket holds at most 12 prices.\n"))
                .ShouldBeOfType<Tako.Core.Faults.Parsed<IReadOnlyList<Tako.Workspace.Repairs.Edit>>.Ok>().Value);
            foreach (var file in files)
                await context.Tools.UseAsync("read", JsonSerializer.SerializeToElement(new { path = file }), cancellationToken);
            return new ArmOutcome.Done(new ArmReport
            {
                Arm = Name,
                Summary = "Read.",
                Confidence = 0.9,
                Claims = claims,
                Trace = context.Trace.Trace,
            });
        }
    }
}
