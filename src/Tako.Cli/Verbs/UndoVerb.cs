using System.CommandLine;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Tasks;

namespace Tako.Cli.Verbs;

/// <summary><c>tako undo</c>: takes a task's change back.</summary>
internal static class UndoVerb
{
    public static Command Command()
    {
        var task = Options.Task();
        var json = Options.Json();
        var command = new Command("undo", "Take back what a task wrote, if its files are unchanged since.") { task, json };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            await using var house = await House.OpenAsync(null, cancellationToken);
            var (id, why) = await TaskChoice.FindAsync(house.Ledger, parsed.GetValue(task), cancellationToken);
            if (id is not { } found)
                return Say.Fail(why!, ExitCode.Refused);
            var outcome = await new Animal(house.Parts((_, _) => { }, null, null)).UndoAsync(found, cancellationToken);
            if (outcome is not TaskOutcome.Done undone || parsed.GetValue(json))
                return TaskEnd.Print(outcome, parsed.GetValue(json));
            Console.WriteLine($"Taken back: {undone.Summary}");
            foreach (var path in undone.Files)
                Console.WriteLine($"  {path}");
            return ExitCode.Done;
        }));
        return command;
    }
}
