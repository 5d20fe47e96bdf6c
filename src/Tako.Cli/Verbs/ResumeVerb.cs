using System.CommandLine;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Tasks;

namespace Tako.Cli.Verbs;

/// <summary><c>tako resume</c>: goes on with a task that was stopped, killed or waits.</summary>
internal static class ResumeVerb
{
    public static Command Command()
    {
        var task = Options.Task();
        var ask = new Option<string?>("--ask")
        {
            Description = "person or never; left out means as the task was started.",
            CompletionSources = { "person", "never" },
        };
        var record = new Option<string?>("--record") { Description = "Record the model's further answers into this file." };
        var json = Options.Json();
        var command = new Command("resume", """
            Go on with a task: nothing that finished is done again, nothing that was paid for is paid again.

            Examples:
              tako resume
              tako resume t-0198c2d1a7b97c3e9f10 --ask never
            """) { task, ask, record, json };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            AskMode? mode = null;
            if (parsed.GetValue(ask) is { } given)
            {
                if (!RunVerb.TryAsk(given, out var named))
                    return Say.Fail("--ask takes 'person' or 'never'.", ExitCode.Usage);
                mode = named;
            }

            await using var view = RunView.For(parsed.GetValue(json));
            await using var house = await House.OpenAsync(view.Watch, cancellationToken);
            var (id, why) = await TaskChoice.FindAsync(house.Ledger, parsed.GetValue(task), cancellationToken);
            if (id is not { } found)
                return Say.Fail(why!, ExitCode.Refused);
            var animal = new Animal(house.Parts(view.Saying, view.Asker(mode ?? AskMode.Person), parsed.GetValue(record)));
            view.Started(found);
            return await TaskEnd.RunAsync(view, parsed.GetValue(json), token => animal.ResumeAsync(found, mode, token), cancellationToken);
        }));
        return command;
    }
}
