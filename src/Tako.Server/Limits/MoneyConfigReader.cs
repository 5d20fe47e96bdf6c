using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Server.Keys;
using Tako.Server.Spend;

namespace Tako.Server.Limits;

/// <summary>Reads <c>budgets:</c> and <c>gateway.spend:</c> of the configuration file.</summary>
public static class MoneyConfigReader
{
    private static readonly TimeSpan ShortestFlush = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestFlush = TimeSpan.FromMinutes(1);

    /// <summary>Every fault at once; keys that are not known are the schema's business.</summary>
    public static Parsed<MoneyConfig> Read(SourceDocument document)
    {
        var faults = new List<Fault>();
        var config = new MoneyConfig { Rules = Rules(document, faults) };
        if (document.Root.TryGetProperty("gateway", out var gateway) && gateway.TryGetProperty("spend", out var spend))
        {
            var usual = config.Spend;
            config = config with
            {
                Spend = usual with
                {
                    Flush = Time(document, spend, "flush", faults) ?? usual.Flush,
                    Poll = Time(document, spend, "poll", faults) ?? usual.Poll,
                },
                RefuseUnknownPrice = Text(spend, "unknownPrice") == "refuse",
                ReserveMost = Text(spend, "reserve") == "most",
            };
        }

        return faults.Count > 0 ? new Parsed<MoneyConfig>.Faulty(faults) : new Parsed<MoneyConfig>.Ok(config);
    }

    private static List<LimitRule> Rules(SourceDocument document, List<Fault> faults)
    {
        var rules = new List<LimitRule>();
        if (!document.Root.TryGetProperty("budgets", out var list) || list.ValueKind != JsonValueKind.Array)
            return rules;
        foreach (var (index, entry) in list.EnumerateArray().Index())
        {
            var at = $"/budgets/{index}";
            var each = Text(entry, "each");
            var allowance = new Allowance
            {
                Model = Text(entry, "model"),
                Tag = Text(entry, "tag"),
                Per = BudgetWindows.Parse(Text(entry, "per") ?? "total") ?? BudgetWindow.Total,
                Usd = Value(document, entry, at, "usd", MoneyText.Parse, faults),
                Tokens = Value(document, entry, at, "tokens", TokenText.Parse, faults),
                RequestsPerMinute = Count(document, entry, at, "requestsPerMinute", faults),
                TokensPerMinute = Value(document, entry, at, "tokensPerMinute", TokenText.Parse, faults),
                Concurrency = Count(document, entry, at, "concurrency", faults),
            };
            if (!allowance.HasBudget && !allowance.HasRate)
            {
                faults.Add(document.Fault(at,
                    "limits nothing; give it usd, tokens, requestsPerMinute, tokensPerMinute or concurrency"));
            }

            if (allowance.HasBudget && Text(entry, "per") is null)
                faults.Add(document.Fault(at, $"needs 'per', one of {string.Join(", ", BudgetWindows.Names)}"));
            rules.Add(new LimitRule
            {
                Name = Text(entry, "name") ?? $"budgets[{index}]",
                Key = Text(entry, "key"),
                Team = Text(entry, "team"),
                Each = each is not null && Enum.TryParse<LimitEach>(each, ignoreCase: true, out var one) ? one : null,
                Allowance = allowance,
            });
        }

        return rules;
    }

    private static T? Value<T>(SourceDocument document, JsonElement entry, string at, string name, Func<string, Parsed<T>> parse,
        List<Fault> faults)
        where T : struct, IComparable<T>
    {
        if (Text(entry, name) is not { } text)
            return null;
        switch (parse(text))
        {
            case Parsed<T>.Ok { Value: var value } when value.CompareTo(default) > 0:
                return value;
            case Parsed<T>.Faulty faulty:
                faults.Add(document.Fault($"{at}/{name}", faulty.Faults[0].Message));
                return null;
            default:
                faults.Add(document.Fault($"{at}/{name}", "must be above zero"));
                return null;
        }
    }

    private static int? Count(SourceDocument document, JsonElement entry, string at, string name, List<Fault> faults)
    {
        if (!entry.TryGetProperty(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count > 0)
            return count;
        faults.Add(document.Fault($"{at}/{name}", "must be a whole number above zero"));
        return null;
    }

    private static TimeSpan? Time(SourceDocument document, JsonElement spend, string name, List<Fault> faults)
    {
        if (Text(spend, name) is not { } text)
            return null;
        if (DurationText.Parse(text) is Parsed<TimeSpan>.Ok { Value: var time } && time >= ShortestFlush && time <= LongestFlush)
            return time;
        faults.Add(document.Fault($"/gateway/spend/{name}", $"is '{text}'; write a duration from 1ms to 1m, such as 250ms"));
        return null;
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;
}
