using Tako.Cli.Tests.Kit;
using Tako.Testing.Models;

namespace Tako.Cli.Tests.Composition;

/// <summary>What the user's configuration file says beside providers.</summary>
public class SettingsTests
{
    [Fact]
    public async Task Faults_of_the_configuration_are_listed_at_once_with_their_lines()
    {
        using var desk = Desk.Shell();
        desk.Home.Configure("model: fake\nlimits:\n  tokens: lots\n  time: soon\nsandbox:\n  minimumTier: L9\nsurprise: 1\n");

        var ran = (await desk.RunAsync()).Ends(ExitCode.Usage);

        foreach (var line in (string[])["line 3", "line 4", "line 6", "line 7"])
            ran.Error.ShouldContain(line);
    }

    [Fact]
    public async Task Shares_that_fall_are_refused()
    {
        using var desk = Desk.Shell();
        desk.Home.Configure("degrade: { cheaperModel: 0.9, fewerArms: 0.2 }\n");

        (await desk.RunAsync()).Ends(ExitCode.Usage).Error.ShouldContain("degrade");
    }

    [Fact]
    public async Task Limits_bound_what_a_contract_may_spend()
    {
        using var desk = Desk.Shell();
        desk.Home.Configure("limits: { tokens: 100 }\n");

        (await desk.RunAsync("--tokens", "2M")).Ends(ExitCode.OutOfBudget);

        desk.Repository.Read("drink.txt").ShouldBe("coffee\n");
    }

    [Fact]
    public async Task At_its_share_of_the_budget_a_cheaper_model_answers()
    {
        await using var provider = FakeProvider.Start(Words.Plan, Words.Tea, Words.Accept);
        using var desk = Desk.Shell();
        desk.Home.Configure($$"""
            model: careful
            providers:
              local: { kind: compatible, baseAddress: "{{provider.OpenAiAddress}}" }
            models:
              careful: { provider: local, cheaper: small }
              small: { provider: local }
            degrade: { cheaperModel: 0, fewerArms: 1, reflexesOnly: 1, partial: 1 }
            """);

        (await desk.Home.TakoAsync(
            "run", "Make the failing tests pass", "--repo", desk.Repository.Root, "--tokens", "2M"))
            .Ends(ExitCode.Done);

        provider.Requests.ShouldAllBe(request => request.Body.Contains("\"small\""));
    }

    [Fact]
    public async Task The_sandbox_must_isolate_at_least_as_well_as_the_user_wants()
    {
        using var desk = Desk.Shell();
        desk.Home.Configure("sandbox: { minimumTier: L2 }\n");

        var json = (await desk.RunAsync("--tier", "L4", "--dry-run", "--json")).Json;

        json.GetProperty("isolation").GetString().ShouldBeOneOf("L1", "L2");
    }

    [Fact]
    public async Task The_command_line_chooses_among_models_and_a_wrong_name_lists_those_there_are()
    {
        await using var provider = FakeProvider.Start(Words.Plan, Words.Tea, Words.Accept);
        using var desk = Desk.Shell();
        desk.Home.Configure($$"""
            providers:
              local: { kind: compatible, baseAddress: "{{provider.OpenAiAddress}}" }
            models:
              careful: { provider: local }
              small: { provider: local }
            """);
        string[] run = ["run", "Make the failing tests pass", "--repo", desk.Repository.Root, "--model"];

        (await desk.Home.TakoAsync([.. run, "smal"])).Ends(ExitCode.Refused).Error.ShouldContain("careful, small");
        (await desk.Home.TakoAsync([.. run, "small"])).Ends(ExitCode.Done);

        provider.Requests.ShouldAllBe(request => request.Body.Contains("\"small\""));
    }
}
