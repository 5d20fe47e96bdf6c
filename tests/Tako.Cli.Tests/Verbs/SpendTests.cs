using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

/// <summary><c>spend</c> and <c>forecast</c>.</summary>
public class SpendTests
{
    [Fact]
    public async Task Spend_is_told_apart_by_what_was_asked_for()
    {
        using var home = new Home();
        (await home.TakoAsync("spend")).Ends(ExitCode.Done).Out.ShouldContain("total");
        (await home.TakoAsync("keys", "team", "set", "t")).Ends(ExitCode.Done);
        (await home.TakoAsync("keys", "create", "ci", "--team", "t")).Ends(ExitCode.Done);
        await Spent.ByAsync(home, ("ci", "large", "code", 1000), ("ci", "small", null, 10), (null, "small", "code", 5));

        (await home.TakoAsync("spend", "--json")).Json.GetProperty("total").GetProperty("usd").GetDecimal().ShouldBe(2.03m);
        foreach (var (by, names, usd) in new[]
        {
            ("key", new[] { "ci", "(none)" }, new[] { 2.02m, 0.01m }),
            ("team", ["t", "(none)"], [2.02m, 0.01m]),
            ("model", ["large", "small"], [2m, 0.03m]),
            ("tag", ["code", "(none)"], [2.01m, 0.02m]),
        })
        {
            var lines = (await home.TakoAsync("spend", "--by", by, "--since", "day", "--json"))
                .Ends(ExitCode.Done).Json.GetProperty("lines");
            lines.EnumerateArray().Select(line => line.GetProperty("label").GetString()).ShouldBe(names);
            lines.EnumerateArray().Select(line => line.GetProperty("sum").GetProperty("usd").GetDecimal()).ShouldBe(usd);
        }

        (await home.TakoAsync("spend", "--by", "key")).Out.ShouldMatch(@"ci +2 +0 +0 +1010 +2\.020000");
        (await home.TakoAsync("spend", "--until", "2020-01-01", "--since", "2019-01-01", "--json")).Json.GetProperty("total")
            .GetProperty("calls").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_forecast_says_when_there_is_too_little_to_go_by()
    {
        using var home = new Home();
        (await home.TakoAsync("forecast")).Ends(ExitCode.Done).Out.ShouldContain("Nothing was spent yet");
        await Spent.ByAsync(home, (null, "m", null, 1000));

        var line = (await home.TakoAsync("forecast", "--by", "model", "--per", "week", "--json"))
            .Ends(ExitCode.Done).Json.GetProperty("lines")[0];

        line.GetProperty("spent").GetDecimal().ShouldBe(2);
        line.GetProperty("expected").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        line.GetProperty("method").GetString()!.ShouldContain("too little history");
        (await home.TakoAsync("forecast")).Out.ShouldContain("too little history");
    }

    [Theory]
    [InlineData("spend", "--by", "colour")]
    [InlineData("spend", "--by", "3")]
    [InlineData("spend", "--since", "someday")]
    [InlineData("spend", "--until", "someday")]
    [InlineData("forecast", "--per", "total")]
    [InlineData("forecast", "--by", "day")]
    public async Task Words_that_mean_nothing_are_refused_with_those_that_do(params string[] arguments)
    {
        using var home = new Home();

        var error = (await home.TakoAsync(arguments)).Ends(ExitCode.Usage).Error;

        error.ShouldContain(arguments[1]);
        error.ShouldNotContain("   at ");
    }
}
