using Tako.Core.Identity;
using Tako.Models.Calls;
using Tako.Models.Pricing;
using Tako.Server.Limits;
using Tako.Storage.Sqlite;

namespace Tako.Cli.Tests.Kit;

/// <summary>Lets calls be made and settled in a user's ledger, as a gateway does.</summary>
internal static class Spent
{
    /// <summary>Each call: its key by name or none, model, tag or none, and tokens of answer at two dollars a thousand.</summary>
    public static async Task ByAsync(Home home, params (string? Key, string Model, string? Tag, int Tokens)[] calls)
    {
        var options = new SqliteLedgerOptions { Folder = Path.GetDirectoryName(home.LedgerFile)! };
        var opened = await SqliteLedger.OpenAsync(options, TimeProvider.System);
        await using var ledger = ((SqliteOpenOutcome.Opened)opened).Ledger;
        await using var till = await Till.OpenAsync(new TillParts
        {
            Ledger = ledger, Tenant = Tenant.Local, Ids = new IdSource(TimeProvider.System, new Random(1)), Chance = new Random(2),
        });
        foreach (var (key, model, tag, tokens) in calls)
        {
            var admitted = till.Admission.Admit(new AdmissionAsk
            {
                Key = key is null ? null : till.Keys.Named(key),
                Model = model,
                Tags = tag is null ? [] : [tag],
                MaxOutput = tokens,
                Price = PriceCeiling.Of(new ModelPrices { Input = 1000, Output = 2000 }),
            }).ShouldBeOfType<AdmissionOutcome.Admitted>();
            admitted.Ticket.Settle(new CallReport
            {
                Usage = new ReportedUsage { Input = 0, Output = tokens },
                Usd = tokens * 2m / 1000,
                Elapsed = TimeSpan.FromSeconds(1),
            }, new AnswerHead { Model = model, Provider = "local", Attempts = 1 });
        }
    }
}
