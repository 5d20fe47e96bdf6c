using Tako.Core.Faults;

namespace Tako.Server.Keys;

/// <summary>What settings of keys and teams must satisfy, so that they fit into the ledger and mean something.</summary>
internal static class KeyCheck
{
    private const int NameLength = 64;
    private const int MostAllowances = 16;
    private const int MostModels = 32;
    private const int MostTags = 8;

    public static IReadOnlyList<Fault> Faults(KeySettings settings, KeysModel known, string? self)
    {
        var faults = new List<Fault>();
        Name("/name", settings.Name, faults);
        if (known.Keys.Values.Any(key => key.Revoked is null && key.Id != self
            && string.Equals(key.Settings.Name, settings.Name, StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add(new Fault("/name", 0,
                $"is '{settings.Name}', and a key of that name exists; choose another name, or revoke that key"));
        }

        if (settings.Name.StartsWith("k-", StringComparison.Ordinal) && known.Keys.ContainsKey(settings.Name))
            faults.Add(new Fault("/name", 0, "is the id of a key; choose another name"));
        if (settings.Team is { } team && !known.Teams.ContainsKey(team))
        {
            var near = NearestName.Of(team, known.Teams.Keys) is { } name ? $"did you mean '{name}'?" : "set it first";
            faults.Add(new Fault("/team", 0, $"is '{team}', which is no team; {near}"));
        }

        Many("/tags", settings.Tags, MostTags, faults);
        Many("/models", settings.Models, MostModels, faults);
        Allowances(settings.Allowances, faults);
        return faults;
    }

    public static IReadOnlyList<Fault> Faults(TeamSettings settings)
    {
        var faults = new List<Fault>();
        Name("/name", settings.Name, faults);
        Many("/models", settings.Models, MostModels, faults);
        Allowances(settings.Allowances, faults);
        return faults;
    }

    private static void Name(string path, string name, List<Fault> faults)
    {
        if (name.Length is 0 or > NameLength || name.Any(char.IsControl) || name != name.Trim())
            faults.Add(new Fault(path, 0, $"must be 1 to {NameLength} characters, without control characters or spaces around it"));
    }

    private static void Many(string path, IReadOnlyList<string> names, int most, List<Fault> faults)
    {
        if (names.Count > most)
            faults.Add(new Fault(path, 0, $"holds {names.Count} entries, more than {most}"));
        for (var index = 0; index < names.Count; index++)
            Name($"{path}/{index}", names[index], faults);
    }

    private static void Allowances(IReadOnlyList<Allowance> allowances, List<Fault> faults)
    {
        if (allowances.Count > MostAllowances)
            faults.Add(new Fault("/allowances", 0, $"holds {allowances.Count} entries, more than {MostAllowances}"));
        for (var index = 0; index < allowances.Count; index++)
        {
            var (allowance, path) = (allowances[index], $"/allowances/{index}");
            if (!allowance.HasBudget && !allowance.HasRate)
                faults.Add(new Fault(path, 0, "limits nothing; give it money, tokens, a rate or a number of calls"));
            if (allowance.Usd <= 0 || allowance.Tokens <= 0 || allowance.RequestsPerMinute <= 0 || allowance.TokensPerMinute <= 0
                || allowance.Concurrency <= 0)
                faults.Add(new Fault(path, 0, "has a limit that is not above zero; disable the key or the team instead"));
            if (allowance.Model is { } model)
                Name($"{path}/model", model, faults);
            if (allowance.Tag is { } tag)
                Name($"{path}/tag", tag, faults);
        }
    }
}
