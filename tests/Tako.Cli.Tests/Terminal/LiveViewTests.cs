using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Terminal;

public class LiveViewTests
{
    [Fact]
    public async Task At_a_terminal_the_plan_grows_as_a_tree_with_its_spend_and_the_terminal_is_left_as_it_was()
    {
        using var desk = Desk.Shell();
        var line = $"tako run 'Make the failing tests pass' --repo {desk.Repository.Root} --model {desk.Model}";

        var ran = (await desk.Home.ShellAsync(
            $"TERM=xterm script -qec \"stty -a > before; {line}; echo code=\\$?; "
            + "stty -a > after; diff before after && echo sane\" /dev/null"))
            .Ends(0);

        ran.Out.ShouldContain("code=0");
        ran.Out.ShouldContain("sane");
        foreach (var part in (string[])["sense", "solve", "mend", "tokens", "$0.", "✓"])
            ran.Out.ShouldContain(part);
        ran.Out.LastIndexOf("\e[?25h", StringComparison.Ordinal)
            .ShouldBeGreaterThanOrEqualTo(ran.Out.LastIndexOf("\e[?25l", StringComparison.Ordinal));
        desk.Repository.Read("drink.txt").ShouldBe("tea\n");
    }

    [Fact]
    public async Task Where_nothing_moves_lines_are_plain()
    {
        using var desk = Desk.Shell();

        var ran = (await desk.RunAsync()).Ends(ExitCode.Done);

        ran.All.ShouldNotContain("\e[");
        ran.Error.ShouldContain("sense: done");
        ran.Error.ShouldContain("written: 1 file(s)");
    }

    [Fact]
    public async Task A_person_at_the_terminal_is_asked_and_a_yes_lets_the_change_through()
    {
        using var desk = Desk.Shell();
        var contract = desk.Home.Write("contract.yaml", "goal: Make it tea\nsecurity: { approveWrite: true }\n");
        var line = $"tako run --contract {contract} --repo {desk.Repository.Root} --model {desk.Model}";

        var ran = await desk.Home.ShellAsync($"TERM=xterm script -qec \"{line}; echo code=\\$?\" /dev/null", "yes\n");

        ran.Out.ShouldContain("May this change");
        ran.Out.ShouldContain("code=0", customMessage: ran.All);
        desk.Repository.Read("drink.txt").ShouldBe("tea\n");
    }
}
