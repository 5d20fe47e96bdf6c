using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Cli.Terminal;
using Tako.Core.Faults;
using Tako.Server.Keys;
using Tako.Server.Limits;

namespace Tako.Cli.Verbs;

/// <summary>How keys, teams and what became of changes to them are printed.</summary>
internal static class KeyText
{
    public static string Line(VirtualKey key) => string.Join("  ", new[]
    {
        key.Id, key.Hint, State(key).PadRight(8), key.Settings.Name, key.Settings.Team is { } team ? $"team {team}" : "",
        string.Join("; ", key.Settings.Allowances),
    }.Where(part => part.Length > 0));

    public static string Line(TeamSettings team) => string.Join("  ", new[]
    {
        team.Name, team.Disabled ? "disabled" : "", string.Join(", ", team.Models), string.Join("; ", team.Allowances),
    }.Where(part => part.Length > 0));

    public static JsonObject ToJson(VirtualKey key) => JsonSerializer.SerializeToNode(key, KeyJson.Default.VirtualKey)!.AsObject();

    public static JsonNode? ToJson(TeamSettings team) => JsonSerializer.SerializeToNode(team, KeyJson.Default.TeamSettings);

    public static void Show(VirtualKey key, IReadOnlyList<LimitStanding> standing, bool json)
    {
        if (json)
        {
            var shown = ToJson(key);
            shown["limits"] = JsonSerializer.SerializeToNode(standing, LimitJson.Default.IReadOnlyListLimitStanding);
            Say.Object(shown);
            return;
        }

        var settings = key.Settings;
        Console.WriteLine($"{key.Id}  {settings.Name}  {key.Hint}  {State(key)}");
        Console.WriteLine($"  created  {key.Created:u}");
        if (settings.Expires is { } ends)
            Console.WriteLine($"  expires  {ends:u}");
        Console.WriteLine($"  team     {settings.Team ?? "none"}");
        Console.WriteLine($"  models   {(settings.Models.Count == 0 ? "every one" : string.Join(", ", settings.Models))}");
        if (settings.Tags.Count > 0)
            Console.WriteLine($"  tags     {string.Join(", ", settings.Tags)}");
        foreach (var limit in standing)
            Console.WriteLine($"  limit    {limit.Limit} ({limit.Of}){Used(limit)}");
    }

    public static int Changed(KeyOutcome outcome, bool json)
    {
        switch (outcome)
        {
            case KeyOutcome.Changed { Key: var key }:
                if (json)
                    Say.Object(ToJson(key));
                else
                    Console.WriteLine(Line(key));
                return ExitCode.Done;
            case KeyOutcome.TeamChanged { Team: var team }:
                if (json)
                    Say.Object(ToJson(team)!);
                else
                    Console.WriteLine(Line(team));
                return ExitCode.Done;
            default:
                return Fail(outcome);
        }
    }

    public static int Fail(KeyOutcome outcome) => outcome switch
    {
        KeyOutcome.Unknown unknown => Say.Fail(unknown.Message, ExitCode.Refused),
        KeyOutcome.Faulty faulty =>
            Faulty([.. faulty.Faults.Select(fault => fault.Path == "/" ? fault.Message : fault.ToString())]),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no failure."),
    };

    public static int Faulty(IReadOnlyList<string> faults) => Say.Fail(string.Join("\n      ", faults), ExitCode.Usage);

    public static int Unknown(KeyBook keys, string name) => Say.Fail($"There is no key '{name}'. "
        + (NearestName.Of(name, keys.Keys.Select(key => key.Settings.Name)) is { } near
            ? $"Did you mean '{near}'?"
            : "See 'tako keys list'."),
        ExitCode.Refused);

    private static string State(VirtualKey key) => key switch
    {
        { Revoked: not null } => "revoked",
        { Settings.Disabled: true } => "disabled",
        { Settings.Expires: { } ends } when ends <= TimeProvider.System.GetUtcNow() => "expired",
        _ => "active",
    };

    private static string Used(LimitStanding limit)
    {
        var used = new List<string>();
        if (limit.Limit.Usd is not null)
            used.Add($"{limit.UsedUsd.ToString("0.######", CultureInfo.InvariantCulture)} USD");
        if (limit.Limit.Tokens is not null)
            used.Add(string.Create(CultureInfo.InvariantCulture, $"{limit.UsedTokens} tokens"));
        return used.Count == 0 ? "" : $": {string.Join(", ", used)} used" + (limit.Ends is { } ends ? $", until {ends:u}" : "");
    }
}
