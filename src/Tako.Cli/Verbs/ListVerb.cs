using System.CommandLine;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Identity;
using Tako.Tasks;

namespace Tako.Cli.Verbs;

/// <summary><c>tako list</c>: the tasks in the ledger.</summary>
internal static class ListVerb
{
    private const int Most = 50;

    public static Command Command()
    {
        var json = Options.Json();
        var command = new Command("list", "List tasks, the newest first.") { json };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            await using var ledger = await House.OpenStoreAsync(cancellationToken);
            var rows = new JsonArray();
            await foreach (var head in ledger.StreamsAsync(Tenant.Local, TaskId.Streams, cancellationToken))
            {
                if (rows.Count == Most)
                    break;
                var id = new TaskId(head.Stream.Value[TaskId.Streams.Length..]);
                var story = TaskStory.Fold(await TaskChoice.EventsAsync(ledger, id, cancellationToken));
                rows.Add((JsonNode)new JsonObject
                {
                    ["task"] = id.Value,
                    ["status"] = story.Status,
                    ["goal"] = story.Goal,
                    ["repository"] = story.Repository,
                    ["started"] = story.Started.ToString("u"),
                });
            }

            if (parsed.GetValue(json))
            {
                Say.Object(new JsonObject { ["tasks"] = rows });
                return ExitCode.Done;
            }

            foreach (var row in rows)
                Console.WriteLine($"{row!["task"]}  {row["status"],-8}  {row["started"]}  {row["goal"]}");
            if (rows.Count == 0)
                Console.WriteLine("There is no task yet. Start one with 'tako run' or see 'tako demo'.");
            return ExitCode.Done;
        }));
        return command;
    }
}
