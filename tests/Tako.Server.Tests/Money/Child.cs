using System.Globalization;
using Tako.Core.Identity;
using Tako.Server.Limits;
using Tako.Server.Spend;
using Tako.Storage.Sqlite;

namespace Tako.Server.Tests.Money;

/// <summary>What this executable does as the other process of a test: it takes and settles calls until it is killed, or so many.
/// Each settled call is a line with the milliseconds since the start; so is each write, with its number of calls.</summary>
internal static class Child
{
    private const int Callers = 8;

    public static async Task<int> RunAsync(string[] args)
    {
        var (folder, flush, most) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture),
            int.Parse(args[2], CultureInfo.InvariantCulture));
        var key = args.Length > 3 ? args[3] : null;
        var time = TimeProvider.System;
        var opened = await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = folder }, time);
        await using var ledger = ((SqliteOpenOutcome.Opened)opened).Ledger;
        await using var till = await Till.OpenAsync(new TillParts
        {
            Ledger = new StubbornLedger(ledger)
            {
                Appended = (stream, events) => Say(stream.Value.StartsWith("spend/", StringComparison.Ordinal)
                    ? $"written {events.Sum(entry => SpendText.Read(entry.Type, entry.Body).Count)}" : "rolled"),
            },
            Tenant = Tenant.Local,
            Ids = new IdSource(time, new Random(Environment.ProcessId)),
            Chance = new Random(Environment.ProcessId),
            Config = new MoneyConfig
            {
                Spend = new SpendOptions { Flush = TimeSpan.FromMilliseconds(flush), Poll = TimeSpan.FromMilliseconds(50),
                    RollEvery = 256 },
            },
        });
        var start = time.GetTimestamp();
        var payer = key is null ? null : till.Keys.Named(key);
        var settled = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref settled) is var number && number <= most)
            {
                if (till.Admission.Admit(Counter.Ask(payer, 10)) is AdmissionOutcome.Admitted admitted)
                {
                    Counter.Settle(admitted.Ticket, output: 10);
                    Say($"settled {(long)time.GetElapsedTime(start).TotalMilliseconds}");
                }
                else
                {
                    Say("refused");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(1), time);
            }
        })));
        return 0;
    }

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
