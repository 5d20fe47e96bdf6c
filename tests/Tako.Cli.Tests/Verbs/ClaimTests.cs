using System.Text.Json;
using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

/// <summary>Claims of the retriever about what files say, checked by the judge and told at the end of <c>tako run</c>.</summary>
public class ClaimTests
{
    private const string Plan = """
        {"name": "ask", "steps": [
          {"name": "look", "use": "arm/retriever", "with": {"goal": {"value": "how many prices a basket holds"},
            "question": {"value": "How many prices does a basket hold, and how long are totals kept?"}}},
          {"name": "mend", "use": "arm/coder", "after": ["look"],
            "with": {"goal": {"value": "the coffee in drink.txt"}}, "accept": ["tea"]}]}
        """;

    [Fact]
    public async Task Claims_that_files_hold_are_told_as_supported_and_the_change_is_written()
    {
        using var desk = Of(Claim("A basket holds at most 12 prices.",
            ("docs/limits.md", "A basket holds at most 12 prices."),
            ("docs/design.md", "A basket holds at most twelve \"small\" prices.")));

        var ran = (await desk.RunAsync()).Ends(ExitCode.Done);

        ran.Out.ShouldMatch(@"supported +retriever: A basket holds at most 12 prices\.");
        desk.Repository.Read("drink.txt").ShouldBe("tea\n");
        // Told again by whoever asks again.
        (await desk.Home.TakoAsync("resume", ran.Task)).Ends(ExitCode.Done).Out.ShouldContain("supported");
    }

    [Fact]
    public async Task Each_claim_is_told_with_its_verdict_and_one_that_is_contradicted_is_put_to_a_person()
    {
        using var desk = Of(
            Claim("A basket holds at most 12 prices.", ("docs/limits.md", "at most 12 prices"), ("docs/design.md", "")),
            Claim("A basket holds at most 15 prices.", ("docs/limits.md", ""), ("docs/design.md", "")),
            Claim("Totals are kept for 30 days.", ("docs/limits.md", "Totals are kept for 30 days.")),
            Claim("Totals are kept for 30 days.", ("docs/limits.md", "Totals are kept for a month."), ("docs/none.md", "")));

        var ran = (await desk.RunAsync("--ask", "never", "--json")).Ends(ExitCode.Denied);

        var claims = ran.Json.GetProperty("claims").EnumerateArray().ToList();
        claims.Select(static claim => claim.GetProperty("verdict").GetString())
            .ShouldBe(["supported", "contradicted", "insufficient", "insufficient"]);
        claims.ShouldAllBe(claim => claim.GetProperty("arm").GetString() == "retriever");
        claims[1].GetProperty("why").GetString()!.ShouldContain("says at most 12 prices, not at most 15 prices");
        claims[3].GetProperty("why").GetString()!.ShouldContain("docs/none.md is no text that the task has read");
        desk.Repository.Read("drink.txt").ShouldBe("coffee\n");
    }

    private static object Claim(string text, params (string File, string Quote)[] sources) =>
        new { text, sources = sources.Select(static source => new { file = source.File, quote = source.Quote }) };

    private static Desk Of(params object[] claims)
    {
        var repository = Repository.Shell();
        repository.Write("docs/limits.md", "# Limits\n\nA basket holds at most 12 prices. Totals are kept for 30 days.\n");
        repository.Write("docs/design.md", "# Design\n\nThe shop is small on purpose. A basket holds at most twelve prices.\n");
        repository.Commit();
        return new Desk(repository, Words.Cassette(new Dictionary<string, string[]>
        {
            ["solve"] = [Plan],
            ["solve/work/look"] = [JsonSerializer.Serialize(new { claims })],
            ["solve/work/mend"] = [Words.Tea],
            ["solve/judge"] = [Words.Accept],
        }));
    }
}
