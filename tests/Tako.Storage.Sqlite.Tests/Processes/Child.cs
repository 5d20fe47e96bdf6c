using System.Text;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Tests.Processes;

/// <summary>
/// What this executable does as the other process of a test. Each acknowledged append is one line on its output.
/// </summary>
internal static class Child
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (command, folder, stream) = (args[0], args[1], new StreamId(args[2]));
        var count = int.Parse(args[3]);
        var outcome = await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = folder }, TimeProvider.System);
        if (outcome is not SqliteOpenOutcome.Opened opened)
        {
            Say(outcome.ToString());
            return 3;
        }

        await using var ledger = opened.Ledger;
        Say("ready");
        return command switch
        {
            "durable" => await AppendAsync(ledger, stream, count, Durability.Durable),
            "relaxed" => await AppendAsync(ledger, stream, count, Durability.Relaxed),
            "blobs" => await AppendWithBlobsAsync(ledger, stream, count),
            "grouped" => await AppendTogetherAsync(ledger, count),
            "engine" => TellEngine(),
            "compete" => await CompeteAsync(ledger, stream, count),
            "take" => await TakeAsync(ledger, stream),
            _ => throw new ArgumentException($"No such command: {command}."),
        };
    }

    public static NewEvent Event(long number, params BlobRef[] blobs) => new()
    {
        Type = "step.completed",
        Actor = "arm/coder",
        Body = Encoding.UTF8.GetBytes($$"""{"number":{{number}},"text":"{{new string('x', 200)}}"}"""),
        Blobs = blobs,
    };

    private static async Task<int> AppendAsync(SqliteLedger ledger, StreamId stream, int count, Durability durability)
    {
        var head = 0L;
        await foreach (var entry in ledger.ReadAsync(Tenant.Local, stream))
            head = entry.Seq;
        for (var number = 0; number < count; number++)
        {
            if (await ledger.AppendAsync(Tenant.Local, stream, head, 0, [Event(head)],
                durability) is not AppendOutcome.Appended appended)
                return 4;
            head = appended.Head;
            Say($"ack {head}");
        }

        return 0;
    }

    private static async Task<int> AppendWithBlobsAsync(SqliteLedger ledger, StreamId stream, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var blob = await ledger.PutAsync(Tenant.Local,
                Encoding.UTF8.GetBytes($"content {number} {new string('y', 5000)}"));
            if (await ledger.AppendAsync(Tenant.Local, stream, number, 0, [Event(number, blob)],
                Durability.Durable) is not AppendOutcome.Appended)
                return 4;
            Say($"ack {number + 1} {blob}");
        }

        return 0;
    }

    /// <summary>One append to each of many streams, all at once.</summary>
    private static async Task<int> AppendTogetherAsync(SqliteLedger ledger, int count)
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, count).Select(number =>
            ledger.AppendAsync(Tenant.Local, new StreamId($"task/{number}"), 0, 0, [Event(number)],
                Durability.Durable).AsTask()));
        Say("ack");
        return outcomes.All(outcome => outcome is AppendOutcome.Appended) ? 0 : 4;
    }

    private static int TellEngine()
    {
        Say($"{SqliteEngine.Source} {SqliteEngine.Version}");
        return 0;
    }

    /// <summary>
    /// Appends where the head is, until that worked <paramref name="count"/> times against everyone else.
    /// </summary>
    private static async Task<int> CompeteAsync(SqliteLedger ledger, StreamId stream, int count)
    {
        var head = 0L;
        for (var won = 0; won < count;)
        {
            switch (await ledger.AppendAsync(Tenant.Local, stream, head, 0, [Event(head)], won % 5 == 0
                ? Durability.Durable : Durability.Relaxed))
            {
                case AppendOutcome.Appended appended:
                    head = appended.Head;
                    won++;
                    break;
                case AppendOutcome.Stale stale:
                    head = stale.Head;
                    break;
                case AppendOutcome.Failed failed:
                    Say(failed.Reason);
                    return 4;
            }
        }

        return 0;
    }

    private static async Task<int> TakeAsync(SqliteLedger ledger, StreamId stream)
    {
        await Console.In.ReadLineAsync();
        var owner = $"process {Environment.ProcessId}";
        var outcome = await ledger.TakeAsync(Tenant.Local, stream, owner, TimeSpan.FromMinutes(1), [Event(0)]);
        Say(outcome.GetType().Name);
        return 0;
    }

    /// <summary>One write call a line, so that a system-call trace shows it where it happened.</summary>
    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
