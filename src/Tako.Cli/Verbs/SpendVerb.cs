using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Identity;
using Tako.Server.Spend;

namespace Tako.Cli.Verbs;

/// <summary><c>tako spend</c>: what the gateway's calls cost, from the ledger.</summary>
internal static class SpendVerb
{
    public static Command Command()
    {
        var by = By();
        var since = new Option<string>("--since")
        {
            Description = $"From when on: {MomentText.Shape}.", DefaultValueFactory = _ => "month",
        };
        var until = new Option<string?>("--until") { Description = "Up to when, likewise; left out, until now." };
        var json = Options.Json();
        var command = new Command("spend", "Tell what the gateway's calls cost, in whole hours of UTC.") { by, since, until, json };
        command.SetAction((parsed, token) => Say.GuardAsync(async () =>
        {
            var now = TimeProvider.System.GetUtcNow();
            if (Dimension(parsed.GetValue(by), out var dimension) is { } wrong)
                return Say.Fail(wrong, ExitCode.Usage);
            if (MomentText.Parse(parsed.GetValue(since)!, now, ahead: false) is not { } from)
                return Say.Fail($"--since is '{parsed.GetValue(since)}'; write {MomentText.Shape}.", ExitCode.Usage);
            DateTimeOffset? to = null;
            if (parsed.GetValue(until) is { } text && (to = MomentText.Parse(text, now, ahead: false)) is null)
                return Say.Fail($"--until is '{text}'; write {MomentText.Shape}.", ExitCode.Usage);
            await using var ledger = await House.OpenStoreAsync(token);
            var report = await SpendReport.ReadAsync(ledger, Tenant.Local, from, to, token);
            var names = await SpendNames.ReadAsync(ledger, dimension ?? SpendDimension.Day, token);
            Print(report, dimension, names, parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }

    internal static Option<string?> By()
    {
        var by = new Option<string?>("--by") { Description = "Tell apart by key, team, model, tag or day; left out, the sum of all." };
        by.CompletionSources.Add("key", "team", "model", "tag", "day");
        return by;
    }

    /// <summary>Why the word is none; null when it is one, or none was given.</summary>
    internal static string? Dimension(string? word, out SpendDimension? dimension)
    {
        dimension = Enum.TryParse<SpendDimension>(word, ignoreCase: true, out var known) && !char.IsDigit(word![0]) ? known : null;
        return word is null || dimension is not null ? null : $"--by is '{word}'; take key, team, model, tag or day.";
    }

    private static void Print(SpendReport report, SpendDimension? by, SpendNames names, bool json)
    {
        var lines = by is { } dimension ? report.By(dimension) : [];
        if (json)
        {
            var shown = new JsonObject
            {
                ["since"] = report.Since?.ToString("u"),
                ["until"] = report.Until?.ToString("u"),
                ["total"] = JsonSerializer.SerializeToNode(report.Total, SpendJson.Default.SpendSum),
            };
            if (by is not null)
            {
                shown["by"] = by.Value.ToString().ToLowerInvariant();
                shown["lines"] = new JsonArray([.. lines.Select(line => (JsonNode)new JsonObject
                {
                    ["name"] = line.Name,
                    ["label"] = names.Of(line.Name),
                    ["sum"] = JsonSerializer.SerializeToNode(line.Sum, SpendJson.Default.SpendSum),
                })]);
            }

            Say.Object(shown);
            return;
        }

        Console.WriteLine($"since {report.Since:u}{(report.Until is { } until ? $" until {until:u}" : "")}");
        var width = Math.Max(5, lines.Select(line => names.Of(line.Name).Length).DefaultIfEmpty().Max());
        Console.WriteLine($"{"".PadRight(width)}  {"calls",9}  {"failed",7}  {"in",13}  {"out",13}  {"usd",14}");
        foreach (var line in lines)
            Console.WriteLine(Row(names.Of(line.Name).PadRight(width), line.Sum));
        Console.WriteLine(Row("total".PadRight(width), report.Total));
        foreach (var note in Notes(report.Total))
            Console.WriteLine(note);
    }

    private static string Row(string name, SpendSum sum) => string.Create(CultureInfo.InvariantCulture,
        $"{name}  {sum.Calls,9}  {sum.Failed,7}  {sum.Input,13}  {sum.Output,13}  {sum.Usd,14:0.000000}");

    private static IEnumerable<string> Notes(SpendSum total)
    {
        if (total.Cached > 0)
            yield return $"{total.Cached} call(s) were answered from a cache and cost nothing.";
        if (total.Estimated > 0)
            yield return $"{total.Estimated} call(s) were counted here, because no provider told what they used.";
        if (total.Unknown > 0)
            yield return $"{total.Unknown} of them are charged as they were reserved: nobody knows what they used.";
        if (total.Unpriced > 0)
            yield return $"{total.Unpriced} call(s) have no known price: their tokens count, their dollars do not.";
    }
}
