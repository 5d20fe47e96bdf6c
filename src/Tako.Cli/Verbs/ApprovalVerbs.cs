using System.CommandLine;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Approvals;
using Tako.Core.Identity;

namespace Tako.Cli.Verbs;

/// <summary><c>tako approvals</c>, <c>tako approve</c> and <c>tako deny</c>.</summary>
internal static class ApprovalVerbs
{
    public static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Also those that were decided or ran out." };
        var json = Options.Json();
        var command = new Command("approvals", "List the questions that wait for a person.") { all, json };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            await using var ledger = await House.OpenStoreAsync(cancellationToken);
            var book = new ApprovalBook(ledger, Tenant.Local, TimeProvider.System);
            var rows = new List<Approval>();
            await foreach (var approval in book.ListAsync(cancellationToken))
            {
                if (parsed.GetValue(all) || approval.State == ApprovalState.Pending)
                    rows.Add(approval);
            }

            if (parsed.GetValue(json))
                Say.Object(new JsonObject { ["approvals"] = new JsonArray([.. rows.Select(ToJson)]) });
            else
                rows.ForEach(Print);
            if (rows.Count == 0 && !parsed.GetValue(json))
                Console.WriteLine("Nothing waits for a decision.");
            return ExitCode.Done;
        }));
        return command;
    }

    public static Command Decide(bool grant)
    {
        var id = new Argument<string>("id") { Description = "The approval's id, as 'tako approvals' lists it." };
        var note = new Option<string?>("--note") { Description = "Why, for whoever reads the ledger later." };
        var confirm = new Option<string?>("--confirm")
        {
            Description = "The code that a dangerous question shows, to confirm that you have seen exactly this.",
        };
        var command = new Command(grant ? "approve" : "deny",
            grant ? "Allow what an approval asks." : "Refuse what an approval asks.")
        {
            id,
            note,
        };
        if (grant)
            command.Options.Add(confirm);
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            await using var ledger = await House.OpenStoreAsync(cancellationToken);
            var book = new ApprovalBook(ledger, Tenant.Local, TimeProvider.System);
            if (grant && await book.FindAsync(parsed.GetValue(id)!, cancellationToken) is
                { State: ApprovalState.Pending, Request: { Confirmation: { } code } asked } && parsed.GetValue(confirm) != code)
                return Say.Fail($"{asked.Id} is dangerous: look at the change, then confirm it with: "
                    + $"tako approve {asked.Id} --confirm {code}",
                    ExitCode.Usage);
            switch (await book.DecideAsync(parsed.GetValue(id)!, grant, Environment.UserName, parsed.GetValue(note), cancellationToken))
            {
                case DecideOutcome.Decided decided:
                    Console.WriteLine($"{(grant ? "Approved" : "Denied")}: {decided.Approval.Request.Question}");
                    Console.WriteLine($"Go on with: tako resume {decided.Approval.Request.Task}");
                    return ExitCode.Done;
                case DecideOutcome.TooLate late:
                    return Say.Fail($"{late.Approval.Request.Id} was {late.Approval.State.ToString().ToLowerInvariant()} before"
                        + (late.Approval.DecidedBy is { } by ? $" by {by}" : "") + "; a decision is made once.", ExitCode.Refused);
                default:
                    return Say.Fail(
                        $"There is no approval '{parsed.GetValue(id)}'; 'tako approvals' lists those that wait.",
                        ExitCode.Usage);
            }
        }));
        return command;
    }

    private static void Print(Approval approval)
    {
        Console.WriteLine(
            $"{approval.Request.Id}  {approval.State.ToString().ToLowerInvariant()}  "
            + $"{approval.Request.Task}  asked by {approval.Request.Asker} {approval.Asked:u}");
        Console.WriteLine($"  {approval.Request.Question}");
        foreach (var detail in approval.Request.Details)
            Console.WriteLine($"    {detail}");
        if (approval is { State: ApprovalState.Pending, Request.Confirmation: { } code })
            Console.WriteLine($"    tako approve {approval.Request.Id} --confirm {code}");
    }

    private static JsonNode ToJson(Approval approval) => new JsonObject
    {
        ["id"] = approval.Request.Id,
        ["state"] = approval.State.ToString().ToLowerInvariant(),
        ["task"] = approval.Request.Task.Value,
        ["question"] = approval.Request.Question,
        ["details"] = new JsonArray([.. approval.Request.Details.Select(detail => (JsonNode)detail)]),
        ["risk"] = approval.Request.Risk ?? "moderate",
        ["confirmation"] = approval.Request.Confirmation,
        ["decidedBy"] = approval.DecidedBy,
    };
}
