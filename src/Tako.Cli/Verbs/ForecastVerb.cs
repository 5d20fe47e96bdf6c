using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Identity;
using Tako.Server.Keys;
using Tako.Server.Spend;

namespace Tako.Cli.Verbs;

/// <summary><c>tako forecast</c>: where the spend of the running window is going.</summary>
internal static class ForecastVerb
{
    public static Command Command()
    {
        var by = SpendVerb.By();
        var per = new Option<string>("--per")
        {
            Description = "The window whose end is forecast: hour, day, week or month, by UTC.", DefaultValueFactory = _ => "month",
        };
        per.CompletionSources.Add("hour", "day", "week", "month");
        var json = Options.Json();
        var command = new Command("forecast", "Forecast what the running window will have cost at its end.") { by, per, json };
        command.SetAction((parsed, token) => Say.GuardAsync(async () =>
        {
            if (SpendVerb.Dimension(parsed.GetValue(by), out var dimension) is { } wrong)
                return Say.Fail(wrong, ExitCode.Usage);
            if (dimension == SpendDimension.Day)
                return Say.Fail("--by is 'day', and a day has no forecast of its own; take key, team, model or tag.",
                    ExitCode.Usage);
            if (BudgetWindows.Parse(parsed.GetValue(per)!) is not { } window || window == BudgetWindow.Total)
                return Say.Fail($"--per is '{parsed.GetValue(per)}'; take hour, day, week or month.", ExitCode.Usage);
            var now = TimeProvider.System.GetUtcNow();
            await using var ledger = await House.OpenStoreAsync(token);
            var report = await SpendReport.ReadAsync(ledger, Tenant.Local, Forecast.Since(window, now), null, token);
            var lines = Forecast.Of(report, dimension, window, now);
            var names = await SpendNames.ReadAsync(ledger, dimension ?? SpendDimension.Day, token);
            if (parsed.GetValue(json))
                Say.Object(ToJson(lines, window, now));
            else
                Print(lines, window, now, dimension is null ? _ => "all" : names.Of);
            return ExitCode.Done;
        }));
        return command;
    }

    private static JsonObject ToJson(IReadOnlyList<ForecastLine> lines, BudgetWindow window, DateTimeOffset now) => new()
    {
        ["per"] = window.Name(),
        ["starts"] = window.Start(now).ToString("u"),
        ["ends"] = window.End(now)?.ToString("u"),
        ["lines"] = JsonSerializer.SerializeToNode(lines, SpendJson.Default.IReadOnlyListForecastLine),
    };

    private static void Print(IReadOnlyList<ForecastLine> lines, BudgetWindow window, DateTimeOffset now, Func<string, string> name)
    {
        Console.WriteLine($"{window.Name()} until {window.End(now):u}");
        if (lines.Count == 0)
            Console.WriteLine("Nothing was spent yet.");
        foreach (var line in lines)
        {
            Console.WriteLine($"{name(line.Name)}  so far {Usd(line.Spent)}  " + (line.Expected is { } expected
                ? $"expected {Usd(expected)}, four times in five between {Usd(line.Low!.Value)} and {Usd(line.High!.Value)} "
                    + $"({line.Method}, n = {line.Hours} hours, {line.Calls} calls)"
                : line.Method));
        }
    }

    private static string Usd(decimal usd) => usd.ToString("0.0000", CultureInfo.InvariantCulture) + " USD";
}
