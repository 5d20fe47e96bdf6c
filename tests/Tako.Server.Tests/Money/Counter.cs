using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Models.Calls;
using Tako.Models.Pricing;
using Tako.Server.Keys;
using Tako.Server.Limits;
using Tako.Testing.Time;

namespace Tako.Server.Tests.Money;

/// <summary>A till on a ledger in memory, at a clock that only tests move.</summary>
internal sealed class Counter : IAsyncDisposable
{
    /// <summary>A dollar for a thousand tokens of prompt, two for a thousand of answer.</summary>
    public static readonly PriceCeiling Price = PriceCeiling.Of(new ModelPrices { Input = 1000, Output = 2000 });

    private Counter(Till till, ILedger ledger, ManualTimeProvider time) => (Till, Ledger, Time) = (till, ledger, time);

    public Till Till { get; }

    public ILedger Ledger { get; }

    public ManualTimeProvider Time { get; }

    public Admission Admission => Till.Admission;

    public static async Task<Counter> OpenAsync(MoneyConfig? config = null, ILedger? ledger = null,
        ManualTimeProvider? time = null, int seed = 1)
    {
        time ??= new ManualTimeProvider(new DateTimeOffset(2026, 5, 13, 10, 0, 0, TimeSpan.Zero));
        ledger ??= new MemoryLedger(time);
        var till = await Till.OpenAsync(new TillParts
        {
            Ledger = ledger,
            Tenant = Tenant.Local,
            Ids = new IdSource(time, new Random(seed)),
            Chance = new Random(seed + 1000),
            Time = time,
            Config = config ?? MoneyConfig.Default,
        });
        return new Counter(till, ledger, time);
    }

    public async Task<VirtualKey> KeyAsync(string name, params Allowance[] allowances) =>
        (await KeyAsync(new KeySettings { Name = name, Allowances = allowances })).Key;

    public async Task<KeyOutcome.Created> KeyAsync(KeySettings settings) =>
        (await Till.Keys.CreateAsync(settings, "user")).ShouldBeOfType<KeyOutcome.Created>();

    /// <summary>A call that reserves so many tokens of answer, and none of prompt, at two dollars a thousand.</summary>
    public static AdmissionAsk Ask(VirtualKey? key, int output, string model = "m", params string[] tags) => new()
    {
        Key = key,
        Model = model,
        MaxOutput = output,
        Price = Price,
        Tags = tags,
        Wire = Tako.Models.Wire.WireKind.Chat,
    };

    public CallTicket Admit(VirtualKey? key, int output, string model = "m", params string[] tags) =>
        Admission.Admit(Ask(key, output, model, tags)).ShouldBeOfType<AdmissionOutcome.Admitted>().Ticket;

    public static void Settle(CallTicket ticket, long output, long input = 0) => ticket.Settle(new CallReport
    {
        Usage = new ReportedUsage { Input = input, Output = output },
        Usd = (input + 2 * output) / 1000m,
        Elapsed = TimeSpan.FromSeconds(1),
        FirstContent = TimeSpan.FromMilliseconds(100),
    }, Head);

    public static AnswerHead Head { get; } = new() { Model = "m", Provider = "p", Attempts = 1 };

    public LimitStanding Standing(VirtualKey? key) => Admission.Standing(key)[0];

    public ValueTask DisposeAsync() => Till.DisposeAsync();
}
