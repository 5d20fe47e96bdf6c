using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Identity;
using Tako.Server.Reflexes;

namespace Tako.Cli.Verbs;

/// <summary><c>tako audit</c>: what was stopped, changed or told of, and why, from the ledger.</summary>
internal static class AuditVerb
{
    private static readonly string[] Decisions = ["flag", "rewrite", "escalate", "block", "denied", "withheld"];

    public static Command Command()
    {
        var of = new Argument<string?>("of")
        {
            Description = "A request, task, key or actor, or the beginning of its name.", DefaultValueFactory = _ => null,
        };
        var since = new Option<string>("--since")
        {
            Description = $"From when on: {MomentText.Shape}.", DefaultValueFactory = _ => "month",
        };
        var decision = new Option<string?>("--decision") { Description = $"Only these: {string.Join(", ", Decisions)}." };
        decision.CompletionSources.Add(Decisions);
        var kind = new Option<string?>("--kind")
        {
            Description = "Only with this kind of finding, such as email, or refused by this rule, such as shell.",
        };
        var json = Options.Json();
        var command = new Command("audit", "Tell what reflexes, rules and hooks stopped, changed or told of, and why.")
        {
            of, since, decision, kind, json,
        };
        command.SetAction((parsed, token) => Say.GuardAsync(async () =>
        {
            if (MomentText.Parse(parsed.GetValue(since)!, TimeProvider.System.GetUtcNow(), ahead: false) is not { } from)
                return Say.Fail($"--since is '{parsed.GetValue(since)}'; write {MomentText.Shape}.", ExitCode.Usage);
            if (parsed.GetValue(decision) is { } wanted && !Decisions.Contains(wanted))
                return Say.Fail($"--decision is '{wanted}'; take one of {string.Join(", ", Decisions)}.", ExitCode.Usage);
            await using var ledger = await House.OpenStoreAsync(token);
            var count = 0;
            await foreach (var entry in AuditTrail.ReadAsync(ledger, Tenant.Local, new AuditWanted
            {
                Since = from, Decision = parsed.GetValue(decision), Kind = parsed.GetValue(kind), Of = parsed.GetValue(of),
            }, token))
            {
                count++;
                Print(entry, parsed.GetValue(json));
            }

            if (count == 0 && !parsed.GetValue(json))
                Console.WriteLine("Nothing was stopped, changed or told of.");
            return ExitCode.Done;
        }));
        return command;
    }

    private static void Print(AuditEntry entry, bool json)
    {
        if (json)
        {
            Console.WriteLine(new JsonObject
            {
                ["at"] = entry.At.ToString("o", CultureInfo.InvariantCulture),
                ["where"] = entry.Where,
                ["who"] = entry.Who,
                ["what"] = entry.What,
                ["decision"] = entry.Decision,
                ["policy"] = entry.Policy,
                ["reasons"] = new JsonArray([.. entry.Reasons.Select(static reason => (JsonNode)reason)]),
            }.ToJsonString());
            return;
        }

        var policy = entry.Policy is { } version ? $"  (policy {version})" : "";
        Console.WriteLine($"{entry.At:u}  {entry.Decision,-8}  {entry.Where}  {entry.Who}  {entry.What}{policy}");
        foreach (var reason in entry.Reasons)
            Console.WriteLine($"    {reason}");
    }
}
