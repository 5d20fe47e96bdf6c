using System.CommandLine;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Identity;

namespace Tako.Cli.Verbs;

/// <summary><c>tako erase</c>: destroys keys, so that stored bodies are gone for ever.</summary>
internal static class EraseVerb
{
    public static Command Command()
    {
        var subject = new Option<string?>("--subject") { Description = "Only what is about this person." };
        var tenant = new Option<string>("--tenant") { Description = "Whose bodies.", DefaultValueFactory = _ => Tenant.Local.Value };
        var yes = new Option<bool>("--yes") { Description = "Do it; without this nothing happens." };
        var command = new Command("erase",
            "Destroy the key of a tenant or of one person: prompts, answers and files become unreadable for ever, "
            + "the chain of events stays.")
        {
            subject,
            tenant,
            yes,
        };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            var whose = parsed.GetValue(subject) is { } person
                ? $"about '{person}' of tenant '{parsed.GetValue(tenant)}'"
                : $"of tenant '{parsed.GetValue(tenant)}'";
            if (!parsed.GetValue(yes))
                return Say.Fail(
                    $"This makes every stored body {whose} unreadable for ever; "
                    + "tasks that need them cannot be resumed. Add --yes to do it.",
                    ExitCode.Usage);
            await using var ledger = await House.OpenStoreAsync(cancellationToken);
            var erased = await ledger.EraseAsync(new Tenant(parsed.GetValue(tenant)!), parsed.GetValue(subject), cancellationToken);
            Console.WriteLine($"{erased} stored bodies {whose} are unreadable now.");
            return ExitCode.Done;
        }));
        return command;
    }
}
