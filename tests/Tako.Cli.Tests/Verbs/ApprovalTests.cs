using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

public class ApprovalTests
{
    private const string Contract = "goal: Make it tea\nsecurity: { approveWrite: true }\n";

    [Fact]
    public async Task An_approved_change_is_written_by_the_resume_and_is_decided_once()
    {
        using var desk = Desk.Shell();
        var (home, before) = (desk.Home, desk.Repository.State());

        var ran = (await desk.ContractAsync(Contract)).Ends(ExitCode.Halted);
        ran.Error.ShouldContain($"tako resume {ran.Task}");
        desk.Repository.State().ShouldBe(before);
        var listed = (await home.TakoAsync("approvals")).Ends(ExitCode.Done).Out;
        listed.ShouldContain(ran.Approval);
        listed.ShouldContain("drink.txt");
        (await home.TakoAsync("approvals", "--json")).Json.GetProperty("approvals")[0].GetProperty("task").GetString().ShouldBe(ran.Task);
        (await home.TakoAsync("resume")).Ends(ExitCode.Halted);
        desk.Repository.State().ShouldBe(before);

        (await home.TakoAsync("approve", ran.Approval, "--note", "it smells right"))
            .Ends(ExitCode.Done)
            .Out.ShouldContain($"tako resume {ran.Task}");
        (await home.TakoAsync("deny", ran.Approval)).Ends(ExitCode.Refused).Error.ShouldContain("a decision is made once");
        (await home.TakoAsync("resume", ran.Task)).Ends(ExitCode.Done);

        desk.Repository.Read("drink.txt").ShouldBe("tea\n");
        (await home.TakoAsync("approvals")).Out.ShouldContain("Nothing waits");
        (await home.TakoAsync("approvals", "--all")).Out.ShouldContain("granted");
        (await home.TakoAsync("resume", ran.Task)).Ends(ExitCode.Done);
    }

    [Fact]
    public async Task A_denied_change_ends_partial_and_writes_nothing()
    {
        using var desk = Desk.Shell();
        var before = desk.Repository.State();
        var ran = (await desk.ContractAsync(Contract)).Ends(ExitCode.Halted);

        (await desk.Home.TakoAsync("deny", ran.Approval)).Ends(ExitCode.Done);
        var resumed = (await desk.Home.TakoAsync("resume")).Ends(ExitCode.Denied);

        resumed.Error.ShouldContain("The repository is as it was");
        resumed.Error.ShouldContain(".patch");
        desk.Repository.State().ShouldBe(before);
    }

    [Fact]
    public async Task Ask_never_ends_with_a_clear_partial_result()
    {
        using var desk = Desk.Shell();
        var before = desk.Repository.State();

        var ran = await desk.ContractAsync(Contract, "--ask", "never");

        ran.Code.ShouldBeOneOf(ExitCode.Partial, ExitCode.Denied);
        ran.Error.ShouldContain("Missing:");
        ran.Error.ShouldContain(".patch");
        desk.Repository.State().ShouldBe(before);
        (await desk.Home.TakoAsync("approvals")).Out.ShouldContain("Nothing waits");
    }

    [Fact]
    public async Task An_approval_that_is_not_there_is_a_usage_fault()
    {
        using var home = new Home();

        (await home.TakoAsync("approve", "a-none")).Ends(ExitCode.Usage).Error.ShouldContain("tako approvals");
    }
}
