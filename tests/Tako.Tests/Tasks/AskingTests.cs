using Tako.Core.Identity;
namespace Tako.Tests.Tasks;

public sealed class AskingTests
{
    [Fact]
    public async Task A_change_that_needs_a_person_waits_and_goes_on_once_it_is_approved()
    {
        using var world = Approved();
        var halted = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Halted>();
        world.Repository.Text("price.py").ShouldBe(World.Shop["price.py"]);
        var question = halted.Waiting.ShouldHaveSingleItem().Request;
        question.Question.ShouldContain("May this change of 1 file(s) be written?");
        question.Details.ShouldBe(["edited price.py", "Any person may approve this."]);

        // A resume without a decision asks the same question again, not another.
        var again = (await new Animal(world.Parts).ResumeAsync(halted.Task)).ShouldBeOfType<TaskOutcome.Halted>();
        again.Waiting.ShouldHaveSingleItem().Request.Id.ShouldBe(question.Id);

        var book = new ApprovalBook(world.Ledger, Tenant.Local, world.Time);
        (await book.DecideAsync(question.Id, true, "ada")).ShouldBeOfType<DecideOutcome.Decided>();
        (await book.DecideAsync(question.Id, false, "bob")).ShouldBeOfType<DecideOutcome.TooLate>().Approval.DecidedBy.ShouldBe("ada");
        (await new Animal(world.Parts).ResumeAsync(halted.Task)).ShouldBeOfType<TaskOutcome.Done>();
        world.Repository.Text("price.py").ShouldNotBeNull().ShouldContain(World.Right);
        world.Model.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_denied_change_ends_as_a_patch_file()
    {
        using var world = Approved();
        var halted = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Halted>();
        await new ApprovalBook(world.Ledger, Tenant.Local, world.Time).DecideAsync(halted.Waiting.Single().Request.Id, false, "ada");

        var partial = (await new Animal(world.Parts).ResumeAsync(halted.Task)).ShouldBeOfType<TaskOutcome.Partial>();

        partial.Denied.ShouldBeTrue();
        partial.Summary.ShouldContain("ada said no");
        (await File.ReadAllTextAsync(partial.PatchFile.ShouldNotBeNull())).ShouldContain("+" + World.Right.TrimEnd());
        world.Repository.Text("price.py").ShouldBe(World.Shop["price.py"]);
        // An ended task stays ended.
        (await new Animal(world.Parts).ResumeAsync(halted.Task))
            .ShouldBeOfType<TaskOutcome.Partial>()
            .PatchFile.ShouldBe(partial.PatchFile);
    }

    [Fact]
    public async Task Whoever_is_at_the_terminal_is_asked_at_once()
    {
        using var world = Approved();
        var asked = new List<string>();
        world.Parts = world.Parts with
        {
            Asker = (approval, _) =>
            {
                asked.Add(approval.Request.Question);
                return new(true);
            },
        };

        (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Done>();
        asked.ShouldHaveSingleItem().ShouldContain("be written?");
    }

    [Fact]
    public async Task Asking_never_ends_with_a_clear_partial_result()
    {
        using var world = Approved();
        var partial = (await world.RunAsync(World.OneCoder, AskMode.Never)).ShouldBeOfType<TaskOutcome.Partial>();

        partial.Denied.ShouldBeTrue();
        partial.Summary.ShouldContain("ask never");
        partial.PatchFile.ShouldNotBeNull();
        partial.Missing.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_change_of_files_that_nothing_pointed_at_is_asked_about()
    {
        using var world = new World(new FakeSandbox(World.Total));
        world.Model.On(World.Fix, Words.Patch(Words.Edit("price.py", World.Wrong, World.Right), New("a.txt"), New("b.txt"), New("c.txt")))
            .On("solve/judge", Words.Accept);

        (await world.RunAsync(World.OneCoder))
            .ShouldBeOfType<TaskOutcome.Halted>()
            .Waiting.Single()
            .Request.Question.ShouldContain("novelty");
    }

    [Fact]
    public async Task A_change_that_took_many_turns_is_not_trusted_below_the_named_confidence()
    {
        using var world = new World();
        world.Parts = world.Parts with { Brain = new BrainOptions { AskBelow = 0.9 } };
        world.Model
            .On(World.Fix,
                Words.Replace("price.py", World.Wrong, "    return 7\n"),
                Words.Replace("price.py", "    return 7\n", World.Right))
            .On("solve/judge", Words.Accept);

        (await world.RunAsync(World.OneCoder))
            .ShouldBeOfType<TaskOutcome.Halted>()
            .Waiting.Single().Request.Question.ShouldContain("low confidence");
    }

    [Fact]
    public async Task A_repository_without_tests_is_asked_about_since_nothing_verifies_the_change()
    {
        using var world = new World(new FakeSandbox(), new Dictionary<string, string> { ["price.py"] = World.Shop["price.py"] });
        world.Model.On(World.Fix, World.Mend);

        var halted = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Halted>();

        halted.Waiting.Single().Request.Question.ShouldContain("nothing verifies the change");
    }

    [Fact]
    public async Task A_decision_is_told_once_however_often_the_task_was_resumed()
    {
        using var world = Approved();
        var halted = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Halted>();
        await new Animal(world.Parts).ResumeAsync(halted.Task);
        await new ApprovalBook(world.Ledger, Tenant.Local, world.Time).DecideAsync(halted.Waiting.Single().Request.Id, true, "ada");

        var outcome = await new Animal(world.Parts).ResumeAsync(halted.Task);

        (await world.StoryAsync(outcome)).Decisions.Select(decision => decision.Choice).ShouldBe(["person", "ask", "write"]);
    }

    [Fact]
    public async Task Preparing_asks_first_when_the_contract_names_no_feeds()
    {
        using var world = new World();
        world.Contract = world.Contract with { Prepare = [["make", "ready"]] };
        world.Model.On(World.Fix, World.Mend).On("solve/judge", Words.Accept);

        var halted = (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Halted>();
        world.Sandbox.Runs.ShouldBeEmpty();
        halted.Waiting.Single().Request.Asker.ShouldBe("brain");

        await new ApprovalBook(world.Ledger, Tenant.Local, world.Time).DecideAsync(halted.Waiting.Single().Request.Id, true, "ada");
        (await new Animal(world.Parts).ResumeAsync(halted.Task)).ShouldBeOfType<TaskOutcome.Done>();
        world.Sandbox.Runs.Count(run => run.Command[0] == "make").ShouldBe(1);
    }

    [Fact]
    public async Task Preparing_reaches_the_feeds_that_the_contract_names_and_nothing_else_reaches_anything()
    {
        using var world = new World();
        world.Contract = world.Contract with
        {
            Prepare = [["make", "ready"]],
            Security = new SecurityPolicy { Feeds = ["packages.example.org"] },
        };
        world.Model.On(World.Fix, World.Mend).On("solve/judge", Words.Accept);

        (await world.RunAsync(World.OneCoder)).ShouldBeOfType<TaskOutcome.Done>();

        var prepare = world.Sandbox.Runs.Single(run => run.Command[0] == "make");
        prepare.Network.ShouldBeOfType<NetworkAccess.Feeds>().Hosts.ShouldBe(["packages.example.org"]);
        prepare.WriteCache.ShouldBeTrue();
        world.Sandbox.TestRuns.ShouldAllBe(run =>
            run.Network is NetworkAccess.Nothing && !run.WriteCache && run.CacheLayer == prepare.CacheLayer);
    }

    private static World Approved()
    {
        var world = new World();
        world.Contract = world.Contract with { Security = new SecurityPolicy { ApproveWrite = true } };
        world.Model.On(World.Fix, World.Mend).On("solve/judge", Words.Accept);
        return world;
    }

    private static System.Text.Json.Nodes.JsonNode New(string path) =>
        new System.Text.Json.Nodes.JsonObject { ["path"] = path, ["kind"] = "write", ["content"] = "x\n" };
}
