using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

/// <summary><c>verify</c>, <c>erase</c>, and verbs that find nothing.</summary>
public class LedgerTests
{
    [Fact]
    public async Task Verify_is_content_with_what_was_written_and_names_the_first_event_that_was_tampered_with()
    {
        using var desk = Desk.Shell();
        var ran = (await desk.RunAsync()).Ends(ExitCode.Done);
        (await desk.Home.TakoAsync("verify")).Ends(ExitCode.Done).Out.ShouldContain("intact");
        (await desk.Home.TakoAsync("verify", ran.Task, "--json"))
            .Ends(ExitCode.Done)
            .Json.GetProperty("intact").GetBoolean().ShouldBeTrue();
        var seq = (await desk.Home.ShellAsync(Tamper(desk.Home.LedgerFile))).Ends(0).Out.Trim();

        var verified = (await desk.Home.TakoAsync("verify")).Ends(ExitCode.Ledger);

        verified.Error.ShouldContain($"task/{ran.Task}: event {seq}:");
        (await desk.Home.TakoAsync("verify", "--json")).Ends(ExitCode.Ledger)
            .Json.GetProperty("findings")[0].GetProperty("event").GetInt64().ToString()
            .ShouldBe(seq);
        (await desk.Home.TakoAsync("doctor")).Ends(ExitCode.Refused).Out.ShouldContain("broken");
    }

    [Fact]
    public async Task Erase_makes_bodies_unreadable_and_keeps_the_chain()
    {
        using var desk = Desk.Shell();
        var ran = (await desk.RunAsync()).Ends(ExitCode.Done);
        (await desk.Home.TakoAsync("erase")).Ends(ExitCode.Usage).Error.ShouldContain("--yes");
        (await desk.Home.TakoAsync("diff")).Ends(ExitCode.Done);

        (await desk.Home.TakoAsync("erase", "--yes")).Ends(ExitCode.Done).Out.ShouldContain("unreadable");

        (await desk.Home.TakoAsync("diff")).Ends(ExitCode.Refused).Error.ShouldContain("erased");
        (await desk.Home.TakoAsync("undo", ran.Task)).Ends(ExitCode.Refused).Error.ShouldContain("erased");
        (await desk.Home.TakoAsync("verify")).Ends(ExitCode.Done);
        (await desk.Home.TakoAsync("show", ran.Task)).Ends(ExitCode.Done);
    }

    [Fact]
    public async Task A_halted_task_whose_bodies_were_erased_says_that_it_cannot_go_on()
    {
        using var desk = Desk.Shell();
        (await desk.ContractAsync("goal: Make it tea\nsecurity: { approveWrite: true }\n")).Ends(ExitCode.Halted);
        (await desk.Home.TakoAsync("erase", "--yes")).Ends(ExitCode.Done);

        var resumed = await desk.Home.TakoAsync("resume");

        resumed.Code.ShouldBe(ExitCode.Refused, resumed.All);
        resumed.Error.ShouldContain("erased");
        resumed.Error.ShouldNotContain("Unhandled exception");
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_opened_is_said_with_its_own_exit_code()
    {
        using var home = new Home();
        Directory.CreateDirectory(Path.Combine(home.State, "tako"));
        File.WriteAllText(Path.Combine(home.State, "tako/ledger"), "not a folder");

        var ran = (await home.TakoAsync("list")).Ends(ExitCode.Ledger);

        ran.Error.ShouldStartWith("tako: ");
        ran.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("show")]
    [InlineData("diff")]
    [InlineData("undo")]
    public async Task Without_a_task_there_is_nothing_to_tell(string verb)
    {
        using var home = new Home();

        (await home.TakoAsync(verb)).Ends(ExitCode.Refused).Error.ShouldContain("no task yet");
        (await home.TakoAsync(verb, "t-123")).Ends(ExitCode.Refused).Error.ShouldContain("tako list");
    }

    // Changes the body of one event in the middle of a task's stream and prints its number.
    private static string Tamper(string file) => $"""
        python3 - <<'END'
        import sqlite3
        db = sqlite3.connect("{file}", isolation_level=None)
        print(db.execute("update events set body = cast(body || ' ' as blob) "
            "where stream like 'task/%' and seq = 5 returning seq").fetchone()[0])
        END
        """;
}
