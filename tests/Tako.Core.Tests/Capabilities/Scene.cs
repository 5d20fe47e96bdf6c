using System.Text.Json;
using Tako.Core.Approvals;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Identity;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using LabelsOf = Tako.Core.Labels.Labels;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Core.Tests.Capabilities;

/// <summary>A task with a gate over a ledger in memory.</summary>
internal sealed class Scene
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly TaskId Task = new("t-1");

    public Scene(params IGateRule[] rules)
        : this(null, rules)
    {
    }

    public Scene(GateOptions? options, params IGateRule[] rules)
    {
        Ledger = new MemoryLedger(Time);
        Journal = new StreamWriter(Ledger, Ledger, Tenant.Local, Task.Stream, 0, 0);
        Approvals = new ApprovalBook(Ledger, Tenant.Local, Time);
        Gate = new Gate(Journal, Approvals, rules, Time, options);
    }

    public SetTime Time { get; } = new();

    public MemoryLedger Ledger { get; }

    public StreamWriter Journal { get; }

    public ApprovalBook Approvals { get; }

    public Gate Gate { get; }

    public static Grant Root(params Capability[] capabilities) => Grant.Root(Task, "brain", capabilities);

    public static Effect Effect(string tool, string arguments = "{}", EffectKind kind = EffectKind.Idempotent, string? key = null,
        Label? label = null) => new()
        {
            Tool = tool,
            Kind = kind,
            Arguments = Json(arguments),
            Actor = "arm/coder",
            Label = label ?? LabelsOf.Arm("coder"),
            Key = key,
        };

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    public async Task<GateOutcome<string>> Pass(Effect effect, Grant grant, string result = "ok") =>
        await Gate.PassAsync(effect, grant,
            _ => ValueTask.FromResult(new Passage<string>(result, LabelsOf.Tool(effect.Tool), CanonicalJson.Hash(result))), default);

    public async Task<List<LedgerEvent>> Events()
    {
        var events = new List<LedgerEvent>();
        await foreach (var entry in Ledger.ReadAsync(Tenant.Local, Task.Stream))
            events.Add(entry);
        return events;
    }

    internal sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.UtcTicks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
