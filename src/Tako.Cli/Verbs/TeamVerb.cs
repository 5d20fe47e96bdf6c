using System.CommandLine;
using System.Text.Json.Nodes;
using Tako.Cli.Terminal;
using Tako.Server.Keys;

namespace Tako.Cli.Verbs;

/// <summary><c>tako keys team</c>: teams, whose keys share models and allowances.</summary>
internal static class TeamVerb
{
    public static Command Command()
    {
        var command = Sub("team", "Make, list and remove teams: keys that share models and allowances.");
        command.Subcommands.Add(Set());
        command.Subcommands.Add(List());
        command.Subcommands.Add(Remove());
        return command;
    }

    private static Command Set()
    {
        var name = Name();
        var json = Options.Json();
        var flags = new KeyFlags();
        var command = Sub("set", "Make a team, or change it. What is not given stays.");
        command.Arguments.Add(name);
        flags.AddTo(command, team: true);
        command.Options.Add(json);
        command.SetAction((parsed, token) => KeysVerb.WithKeysAsync(async keys =>
        {
            var (change, faults) = flags.OfTeam(parsed);
            var team = parsed.GetValue(name)!;
            return faults.Count > 0
                ? KeyText.Faulty(faults)
                : KeyText.Changed(await keys.SetTeamAsync(team,
                    before => change(before ?? new TeamSettings { Name = team }), KeysVerb.Actor, token), parsed.GetValue(json));
        }, token));
        return command;
    }

    private static Command List()
    {
        var json = Options.Json();
        var command = Sub("list", "List teams.");
        command.Options.Add(json);
        command.SetAction((parsed, token) => KeysVerb.WithKeysAsync(keys =>
        {
            if (parsed.GetValue(json))
                Say.Object(new JsonObject { ["teams"] = new JsonArray([.. keys.Teams.Select(KeyText.ToJson)]) });
            else if (keys.Teams.Count == 0)
                Console.WriteLine("There is no team yet. Make one with 'tako keys team set NAME'.");
            foreach (var team in parsed.GetValue(json) ? [] : keys.Teams)
                Console.WriteLine(KeyText.Line(team));
            return Task.FromResult(ExitCode.Done);
        }, token));
        return command;
    }

    private static Command Remove()
    {
        var name = Name();
        var json = Options.Json();
        var command = Sub("remove", "Remove a team without keys in use.");
        command.Arguments.Add(name);
        command.Options.Add(json);
        command.SetAction((parsed, token) => KeysVerb.WithKeysAsync(async keys =>
        {
            var outcome = await keys.RemoveTeamAsync(parsed.GetValue(name)!, KeysVerb.Actor, token);
            if (outcome is not KeyOutcome.TeamChanged { Team: var team })
                return KeyText.Fail(outcome);
            if (parsed.GetValue(json))
                Say.Object(new JsonObject { ["removed"] = team.Name });
            else
                Console.WriteLine($"The team '{team.Name}' is removed.");
            return ExitCode.Done;
        }, token));
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "The team's name." };

    private static Command Sub(string name, string description) => new(name, description);
}
