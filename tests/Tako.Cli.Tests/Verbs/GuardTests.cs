using System.Text.Json;
using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

public class GuardTests
{
    [Fact]
    public async Task A_check_allows_a_plain_change_asks_about_ci_and_denies_a_secret()
    {
        using var home = new Home();
        using var repository = Repository.Shell();
        Task<Ran> Check(params string[] more) => home.TakoAsync(["guard", "check", "--repo", repository.Root, .. more]);

        repository.Write("drink.txt", "tea\n");
        var plain = (await Check()).Ends(ExitCode.Done);
        plain.Out.ShouldContain("1 file(s)");
        plain.Out.ShouldContain("No tests were run");

        repository.Write(".github/workflows/ci.yml", "on: pull_request_target\n");
        var asked = (await Check("--format", "json")).Ends(ExitCode.Halted).Json;
        asked.GetProperty("verdict").GetString().ShouldBe("ask");
        (await Check("--approved", asked.GetProperty("changes").GetString()!)).Ends(ExitCode.Done);
        (await Check("--staged")).Ends(ExitCode.Done).Out.ShouldContain("0 file(s)");

        repository.Write("key.txt", "AKIA" + "Q7ZJ4M2WK5XN6TRB\n");
        var denied = (await Check("--format", "github")).Ends(ExitCode.Denied).Out;
        denied.ShouldContain("::error file=key.txt,line=1,title=tako guard%3A secret::");
        denied.ShouldNotContain("Q7ZJ4M2W");
        var sarif = JsonDocument.Parse((await Check("--format", "sarif")).Ends(ExitCode.Denied).Out).RootElement;
        sarif.GetProperty("version").GetString().ShouldBe("2.1.0");
    }

    [Fact]
    public async Task A_check_of_a_branch_sees_what_was_committed_and_judges_the_law_by_the_law_before_it()
    {
        using var home = new Home();
        using var repository = Repository.Shell();
        repository.Write(".tako/constitution.yaml", "protect: [drink.txt]\n");
        repository.Commit();
        repository.Git("branch", "start");
        repository.Write(".tako/constitution.yaml", "protect: []\n");
        repository.Write("drink.txt", "tea\n");
        repository.Commit();

        (await home.TakoAsync("guard", "check", "--repo", repository.Root)).Ends(ExitCode.Done);
        var denied = (await home.TakoAsync("guard", "check", "--repo", repository.Root, "--base", "start")).Ends(ExitCode.Denied);
        denied.Out.ShouldContain("path.protected: drink.txt");
        denied.Out.ShouldContain("law would change");
        (await home.TakoAsync("guard", "check", "--repo", repository.Root, "--base", "nowhere")).Ends(ExitCode.Refused);
    }

    [Fact]
    public async Task A_check_without_a_commit_judges_everything_and_one_outside_of_git_says_so()
    {
        using var home = new Home();
        using var fresh = Repository.Make(false, new() { ["a.txt"] = "a\n" });
        (await home.TakoAsync("guard", "check", "--repo", fresh.Root)).Ends(ExitCode.Refused).Error.ShouldContain("git repository");
        fresh.Git("init", "-q");
        (await home.TakoAsync("guard", "check", "--repo", fresh.Root)).Ends(ExitCode.Done).Out.ShouldContain("an empty repository");
        (await home.TakoAsync("guard", "check", "--repo", fresh.Root, "--format", "xml")).Ends(ExitCode.Usage);
    }

    [Fact]
    public async Task Renames_deletions_and_submodules_are_seen_and_filters_of_the_repository_do_not_run()
    {
        using var home = new Home();
        using var repository =
            Repository.Make(true, new() { ["a.txt"] = "one\ntwo\nthree\n", ["test_b.py"] = "def test_b():\n    assert f() == 1\n" });
        repository.Git("config", "filter.bad.clean", $"touch {repository.Root}/ran; cat");
        repository.Write(".gitattributes", "*.txt filter=bad\n");
        File.Move(Path.Combine(repository.Root, "a.txt"), Path.Combine(repository.Root, "c.txt"));
        File.Delete(Path.Combine(repository.Root, "test_b.py"));

        var found = (await home.TakoAsync("guard", "check", "--repo", repository.Root, "--format", "json")).Ends(ExitCode.Halted).Json;

        found.GetProperty("files").GetInt32().ShouldBe(3);
        found.ToString().ShouldContain("The test file would be deleted.");
        File.Exists(Path.Combine(repository.Root, "ran")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_faulty_law_closes_the_check_and_the_rules_are_listed_and_tested()
    {
        using var home = new Home();
        using var repository = Repository.Shell();
        (await home.TakoAsync("guard", "test", "--repo", repository.Root)).Ends(ExitCode.Done).Out.ShouldContain("every rule does");
        (await home.TakoAsync("guard", "rules", "--repo", repository.Root)).Ends(ExitCode.Done).Out.ShouldContain("tests.tampered");
        (await home.TakoAsync("schema", "constitution")).Ends(ExitCode.Done).Out.ShouldContain("violatedBy");
        repository.Write(".tako/constitution.yaml", "maxFiles: many\n");

        (await home.TakoAsync("guard", "rules", "--repo", repository.Root)).Ends(ExitCode.Usage).Error.ShouldContain("maxFiles");
        repository.Commit();
        (await home.TakoAsync("guard", "check", "--repo", repository.Root)).Ends(ExitCode.Usage).Error.ShouldContain("line 1");
    }

    [Fact]
    public async Task A_run_commits_to_a_branch_leaves_the_files_alone_and_can_be_taken_back()
    {
        using var desk = Desk.Shell();
        desk.Repository.Git("config", "user.name", "someone");
        desk.Repository.Git("config", "user.email", "someone@localhost");

        var ran = (await desk.RunAsync("--branch", "tako/tea")).Ends(ExitCode.Done);

        ran.Out.ShouldContain("on the branch 'tako/tea'");
        desk.Repository.Read("drink.txt").ShouldBe("coffee\n");
        desk.Repository.Git("rev-parse", "--verify", "-q", "tako/tea").ShouldBe(0);
        (await desk.Home.TakoAsync("show")).Ends(ExitCode.Done).Out.ShouldContain("on tako/tea");
        (await desk.Home.TakoAsync("undo")).Ends(ExitCode.Done);
        desk.Repository.Git("rev-parse", "--verify", "-q", "tako/tea").ShouldNotBe(0);
    }

    [Fact]
    public async Task A_run_obeys_the_commands_of_the_repositorys_law()
    {
        using var desk = Desk.Shell();
        desk.Repository.Write(".tako/constitution.yaml", """
            rules:
              - id: no-tea
                violatedBy: { command: [sh, -c, "! grep -q tea drink.txt"] }
                message: No tea here.
                examples: { violates: { path: drink.txt, after: tea }, holds: { path: drink.txt, after: coffee } }

            """);
        desk.Repository.Commit();

        var ran = await desk.RunAsync();

        ran.Code.ShouldBe(ExitCode.Denied, ran.All);
        ran.All.ShouldContain("No tea here.");
        ran.All.ShouldNotContain("repair round");
        desk.Repository.Read("drink.txt").ShouldBe("coffee\n");
    }
}
