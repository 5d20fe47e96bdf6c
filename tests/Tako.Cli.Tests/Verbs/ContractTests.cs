using System.Text.Json;
using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

public class ContractTests
{
    [Fact]
    public async Task Every_fault_of_a_contract_is_listed_at_once_with_its_line_and_nothing_is_done()
    {
        using var desk = Desk.Shell();
        var before = desk.Repository.State();

        var ran = (await desk.ContractAsync("""
            goal: ""
            budget:
              tokens: many
              time: 3 parsecs
            security:
              minimumTier: L9
            surprise: true
            """)).Ends(ExitCode.Usage);

        foreach (var line in (string[])["1", "3", "4", "6", "7"])
            ran.Error.Split('\n').ShouldContain(
                said => said.Contains("contract.yaml") && said.Contains($"line {line}"),
                $"line {line} in:\n{ran.Error}");
        desk.Repository.State().ShouldBe(before);
    }

    [Fact]
    public async Task Faults_of_the_command_line_are_listed_together()
    {
        using var desk = Desk.Shell();

        var ran = (await desk.RunAsync("--tokens", "many", "--usd", "free", "--time", "soon", "--tier", "L7")).Ends(ExitCode.Usage);

        foreach (var option in (string[])["--tokens", "--usd", "--time", "--tier"])
            ran.Error.ShouldContain(option);
    }

    [Fact]
    public async Task Acceptance_tests_of_every_kind_run_and_decide()
    {
        using var desk = Desk.Shell();
        desk.Repository.Write("menu.json", """{"drinks": ["tea"]}""");
        desk.Repository.Commit();

        (await desk.ContractAsync("""
            goal: Make it tea
            acceptance:
              - name: green
                tests: true
              - name: brewed
                run: grep -q tea drink.txt
              - name: menu
                file: menu.json
                schema: { type: object, required: [drinks] }
              - name: no coffee
                file: drink.txt
                matches: coffee
                absent: true
            """)).Ends(ExitCode.Done);

        var tests = (await desk.Home.TakoAsync("show", "--json")).Json.GetProperty("artifacts")[0].GetProperty("testsPassed").ToString();
        foreach (var name in (string[])["green", "brewed", "menu", "no coffee"])
            tests.ShouldContain(name);
    }

    [Theory]
    [InlineData("run: grep -q sugar drink.txt")]
    [InlineData("file: drink.txt\n    schema: { type: object }")]
    [InlineData("file: drink.txt\n    matches: sugar")]
    public async Task A_failing_acceptance_test_ends_partial_with_a_patch_outside_the_repository(string test)
    {
        using var desk = Desk.Shell(Words.Tea);
        var before = desk.Repository.State();

        var ran = (await desk.ContractAsync(
            $"goal: Make it tea\nacceptance:\n  - name: sweet\n    {test}\n", "--json"))
            .Ends(ExitCode.Partial);

        ran.Json.GetProperty("missing").ToString().ShouldContain("sweet");
        desk.Repository.State().ShouldBe(before);
        var patch = ran.Json.GetProperty("patchFile").GetString()!;
        patch.ShouldNotStartWith(desk.Repository.Root);
        desk.Repository.Git("apply", patch).ShouldBe(0);
        desk.Repository.Read("drink.txt").ShouldBe("tea\n");
    }

    [Fact]
    public async Task A_protected_file_is_never_changed()
    {
        using var desk = Desk.Shell(Words.Tea, Words.Tea, Words.Tea);
        var before = desk.Repository.State();

        var ran = await desk.RunAsync("--protect", "drink.txt");

        ran.Code.ShouldBeOneOf(ExitCode.Partial, ExitCode.Denied);
        ran.Error.ShouldContain("drink.txt", customMessage: ran.Error);
        ran.Error.ShouldContain("protect", customMessage: ran.Error);
        desk.Repository.State().ShouldBe(before);
    }

    [Fact]
    public async Task A_secret_in_the_proposed_change_is_denied_and_appears_nowhere()
    {
        // Put together here, so that no scanner takes this file for a leak.
        var secret = "ghp_" + "R7kQ2mX9vB4nT6wZ1yL8cD3fG5hJ0pSaUeIo";
        var leak = Words.Edit("drink.txt", "coffee", $"tea token {secret}");
        using var desk = Desk.Shell(leak, leak, leak);
        var before = desk.Repository.State();

        var ran = await desk.RunAsync();

        ran.Code.ShouldBeOneOf(ExitCode.Partial, ExitCode.Denied);
        ran.All.ShouldNotContain(secret);
        ran.Error.ShouldContain("secret");
        (await desk.Home.TakoAsync("show", "--json")).All.ShouldNotContain(secret);
        desk.Repository.State().ShouldBe(before);
    }

    [Fact]
    public async Task A_secret_in_the_goal_is_refused_before_anything_is_sent()
    {
        var secret = "ghp_" + "R7kQ2mX9vB4nT6wZ1yL8cD3fG5hJ0pSaUeIo";
        using var desk = Desk.Shell();

        var ran = (await desk.Home.TakoAsync(
            "run", $"Use {secret}", "--repo", desk.Repository.Root, "--model", desk.Model))
            .Ends(ExitCode.Refused);

        ran.Error.ShouldContain("holds a secret");
        ran.All.ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_budget_that_is_too_small_ends_with_a_partial_deliverable_that_says_so()
    {
        using var desk = Desk.Shell();
        var before = desk.Repository.State();

        var ran = (await desk.RunAsync("--tokens", "100")).Ends(ExitCode.OutOfBudget);

        ran.Error.ShouldContain("budget");
        ran.Error.ShouldContain("Missing:");
        desk.Repository.State().ShouldBe(before);
    }

    [Fact]
    public async Task Money_and_time_are_budgets_too()
    {
        using var desk = Desk.Shell();
        (await desk.RunAsync("--usd", "0.0001")).Ends(ExitCode.OutOfBudget);
        (await desk.RunAsync("--time", "1ms")).Ends(ExitCode.OutOfBudget);
        (await desk.RunAsync("--usd", "5", "--time", "10m", "--tokens", "2M")).Ends(ExitCode.Done);
    }

    [Fact]
    public async Task Unknown_usage_is_shown_as_unknown()
    {
        using var desk = new Desk(Repository.Shell(), Words.Unmetered(Words.Tea));
        (await desk.RunAsync()).Ends(ExitCode.Done);

        var text = (await desk.Home.TakoAsync("show")).Out;
        text.ShouldContain("unknown in, unknown out, cost unknown");
        text.ShouldContain("did not tell all");
        var usage = (await desk.Home.TakoAsync("show", "--json")).Json.GetProperty("calls")[0].GetProperty("usage");
        usage.GetProperty("inputTokens").ValueKind.ShouldBe(JsonValueKind.Null);
    }
}
