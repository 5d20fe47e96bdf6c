using Tako.Core.Approvals;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Core.Tests.Approvals;

public class ApprovalBookTests
{
    private readonly MemoryLedger _ledger = new(TimeProvider.System);

    private ApprovalBook Book => new(_ledger, Tenant.Local, TimeProvider.System);

    private static ApprovalRequest Request(string id, string subject = "s") =>
        new() { Id = id, Task = new TaskId("t-1"), Asker = "arm/coder", Question = "May it?", SubjectHash = subject };

    [Fact]
    public async Task Of_many_who_decide_at_once_one_decides()
    {
        await Book.AskAsync(Request("a-1"));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(number =>
            Task.Run(async () => await Book.DecideAsync("a-1", number % 2 == 0, $"p{number}"))));

        var winner = outcomes.OfType<DecideOutcome.Decided>().ShouldHaveSingleItem().Approval;
        outcomes.OfType<DecideOutcome.TooLate>().ShouldAllBe(late => late.Approval.DecidedBy == winner.DecidedBy);
        (await Book.FindAsync("a-1"))!.State.ShouldBe(winner.State);
    }

    [Fact]
    public async Task Asking_again_finds_the_question_and_its_decision()
    {
        await Book.AskAsync(Request("a-1"));
        await Book.DecideAsync("a-1", true, "ada", "go on");
        var again = await Book.AskAsync(Request("a-1"));
        again.State.ShouldBe(ApprovalState.Granted);
        again.Note.ShouldBe("go on");
    }

    [Fact]
    public async Task Another_subject_under_the_same_id_is_a_mistake()
    {
        await Book.AskAsync(Request("a-1"));
        await Should.ThrowAsync<InvalidOperationException>(async () => await Book.AskAsync(Request("a-1", "other")));
    }

    [Fact]
    public async Task What_was_never_asked_cannot_be_decided()
    {
        (await Book.DecideAsync("a-9", true, "ada")).ShouldBeOfType<DecideOutcome.Unknown>();
        (await Book.FindAsync("a-9")).ShouldBeNull();
    }

    [Fact]
    public async Task The_list_holds_every_approval()
    {
        await Book.AskAsync(Request("a-1"));
        await Book.AskAsync(Request("a-2"));
        await Book.DecideAsync("a-2", false, "ada");
        var all = new List<Approval>();
        await foreach (var approval in Book.ListAsync())
            all.Add(approval);
        all.ToDictionary(approval => approval.Request.Id, approval => approval.State)
            .ShouldBe(new Dictionary<string, ApprovalState> { ["a-1"] = ApprovalState.Pending,
                ["a-2"] = ApprovalState.Denied }, ignoreOrder: true);
    }
}
