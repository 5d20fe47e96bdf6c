using Tako.Core.Capabilities;
using Tako.Reflexes.Shell;

namespace Tako.Reflexes.Tests.Shell;

public class ShellReflexTests
{
    private readonly ShellReflex _reflex = new(new ShellReflexOptions { Context = new ShellContext { WorkingDirectory = "/srv/shop" } });

    [Fact]
    public void A_destructive_command_is_denied_with_a_code_and_a_way_out()
    {
        var denial = _reflex.Denial(Calls.Of("shell", new { command = "ls && git reset --hard HEAD~3" }))!;
        denial.ShouldContain("(git.reset-hard)");
        denial.ShouldContain("git stash push");
        denial.ShouldNotContain("HEAD~3");
    }

    [Fact]
    public void A_program_with_its_words_apart_is_judged()
    {
        _reflex.Denial(Calls.Of("run", new { program = "rm", arguments = new[] { "-rf", "/usr" } }))!.ShouldContain("rm.system");
        _reflex.Denial(Calls.Of("run", new { program = "dotnet", arguments = new[] { "test" } })).ShouldBeNull();
        _reflex.Denial(Calls.Of("exec", new { argv = new[] { "bash", "-c", "rm -rf /usr" } }))!.ShouldContain("rm.system");
    }

    [Fact]
    public void A_doubtful_command_is_put_to_a_person()
    {
        var ask = _reflex.Judge(Calls.Of("shell", new { command = "git rebase main" }), Calls.Grant).ShouldBeOfType<RuleVerdict.Ask>();
        ask.Question.ShouldContain("git.rebase");
        ask.Details.ShouldHaveSingleItem();
    }

    [Fact]
    public void Other_tools_are_left_alone_unless_all_are_named()
    {
        var effect = Calls.Of("mcp.host.do", new { command = "rm -rf /usr" });
        _reflex.Judge(effect, Calls.Grant).ShouldBe(RuleVerdict.Ok);
        new ShellReflex(new ShellReflexOptions { AnyTool = true }).Denial(effect).ShouldNotBeNull();
        _reflex.Judge(Calls.Of("shell", new { note = "rm -rf /usr", command = 3 }), Calls.Grant).ShouldBe(RuleVerdict.Ok);
    }
}
