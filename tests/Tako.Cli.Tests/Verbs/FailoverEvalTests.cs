using Tako.Cli.Tests.Kit;
using Tako.Cli.Verbs;
using Tako.Eval;
using Tako.Eval.Failover.Provider;

namespace Tako.Cli.Tests.Verbs;

public class FailoverEvalTests
{
    [Fact]
    public async Task A_target_that_does_not_lead_to_the_faulty_provider_is_told_how_to_be_configured()
    {
        using var home = new Home();
        await using var elsewhere = FaultyProvider.Start();

        var lost = (await home.TakoAsync("eval", "failover", "--target", elsewhere.OpenAiAddress.ToString(), "--key", "k",
            "--surface", "messages")).Ends(ExitCode.Usage);
        lost.Error.ShouldContain("status 404");
        lost.Error.ShouldContain("s: { kind: anthropic, baseAddress: \"http://127.0.0.1:");
        lost.Error.ShouldContain("s16: { chain: [s16-primary, s16-fallback] }");
        lost.Error.ShouldContain("--provider-port");
    }

    [Theory]
    [InlineData("no address", "failover", "--target", "nowhere")]
    [InlineData("is for the suite failover", "cost", "--target", "http://127.0.0.1:1")]
    [InlineData("name their folder in --data", "limb")]
    [InlineData("There is no suite", "tentacles")]
    [InlineData("--at-once must be", "failover", "--at-once", "0")]
    [InlineData("--provider-port must be", "failover", "--provider-port", "70000")]
    public async Task What_does_not_fit_is_refused_with_the_way_out(string message, params string[] arguments)
    {
        using var home = new Home();
        (await home.TakoAsync(["eval", .. arguments])).Ends(ExitCode.Usage).Error.ShouldContain(message);
    }

    [Fact]
    public void Verdicts_are_printed_as_a_scorecard_with_the_reasons_below()
    {
        var to = new StringWriter();
        ScorecardTable.Write(to,
        [
            Verdict("chat", "s01", "pass", "attempts 2 + 0, 2.1 s"), Count("chat", 1),
            Verdict("messages", "s01", "partial", "served, but late"), Count("messages", 0),
        ]);

        to.ToString().Split(Environment.NewLine).ShouldBe(
        [
            "                            chat  messages",
            "s01   429 with Retry-After  pass  partial",
            "pass                        1     0",
            "",
            "chat      s01  pass     attempts 2 + 0, 2.1 s",
            "messages  s01  partial  served, but late",
            "",
        ]);
    }

    private static Measure Verdict(string set, string name, string verdict, string why) =>
        Count(set, 0) with { Name = name, Verdict = verdict, About = "429 with Retry-After", Why = why };

    private static Measure Count(string set, int value) =>
        new() { Suite = "failover", Set = set, Name = "pass", Value = value, Better = "higher", N = 1 };
}
