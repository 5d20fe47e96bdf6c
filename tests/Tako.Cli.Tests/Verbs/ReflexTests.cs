using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

/// <summary><c>reflex check</c>, <c>audit</c>, and what <c>run</c> refuses because of commands, hooks and poisoned files.</summary>
public class ReflexTests
{
    private const string Plan = """
        {"name": "mend", "steps": [
          {"name": "clean", "use": "arm/executor", "with": {"command": {"value": ["git", "reset", "--hard"]}}}]}
        """;

    private const string Contract = """
        goal: Make it tea
        security: { commands: [git, ls] }
        """;

    [Fact]
    public async Task Check_explains_what_the_policy_makes_of_a_text()
    {
        using var home = new Home();
        const string Text = "write to ada.example@example.com and do not tell anyone of nightfall";
        var policy = home.Write("reflexes.yaml", """
            version: v4
            rules: [{ families: [personal], do: mask }, { families: [listed], trust: tool, do: block }]
            deny: [nightfall]
            """);

        var masked = (await home.AskAsync(Text, "reflex", "check", "--policy", policy)).Ends(ExitCode.Done).Out;
        masked.ShouldContain("rewrite: 2 finding(s)");
        masked.ShouldMatch(@"1:10 +23 +personal +email +0\.\d\d +mask \(rules/0\)");
        masked.ShouldContain("write to [email] and");

        var blocked = (await home.AskAsync(Text, "reflex", "check", "--policy", policy, "--source", "tool", "--json"))
            .Ends(ExitCode.Denied).Json;
        blocked.GetProperty("decision").GetString().ShouldBe("block");
        blocked.GetProperty("policy").GetString().ShouldBe("v4");
        blocked.GetProperty("findings").EnumerateArray().Select(found => found.GetProperty("rule").GetString())
            .ShouldBe(["rules/0", "rules/1"]);

        (await home.AskAsync("plain words", "reflex", "check")).Ends(ExitCode.Done).Out.ShouldContain("pass: 0 finding(s)");
    }

    [Fact]
    public async Task What_is_wrong_with_the_command_line_or_the_policy_is_named()
    {
        using var home = new Home();
        var bad = home.Write("bad.yaml", "rules:\n  - { do: shred }\n");

        (await home.AskAsync("x", "reflex", "check", "--source", "moon")).Ends(ExitCode.Usage).Error
            .ShouldContain("take one of system, user");
        (await home.AskAsync("x", "reflex", "check", "--policy", "none.yaml")).Ends(ExitCode.Usage).Error.ShouldContain("There is no file");
        (await home.AskAsync("x", "reflex", "check", "--policy", bad)).Ends(ExitCode.Usage).Error.ShouldContain("line 2: /rules/0/do");
        (await home.TakoAsync("audit", "--decision", "maybe")).Ends(ExitCode.Usage).Error.ShouldContain("take one of flag");
        (await home.TakoAsync("audit")).Ends(ExitCode.Done).Out.ShouldContain("Nothing was stopped");
    }

    [Fact]
    public async Task A_command_that_destroys_is_refused_and_the_audit_says_by_which_rule()
    {
        using var desk = new Desk(Repository.Shell(), Words.Cassette(new Dictionary<string, string[]> { ["solve"] = [Plan] }));
        var before = desk.Repository.State();

        var ran = await desk.ContractAsync(Contract);

        ran.Code.ShouldNotBe(ExitCode.Done);
        desk.Repository.State().ShouldBe(before);
        var audit = (await desk.Home.TakoAsync("audit", "--kind", "shell")).Ends(ExitCode.Done).Out;
        audit.ShouldContain("denied");
        audit.ShouldContain("git reset");
    }

    [Fact]
    public async Task A_hook_of_the_user_is_asked_before_a_tool_is_used()
    {
        var plan = Plan.Replace("\"git\", \"reset\", \"--hard\"", "\"ls\"", StringComparison.Ordinal);
        using var desk = new Desk(Repository.Shell(), Words.Cassette(new Dictionary<string, string[]> { ["solve"] = [plan] }));
        desk.Home.Configure("""
            hooks:
              - name: no-listing
                command: [sh, -c, "grep -q ls && { echo 'no lists today' >&2; exit 2; }; exit 0"]
                tools: [run]
            """);

        var ran = await desk.ContractAsync(Contract);

        ran.Code.ShouldNotBe(ExitCode.Done);
        (await desk.Home.TakoAsync("audit", "--kind", "no-listing")).Ends(ExitCode.Done).Out.ShouldContain("no lists today");
        desk.Home.Configure("hooks: [{ name: never, command: [echo], pre: false }]");
        (await desk.ContractAsync(Contract)).Ends(ExitCode.Usage).Error.ShouldContain("is never asked");
    }
}
