using System.Diagnostics;
using System.Text.Json;
using Tako.Core.Approvals;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;
using Tako.Storage.Sqlite;

using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reactor.Tests.Kill;

/// <summary>
/// The process that is killed. It runs a plan on a ledger in a file, or resumes it, and its effects are lines of another
/// file. The file <c>kill</c> says after how many events or effects it is to kill itself, in the middle of whatever goes on.
/// </summary>
internal static class Victim
{
    public const string Argument = "--victim";

    private const string Text = """
        name: killed
        output: end
        steps:
          - { name: look, use: pure }
          - { name: each, use: idempotent, effect: idempotent, each: [1, 2, 3], with: { after: { step: look }, item: { item: true } } }
          - { name: send, use: irreversible, effect: irreversible, after: [look] }
          - { name: put, use: probeable, effect: probeable, with: { n: { step: send } } }
          - { name: flaky, use: flaky, effect: idempotent, after: [look], retry: { attempts: 9, wait: 1ms } }
          - name: nest
            use: plan
            with: { x: { step: put } }
            plan:
              steps:
                - { name: think, use: adds, with: { x: { input: x } } }
                - { name: again, use: irreversible, effect: irreversible, with: { x: { step: think } } }
          - { name: end, use: pure, with: { e: { step: each }, n: { step: nest }, f: { step: flaky } } }
        """;

    public static async Task<int> RunAsync(string folder)
    {
        var kill = (await File.ReadAllTextAsync(Path.Combine(folder, "kill"))).Split(':');
        var deadline = new Deadline(kill[0], int.Parse(kill[1]));
        await using var ledger = await OpenAsync(folder);
        var stream = new TaskId("t-1").Stream;
        var history = await ReadAsync(ledger);
        using var journal = new StreamWriter(ledger, ledger, Tenant.Local, stream, history.Count, 0);
        IStepKind[] kinds =
        [
            new Effect("pure", folder, deadline), new Effect("idempotent", folder, deadline), new Effect("irreversible", folder, deadline),
            new Effect("probeable", folder, deadline), new Effect("flaky", folder, deadline), new Effect("adds", folder, deadline),
        ];
        var approvals = new ApprovalBook(ledger, Tenant.Local, TimeProvider.System);
        var reactor = new Reactor(new ReactorOptions { Concurrency = 3 }, kinds, [deadline], approvals, TimeProvider.System, new Random(1));
        var plan = PlanReader.Read(Text, reactor.Limits).ShouldBeOfType<Parsed<Plan>.Ok>().Value;
        var outcome = history.Count == 0
            ? await reactor.RunAsync(plan, new Dictionary<string, Labeled<JsonElement>>(), journal)
            : await reactor.ResumeAsync(history, journal);
        await File.WriteAllTextAsync(Path.Combine(folder, "outcome"), outcome switch
        {
            PlanOutcome.Done done => $"done {done.Output.Value.GetRawText()}",
            PlanOutcome.Halted halted => $"halted {string.Join(' ', halted.PendingApprovals)}",
            PlanOutcome.Failed failed => $"failed {failed.Step}: {failed.Why}",
            _ => "?",
        });
        return 0;
    }

    public static async Task<SqliteLedger> OpenAsync(string folder) =>
        await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = Path.Combine(folder, "ledger") }, TimeProvider.System) switch
        {
            SqliteOpenOutcome.Opened(var opened) => opened,
            SqliteOpenOutcome.Failed(var reason) => throw new InvalidOperationException(reason),
            _ => throw new InvalidOperationException(),
        };

    public static async Task<List<LedgerEvent>> ReadAsync(ILedger ledger)
    {
        var events = new List<LedgerEvent>();
        await foreach (var entry in ledger.ReadAsync(Tenant.Local, new TaskId("t-1").Stream))
            events.Add(entry);
        return events;
    }

    /// <summary>Kills this process, as the operating system would, when its count is reached.</summary>
    private sealed class Deadline(string what, int count) : IReactorMiddleware
    {
        private int _seen;

        public void Saw(string happened)
        {
            if (happened == what && Interlocked.Increment(ref _seen) == count)
                Process.GetCurrentProcess().Kill();
        }

        public ValueTask EventAsync(ReactorEvent entry, CancellationToken cancellationToken)
        {
            Saw("event");
            return default;
        }
    }

    private sealed class Effect(string name, string folder, Deadline deadline) : IStepKind
    {
        private static readonly Lock File = new();

        public string Name => name;

        public async ValueTask<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
            if (name == "flaky" && context.Attempt < 3)
                return new StepOutcome.Retry(null, "not yet");
            deadline.Saw("intent");
            lock (File)
                System.IO.File.AppendAllText(Path.Combine(folder, "effects"), $"{context.Step} {context.EffectKey}\n");
            deadline.Saw("effect");
            var value = JsonElement.Parse($"\"{context.Step}\"");
            return name == "adds"
                ? new StepOutcome.OkWithSteps(value,
                    [new PlanStep { Name = "made", Use = "idempotent", Effect = EffectKind.Idempotent }], "made")
                : new StepOutcome.Ok(value);
        }

        public ValueTask<ProbeOutcome> ProbeAsync(StepContext context, CancellationToken cancellationToken)
        {
            if (name != "probeable")
                return new(new ProbeOutcome.Unknown());
            var effects = Path.Combine(folder, "effects");
            var happened = System.IO.File.Exists(effects) && System.IO.File.ReadLines(effects)
                .Any(line => line.EndsWith(context.EffectKey));
            return new(happened ? new ProbeOutcome.Happened(JsonElement.Parse($"\"{context.Step}\"")) : new ProbeOutcome.DidNot());
        }
    }
}
