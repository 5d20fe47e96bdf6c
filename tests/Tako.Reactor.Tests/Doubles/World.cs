using System.Text.Json;
using Tako.Core.Approvals;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;

using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reactor.Tests.Doubles;

/// <summary>A ledger in memory, simulated time, and reactors over them: one reactor after another stands for restarts.</summary>
internal sealed class World
{
    public static readonly TaskId Task = new("t-1");
    public static readonly Label FromUser = new(Integrity.User, Confidentiality.Internal, ["user"]);
    private readonly List<IStepKind> _kinds = [];

    public World()
    {
        Ledger = new MemoryLedger(Time);
        Approvals = new ApprovalBook(Ledger, Tenant.Local, Time);
    }

    public SimulatedTime Time { get; } = new();
    public MemoryLedger Ledger { get; }
    public ApprovalBook Approvals { get; }
    public ReactorOptions Options { get; set; } = new();
    public List<IReactorMiddleware> Middleware { get; } = [];
    public List<string> Ran { get; } = [];
    public CancellationTokenSource Halt { get; set; } = new();
    public CancellationTokenSource Stop { get; set; } = new();
    public long Seed { get; set; } = 1;

    public World With(IStepKind kind)
    {
        _kinds.RemoveAll(one => one.Name == kind.Name);
        _kinds.Add(kind);
        return this;
    }

    public void Without(string name) => _kinds.RemoveAll(kind => kind.Name == name);

    /// <summary>A kind that notes each run by its identity before it does the work.</summary>
    public World With(string name, Func<StepContext, StepOutcome> run) => With(new Kind(name, context =>
    {
        Ran.Add(context.Step);
        return run(context);
    }));

    public World With(string name, Func<StepContext, CancellationToken, Task<StepOutcome>> run) => With(new Kind(name, (context, stop) =>
    {
        Ran.Add(context.Step);
        return run(context, stop);
    }));

    public Reactor Reactor() => new(Options, _kinds, Middleware, Approvals, Time, new Random((int)Seed));

    public PlanOutcome Run(string yaml, params (string Name, string Json)[] inputs) => Run(Plan(yaml), inputs);

    public PlanOutcome Run(Plan plan, params (string Name, string Json)[] inputs) => Simulation.Run(Time, async () =>
        await Reactor().RunAsync(plan, inputs.ToDictionary(one => one.Name,
            one => new Labeled<JsonElement>(JsonElement.Parse(one.Json), FromUser)), await WriterAsync(), Halt.Token, Stop.Token));

    public PlanOutcome Resume() => Simulation.Run(Time, async () =>
        await Reactor().ResumeAsync(await Events(), await WriterAsync(), Halt.Token, Stop.Token));

    /// <summary>Goes on from a journal that ends after so many events, as after a crash at that point.</summary>
    public World CrashedAfter(int events)
    {
        var later = new World { Options = Options };
        foreach (var kind in _kinds)
            later.With(kind);
        Simulation.Run(Time, async () =>
        {
            var head = 0;
            foreach (var entry in (await Events()).Take(events))
            {
                foreach (var blob in entry.Blobs)
                    await later.Ledger.PutAsync(Tenant.Local, (await Ledger.GetAsync(Tenant.Local, blob))!.Value);
                await later.Ledger.AppendAsync(Tenant.Local, Task.Stream, head++, 0, [new NewEvent
                {
                    Type = entry.Type, Version = entry.Version, Body = entry.Body, Actor = entry.Actor,
                        Cause = entry.Cause, Blobs = entry.Blobs,
                }], Durability.Durable);
            }

            return 0;
        });
        return later;
    }

    public List<LedgerEvent> Journal() => Simulation.Run(Time, Events);

    public void Decide(string id, bool grant, string? note = null) =>
        Simulation.Run(Time, async () => await Approvals.DecideAsync(id, grant, "ada", note)).ShouldBeOfType<DecideOutcome.Decided>();

    public Plan Plan(string yaml) => PlanReader.Read(yaml, Reactor().Limits) switch
    {
        Parsed<Plan>.Ok(var plan) => plan,
        Parsed<Plan>.Faulty(var faults) => throw new InvalidOperationException(string.Join("\n", faults)),
        _ => throw new InvalidOperationException(),
    };

    public static string Text(LedgerEvent entry) => System.Text.Encoding.UTF8.GetString(entry.Body.Span);

    public static StepOutcome Ok(string json = "null") => new StepOutcome.Ok(JsonElement.Parse(json));

    private async Task<StreamWriter> WriterAsync() =>
        new(Ledger, Ledger, Tenant.Local, Task.Stream, (await Events()).Count, 0);

    private async Task<List<LedgerEvent>> Events()
    {
        var events = new List<LedgerEvent>();
        await foreach (var entry in Ledger.ReadAsync(Tenant.Local, Task.Stream))
            events.Add(entry);
        return events;
    }
}
