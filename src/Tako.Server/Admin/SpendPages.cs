using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Server.Gateway;
using Tako.Server.Keys;
using Tako.Server.Limits;
using Tako.Server.Spend;

namespace Tako.Server.Admin;

/// <summary><c>/admin/spend</c> and <c>/admin/forecast</c>: what calls cost, and where that is going.</summary>
internal sealed class SpendPages(ILedger ledger, Till till, TimeProvider time)
{
    private const string Dimensions = "'by' must be key, team, model, tag or day.";

    /// <summary>Sums since the beginning of the month, or since <c>?since=</c>, told apart by <c>?by=</c>.</summary>
    public async Task SpendAsync(HttpContext http)
    {
        var query = http.Request.Query;
        if (!TryBy(query, out var by))
        {
            await AdminDesk.RefuseAsync(http, Refusal.BadRequest(Dimensions));
            return;
        }

        if (!TryMoment(query, "since", BudgetWindow.Month.Start(time.GetUtcNow()), out var since) || !TryMoment(query,
            "until", null, out var until))
        {
            await AdminDesk.RefuseAsync(http,
                Refusal.BadRequest("'since' and 'until' must be moments such as 2026-12-01 or 2026-12-01T08:00Z."));
            return;
        }

        await till.SyncAsync(http.RequestAborted);
        var report = await SpendReport.ReadAsync(ledger, Tenant.Local, since, until, http.RequestAborted);
        await Reply.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("since"u8, report.Since?.ToString("u", CultureInfo.InvariantCulture));
            json.WriteString("until"u8, report.Until?.ToString("u", CultureInfo.InvariantCulture));
            json.WritePropertyName("total"u8);
            JsonSerializer.Serialize(json, report.Total, SpendJson.Default.SpendSum);
            if (by is { } dimension)
            {
                json.WritePropertyName("lines"u8);
                JsonSerializer.Serialize(json, report.By(dimension), SpendJson.Default.IReadOnlyListSpendLine);
            }

            json.WriteEndObject();
        });
    }

    /// <summary>What the running month, or the window <c>?per=</c>, will have cost at its end.</summary>
    public async Task ForecastAsync(HttpContext http)
    {
        var query = http.Request.Query;
        if (!TryBy(query, out var by) || by == SpendDimension.Day)
        {
            await AdminDesk.RefuseAsync(http, Refusal.BadRequest("'by' must be key, team, model or tag."));
            return;
        }

        var per = query.TryGetValue("per", out var said) ? BudgetWindows.Parse(said.ToString()) : BudgetWindow.Month;
        if (per is not { } window || window == BudgetWindow.Total)
        {
            await AdminDesk.RefuseAsync(http, Refusal.BadRequest("'per' must be hour, day, week or month."));
            return;
        }

        var now = time.GetUtcNow();
        await till.SyncAsync(http.RequestAborted);
        var report = await SpendReport.ReadAsync(ledger, Tenant.Local, Forecast.Since(window, now), null, http.RequestAborted);
        var lines = Forecast.Of(report, by, window, now);
        await Reply.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("per"u8, window.Name());
            json.WriteString("ends"u8, window.End(now)?.ToString("u", CultureInfo.InvariantCulture));
            json.WritePropertyName("lines"u8);
            JsonSerializer.Serialize(json, lines, SpendJson.Default.IReadOnlyListForecastLine);
            json.WriteEndObject();
        });
    }

    private static bool TryBy(IQueryCollection query, out SpendDimension? by)
    {
        by = null;
        if (!query.TryGetValue("by", out var said))
            return true;
        var found = Enum.TryParse<SpendDimension>(said, ignoreCase: true, out var known) && !char.IsDigit(said.ToString()[0]);
        by = found ? known : null;
        return found;
    }

    private static bool TryMoment(IQueryCollection query, string name, DateTimeOffset? otherwise, out DateTimeOffset? moment)
    {
        moment = otherwise;
        if (!query.TryGetValue(name, out var said))
            return true;
        var found = DateTimeOffset.TryParse(said, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read);
        moment = read;
        return found;
    }
}
