using System.CommandLine;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Server.Keys;

namespace Tako.Cli.Verbs;

/// <summary><c>tako keys</c>: the virtual keys of the gateway, and their teams.</summary>
internal static class KeysVerb
{
    public static Command Command() => new Command("keys", """
        Make, list, change and end the gateway's virtual keys, and their teams.

        Examples:
          tako keys create ci --budget 5usd/day --requests 60
          tako keys team set research --budget 200usd/month --model "gpt-*"
          tako keys revoke ci --note "left the project"
        """)
    {
        Create(), List(), Show(), Change(), Revoke(), TeamVerb.Command(),
    };

    private static Command Create()
    {
        var name = Name("How people call the key.");
        var json = Options.Json();
        var flags = new KeyFlags();
        var command = Sub("create", "Make a key. It is shown once; only its hash is kept.");
        command.Arguments.Add(name);
        flags.AddTo(command, team: false);
        command.Options.Add(json);
        command.SetAction((parsed, token) => WithKeysAsync(async keys =>
        {
            var (change, faults) = flags.OfKey(parsed, TimeProvider.System.GetUtcNow());
            if (faults.Count > 0)
                return KeyText.Faulty(faults);
            var outcome = await keys.CreateAsync(change(new KeySettings { Name = parsed.GetValue(name)! }), Actor, token);
            if (outcome is not KeyOutcome.Created created)
                return KeyText.Fail(outcome);
            if (parsed.GetValue(json))
            {
                var shown = KeyText.ToJson(created.Key);
                shown["key"] = created.Secret;
                Say.Object(shown);
                return ExitCode.Done;
            }

            Console.WriteLine(created.Secret);
            Console.Error.WriteLine($"This is the only time that the key of '{created.Key.Settings.Name}' ({created.Key.Id}) is shown.");
            return ExitCode.Done;
        }, token));
        return command;
    }

    private static Command List()
    {
        var json = Options.Json();
        var all = new Option<bool>("--all") { Description = "Those that are revoked too." };
        var command = Sub("list", "List keys, the oldest first.");
        command.Options.Add(all);
        command.Options.Add(json);
        command.SetAction((parsed, token) => WithKeysAsync(keys =>
        {
            var shown = keys.Keys.Where(key => parsed.GetValue(all) || key.Revoked is null).ToList();
            if (parsed.GetValue(json))
                Say.Object(new JsonObject { ["keys"] = new JsonArray([.. shown.Select(key => (JsonNode)KeyText.ToJson(key))]) });
            else if (shown.Count == 0)
                Console.WriteLine("There is no key yet. Make one with 'tako keys create NAME'.");
            else
                shown.ForEach(key => Console.WriteLine(KeyText.Line(key)));
            return Task.FromResult(ExitCode.Done);
        }, token));
        return command;
    }

    private static Command Show()
    {
        var name = Name("Name or id of the key.");
        var json = Options.Json();
        var command = Sub("show", "Show a key and where its limits stand.");
        command.Arguments.Add(name);
        command.Options.Add(json);
        command.SetAction((parsed, token) => Say.GuardAsync(async () =>
        {
            await using var ledger = await House.OpenStoreAsync(token);
            await using var till = await House.OpenTillAsync(ledger, token);
            if (till.Keys.Named(parsed.GetValue(name)!) is not { } key)
                return KeyText.Unknown(till.Keys, parsed.GetValue(name)!);
            KeyText.Show(key, till.Admission.Standing(key), parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command Change()
    {
        var name = Name("Name or id of the key.");
        var rename = new Option<string?>("--name") { Description = "Another name for it." };
        var json = Options.Json();
        var flags = new KeyFlags();
        var command = Sub("change", "Change what a key may use. What is not given stays.");
        command.Arguments.Add(name);
        command.Options.Add(rename);
        flags.AddTo(command, team: false);
        command.Options.Add(json);
        command.SetAction((parsed, token) => WithKeysAsync(async keys =>
        {
            var (change, faults) = flags.OfKey(parsed, TimeProvider.System.GetUtcNow());
            if (faults.Count > 0)
                return KeyText.Faulty(faults);
            return KeyText.Changed(await keys.ChangeAsync(parsed.GetValue(name)!,
                settings => change(settings) with { Name = parsed.GetValue(rename) ?? settings.Name }, Actor, token),
                    parsed.GetValue(json));
        }, token));
        return command;
    }

    private static Command Revoke()
    {
        var name = Name("Name or id of the key.");
        var note = new Option<string?>("--note") { Description = "Why, for whoever reads the ledger later." };
        var json = Options.Json();
        var command = Sub("revoke", "End a key for good. A gateway that runs refuses it within a second.");
        command.Arguments.Add(name);
        command.Options.Add(note);
        command.Options.Add(json);
        command.SetAction((parsed, token) => WithKeysAsync(async keys =>
            KeyText.Changed(await keys.RevokeAsync(parsed.GetValue(name)!, parsed.GetValue(note), Actor, token),
                parsed.GetValue(json)), token));
        return command;
    }

    internal static string Actor => $"user/{Environment.UserName}";

    internal static Task<int> WithKeysAsync(Func<KeyBook, Task<int>> verb, CancellationToken cancellationToken) =>
        Say.GuardAsync(async () =>
    {
        await using var ledger = await House.OpenStoreAsync(cancellationToken);
        using var keys = House.OpenKeys(ledger);
        await keys.RefreshAsync(cancellationToken);
        return await verb(keys);
    });

    private static Argument<string> Name(string description) => new("name") { Description = description };

    private static Command Sub(string name, string description) => new(name, description);
}
