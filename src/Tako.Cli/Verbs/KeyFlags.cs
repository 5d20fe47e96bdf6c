using System.CommandLine;
using System.Globalization;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Server.Keys;

namespace Tako.Cli.Verbs;

/// <summary>The options that say what a key or a team may use, and what they make of the settings there are.</summary>
internal sealed class KeyFlags
{
    private const string None = "none";

    private readonly Option<string[]> _models = new("--model", "-m")
    {
        Description = "A model it may use, with * and ?; may be given several times; none allows every model again.",
    };

    private readonly Option<string[]> _budgets = new("--budget")
    {
        Description = "Money or tokens in a window of UTC (hour, day, week, month, total): 5usd/day, 2M/month, "
            + "1usd/hour@gpt-* for some models, 3usd/day#batch for one tag; may be given several times; none takes all away.",
    };

    private readonly Option<string?> _requests = new("--requests") { Description = "Requests a minute, or none." };

    private readonly Option<string?> _tokens = new("--tokens-per-minute") { Description = "Tokens a minute, such as 200k, or none." };

    private readonly Option<string?> _concurrency = new("--concurrency") { Description = "Calls at the same time, or none." };

    private readonly Option<string?> _team = new("--team") { Description = "The team it belongs to, or none." };

    private readonly Option<string?> _expires = new("--expires")
    {
        Description = "When it ends: a date such as 2027-01-31, a duration from now such as 30d, or never.",
    };

    private readonly Option<string[]> _tags = new("--tag")
    {
        Description = "A tag that all its calls carry; may be given several times; none takes all away.",
    };

    private readonly Option<bool> _disable = new("--disable") { Description = "Refuse it until it is enabled again." };

    private readonly Option<bool> _enable = new("--enable") { Description = "Take it again." };

    public void AddTo(Command command, bool team)
    {
        foreach (var option in new Option[] { _models, _budgets, _requests, _tokens, _concurrency, _disable, _enable })
            command.Options.Add(option);
        if (team)
            return;
        foreach (var option in new Option[] { _team, _expires, _tags })
            command.Options.Add(option);
    }

    /// <summary>The change that the options ask for, with every fault they have.</summary>
    public (Func<KeySettings, KeySettings> Change, IReadOnlyList<string> Faults) OfKey(ParseResult parsed, DateTimeOffset now)
    {
        var faults = new List<string>();
        var (models, allow) = (Many(parsed.GetValue(_models)), Allowances(parsed, faults));
        var tags = Many(parsed.GetValue(_tags));
        var (team, until) = (parsed.GetValue(_team), parsed.GetValue(_expires));
        DateTimeOffset? expires = null;
        if (until is not null and not "never" && (expires = MomentText.Parse(until, now, ahead: true)) is null)
            faults.Add($"--expires is '{until}'; write a date such as 2027-01-31, a duration such as 30d, or never");
        if (expires <= now)
            faults.Add($"--expires is '{until}', which is over");
        var disabled = Disabled(parsed, faults);
        return (settings => settings with
        {
            Models = models ?? settings.Models,
            Tags = tags ?? settings.Tags,
            Allowances = allow(settings.Allowances),
            Team = team is null ? settings.Team : team == None ? null : team,
            Expires = until is null ? settings.Expires : expires,
            Disabled = disabled ?? settings.Disabled,
        }, faults);
    }

    /// <summary>Likewise for a team.</summary>
    public (Func<TeamSettings, TeamSettings> Change, IReadOnlyList<string> Faults) OfTeam(ParseResult parsed)
    {
        var faults = new List<string>();
        var (models, allow) = (Many(parsed.GetValue(_models)), Allowances(parsed, faults));
        var disabled = Disabled(parsed, faults);
        return (settings => settings with
        {
            Models = models ?? settings.Models,
            Allowances = allow(settings.Allowances),
            Disabled = disabled ?? settings.Disabled,
        }, faults);
    }

    private bool? Disabled(ParseResult parsed, List<string> faults)
    {
        if (parsed.GetValue(_disable) && parsed.GetValue(_enable))
            faults.Add("--disable and --enable exclude each other");
        return parsed.GetValue(_disable) ? true : parsed.GetValue(_enable) ? false : null;
    }

    // Given budgets take the place of all there were; rates change one by one.
    private Func<IReadOnlyList<Allowance>, IReadOnlyList<Allowance>> Allowances(ParseResult parsed, List<string> faults)
    {
        var budgets = Many(parsed.GetValue(_budgets))?.Select(text => Read("--budget", text, AllowanceText.Parse, faults))
            .OfType<Allowance>().ToList();
        var requests = Rate("--requests", parsed.GetValue(_requests), faults);
        var tokens = Rate("--tokens-per-minute", parsed.GetValue(_tokens), faults);
        var calls = Rate("--concurrency", parsed.GetValue(_concurrency), faults);
        return before =>
        {
            var rates = before.FirstOrDefault(General) ?? new Allowance();
            rates = rates with
            {
                RequestsPerMinute = requests is { } perMinute ? (int?)perMinute.Value : rates.RequestsPerMinute,
                TokensPerMinute = tokens is { } some ? some.Value : rates.TokensPerMinute,
                Concurrency = calls is { } most ? (int?)most.Value : rates.Concurrency,
            };
            var all = before.Where(allowance => !General(allowance)
                && (budgets is null || (allowance.Usd is null && allowance.Tokens is null)))
                .Concat(budgets ?? []);
            return rates is { RequestsPerMinute: null, TokensPerMinute: null, Concurrency: null } ? [.. all] : [.. all, rates];
        };

        static bool General(Allowance allowance) => allowance is { Model: null, Tag: null, Usd: null, Tokens: null };
    }

    private static (long? Value, bool Given)? Rate(string option, string? text, List<string> faults)
    {
        if (text is null)
            return null;
        if (text == None)
            return (null, true);
        if (Read(option, text, Number, faults) is not { } number)
            return null;
        if (number > 0 && (option == "--tokens-per-minute" || number <= int.MaxValue))
            return (number, true);
        faults.Add($"{option} is '{text}'; write a number above zero, or none");
        return null;
    }

    private static Parsed<long?> Number(string text) => TokenText.Parse(text) switch
    {
        Parsed<long>.Ok ok => new Parsed<long?>.Ok(ok.Value),
        _ => new Parsed<long?>.Faulty([new Fault("/", 0, string.Create(CultureInfo.InvariantCulture,
            $"expected a number such as 60 or 200k, or none, found '{text}'"))]),
    };

    private static T? Read<T>(string option, string text, Func<string, Parsed<T>> parse, List<string> faults)
    {
        switch (parse(text))
        {
            case Parsed<T>.Ok ok:
                return ok.Value;
            case Parsed<T>.Faulty faulty:
                faults.AddRange(faulty.Faults.Select(fault => $"{option}: {fault.Message}"));
                break;
        }

        return default;
    }

    private static string[]? Many(string[]? given) => given is null or { Length: 0 } ? null : given is [None] ? [] : given;
}
