using System.CommandLine;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Cli.Verbs;

/// <summary><c>tako verify</c>: recomputes the hash chains of the ledger.</summary>
internal static class VerifyVerb
{
    public static Command Command()
    {
        var task = new Argument<string?>("task")
        {
            Description = "Only this task; left out means everything.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = Options.Json();
        var command = new Command("verify", "Recompute the ledger's hash chains and name the first bad event of each.") { task, json };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            await using var ledger = await House.OpenStoreAsync(cancellationToken);
            StreamId? stream = null;
            if (parsed.GetValue(task) is { } wanted)
            {
                var (id, why) = await TaskChoice.FindAsync(ledger, wanted, cancellationToken);
                if (id is not { } found)
                    return Say.Fail(why!, ExitCode.Refused);
                stream = found.Stream;
            }

            var result = await ledger.VerifyAsync(Tenant.Local, stream, cancellationToken);
            if (parsed.GetValue(json))
                Say.Object(ToJson(result));
            else
                Print(result);
            return result.Intact ? ExitCode.Done : ExitCode.Ledger;
        }));
        return command;
    }

    private static void Print(Verification result)
    {
        foreach (var finding in result.Findings)
            Console.Error.WriteLine($"{finding.Stream}: event {finding.Seq}: {finding.What}");
        Console.WriteLine(
            $"{result.Events} events in {result.Streams} streams: "
            + $"{(result.Intact ? "intact" : $"{result.Findings.Count} broken")}.");
    }

    private static JsonObject ToJson(Verification result) => new()
    {
        ["intact"] = result.Intact,
        ["streams"] = result.Streams,
        ["events"] = result.Events,
        ["findings"] = new JsonArray([.. result.Findings.Select(finding => (JsonNode)new JsonObject
        {
            ["stream"] = finding.Stream.Value,
            ["event"] = finding.Seq,
            ["what"] = finding.What,
        })]),
    };
}
