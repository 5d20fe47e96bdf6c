using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

/// <summary><c>keys</c> and <c>keys team</c>.</summary>
public class KeysTests
{
    [Fact]
    public async Task A_key_is_made_listed_changed_shown_and_revoked()
    {
        using var home = new Home();
        (await home.TakoAsync("keys", "list")).Ends(ExitCode.Done).Out.ShouldContain("tako keys create");
        var made = (await home.TakoAsync("keys", "create", "ci", "--budget", "5usd/day", "--budget", "2M/month@gpt-*",
            "--requests", "60",
            "--tag", "nightly", "--expires", "30d")).Ends(ExitCode.Done);
        made.Out.Trim().ShouldMatch("^tako-[0-9A-Za-z]{40}$");
        made.Error.ShouldContain("only time");
        home.Kept().ShouldNotContain(made.Out.Trim());

        (await home.TakoAsync("keys", "list")).Out.ShouldContain("5 USD/day; 2000000 tokens/month for gpt-*; 60 requests/minute");
        (await home.TakoAsync("keys", "change", "ci", "--requests", "none", "--concurrency", "3", "--name", "build",
            "--expires", "never",
            "--model", "gpt-*")).Ends(ExitCode.Done).Out.ShouldContain("3 at a time");
        await Spent.ByAsync(home, ("build", "gpt-5", null, 500));
        var shown = (await home.TakoAsync("keys", "show", "build", "--json")).Ends(ExitCode.Done).Json;
        shown.GetProperty("settings").GetProperty("models")[0].GetString().ShouldBe("gpt-*");
        shown.GetProperty("settings").TryGetProperty("expires", out _).ShouldBeFalse();
        shown.GetProperty("limits").EnumerateArray().Select(limit => limit.GetProperty("usedTokens").GetInt64())
            .ShouldBe([500, 500, 0]);
        shown.TryGetProperty("hash", out _).ShouldBeFalse();
        (await home.TakoAsync("keys", "show", "build")).Out.ShouldContain("5 USD/day (key 'build'): 1 USD used");

        (await home.TakoAsync("keys", "revoke", "build", "--note", "gone")).Ends(ExitCode.Done).Out.ShouldContain("revoked");
        (await home.TakoAsync("keys", "list")).Out.ShouldNotContain("build");
        (await home.TakoAsync("keys", "list", "--all", "--json"))
            .Json.GetProperty("keys")[0].TryGetProperty("revoked", out _).ShouldBeTrue();
        (await home.TakoAsync("keys", "change", "build", "--disable")).Ends(ExitCode.Refused).Error.ShouldContain("revoked");
    }

    [Fact]
    public async Task Teams_are_set_listed_and_removed()
    {
        using var home = new Home();
        (await home.TakoAsync("keys", "team", "set", "research", "--budget", "200usd/month", "--tokens-per-minute",
            "200k")).Ends(ExitCode.Done)
            .Out.ShouldContain("200 USD/month");
        var made = (await home.TakoAsync("keys", "create", "ci", "--team", "research", "--json")).Ends(ExitCode.Done).Json;
        made.GetProperty("key").GetString()!.ShouldStartWith("tako-");

        (await home.TakoAsync("keys", "team", "list", "--json")).Json.GetProperty("teams")[0].GetProperty("name")
            .GetString().ShouldBe("research");
        (await home.TakoAsync("keys", "team", "remove", "research")).Ends(ExitCode.Usage).Error.ShouldContain("ci");
        (await home.TakoAsync("keys", "change", "ci", "--team", "none")).Ends(ExitCode.Done);
        (await home.TakoAsync("keys", "team", "remove", "research")).Ends(ExitCode.Done);
        (await home.TakoAsync("keys", "team", "list")).Out.ShouldContain("no team yet");
        (await home.TakoAsync("keys", "team", "remove", "research")).Ends(ExitCode.Refused);
    }

    [Fact]
    public async Task A_wrong_name_tells_the_nearest_and_wrong_values_are_all_told()
    {
        using var home = new Home();
        (await home.TakoAsync("keys", "create", "nightly")).Ends(ExitCode.Done);

        (await home.TakoAsync("keys", "revoke", "nighlty")).Ends(ExitCode.Refused).Error.ShouldContain("Did you mean 'nightly'?");
        (await home.TakoAsync("keys", "show", "nighlty")).Ends(ExitCode.Refused).Error.ShouldContain("Did you mean 'nightly'?");
        (await home.TakoAsync("keys", "create", "Nightly", "--team", "x"))
            .Ends(ExitCode.Usage).Error.ShouldContain("a key of that name exists");
        var faults = (await home.TakoAsync("keys", "create", "b", "--budget", "5usd", "--requests", "many", "--expires",
            "2020-01-01"))
            .Ends(ExitCode.Usage).Error;
        foreach (var option in (string[])["--budget", "--requests", "--expires"])
            faults.ShouldContain(option);
        (await home.TakoAsync("keys", "list", "--json")).Json.GetProperty("keys").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Budgets_of_the_configuration_stand_over_a_key_too_and_their_faults_are_told()
    {
        using var home = new Home();
        home.Configure("budgets: [{ name: everyone, usd: 9, per: week }]\n");
        (await home.TakoAsync("keys", "create", "ci")).Ends(ExitCode.Done);
        (await home.TakoAsync("keys", "show", "ci")).Ends(ExitCode.Done).Out.ShouldContain("9 USD/week (budget 'everyone')");
        home.Configure("budgets:\n  - { usd: 9 }\n  - { usd: 9, per: year }\n");

        var wrong = (await home.TakoAsync("keys", "show", "ci")).Ends(ExitCode.Usage).Error;

        wrong.ShouldContain("line 3");
    }
}
