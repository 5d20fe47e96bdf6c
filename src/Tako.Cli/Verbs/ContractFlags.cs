using System.CommandLine;
using Tako.Core.Contracts;
using Tako.Core.Faults;

namespace Tako.Cli.Verbs;

/// <summary>The parts of a contract that a command line can say; they go over those of a contract file.</summary>
internal sealed class ContractFlags
{
    private readonly Option<string?> _contract = new("--contract", "-c")
    {
        Description = "A contract in YAML or JSON; see 'tako schema contract'.",
    };

    private readonly Option<string?> _model = new("--model", "-m")
    {
        Description = "The model to use, or recorded:FILE to play a recording.",
    };

    private readonly Option<string?> _branch = new("--branch")
    {
        Description = "Commit the change to this branch instead of writing it to the files.",
    };

    private readonly Option<string?> _tokens = new("--tokens") { Description = "Most tokens, such as 200k." };
    private readonly Option<string?> _usd = new("--usd") { Description = "Most US dollars, such as 1.50." };
    private readonly Option<string?> _time = new("--time") { Description = "Most wall time, such as 15m." };
    private readonly Option<string?> _test = new("--test")
    {
        Description = "The repository's test command, when it should not be detected.",
    };

    private readonly Option<string[]> _constraint = new("--constraint")
    {
        Description = "Something the change must keep; may be given several times.",
    };

    private readonly Option<string[]> _protect = new("--protect")
    {
        Description = "A glob of files that must stay as they are; may be given several times.",
    };

    private readonly Option<string[]> _allow = new("--allow")
    {
        Description = "A program that arms may run in the sandbox; may be given several times.",
    };

    private readonly Option<string[]> _feed = new("--feed")
    {
        Description = "A package feed's host that preparing may reach, or 'configured' for those of this machine; without it Tako asks.",
    };

    private readonly Option<string?> _tier = new("--tier")
    {
        Description = "Least isolation of test runs: L1, L2, L3 or L4 (not isolated).",
    };

    public Option<string> Repository { get; } = new("--repo", "-r")
    {
        Description = "Folder of the repository.",
        DefaultValueFactory = _ => ".",
    };

    public void AddTo(Command command)
    {
        Option[] all = [Repository, _contract, _model, _tokens, _usd, _time, _test, _constraint, _protect, _allow, _feed, _tier, _branch];
        foreach (var option in all)
            command.Options.Add(option);
    }

    public async Task<(TaskContract? Contract, IReadOnlyList<string> Faults)> ReadAsync(ParseResult parsed,
        string? goal, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var contract = await FromFileAsync(parsed.GetValue(_contract), goal, faults, cancellationToken);
        if (contract is null)
            return (null, faults);
        var tokens = Number(parsed.GetValue(_tokens), "--tokens", TokenText.Parse, faults);
        var usd = Number(parsed.GetValue(_usd), "--usd", MoneyText.Parse, faults);
        var time = Number(parsed.GetValue(_time), "--time", DurationText.Parse, faults);
        var test = parsed.GetValue(_test) is { } line ? Words(line, faults) : null;
        if (parsed.GetValue(_tier) is { } tier && tier is not ("L1" or "L2" or "L3" or "L4"))
            faults.Add($"--tier: '{tier}' is not a tier; take L1, L2, L3 or L4.");
        return faults.Count > 0 ? (null, faults) : (contract with
        {
            Goal = goal ?? contract.Goal,
            Model = parsed.GetValue(_model) ?? contract.Model,
            Branch = parsed.GetValue(_branch) ?? contract.Branch,
            TestCommand = test ?? contract.TestCommand,
            Constraints = [.. contract.Constraints, .. parsed.GetValue(_constraint) ?? []],
            Budget = contract.Budget with
            {
                Tokens = tokens ?? contract.Budget.Tokens,
                Usd = usd ?? contract.Budget.Usd,
                Time = time ?? contract.Budget.Time,
            },
            Security = contract.Security with
            {
                Protect = [.. contract.Security.Protect, .. parsed.GetValue(_protect) ?? []],
                Commands = [.. contract.Security.Commands, .. parsed.GetValue(_allow) ?? []],
                Feeds = [.. contract.Security.Feeds, .. parsed.GetValue(_feed) ?? []],
                MinimumTier = parsed.GetValue(_tier) ?? contract.Security.MinimumTier,
            },
        }, []);
    }

    private static async Task<TaskContract?> FromFileAsync(string? file, string? goal, List<string> faults,
        CancellationToken cancellationToken)
    {
        if (file is null)
        {
            if (string.IsNullOrWhiteSpace(goal))
                faults.Add("Say what is to be reached: tako run \"Make the failing tests pass\", or name a contract with --contract FILE.");
            return string.IsNullOrWhiteSpace(goal) ? null : new TaskContract { Goal = goal };
        }

        if (!File.Exists(file))
        {
            faults.Add($"There is no contract file '{file}'.");
            return null;
        }

        switch (ContractReader.Read(await File.ReadAllTextAsync(file, cancellationToken)))
        {
            case Parsed<TaskContract>.Ok ok:
                return ok.Value;
            case Parsed<TaskContract>.Faulty faulty:
                faults.AddRange(faulty.Faults.Select(fault => $"{file}: {fault}"));
                return null;
            default:
                throw new InvalidOperationException("A parsed value is ok or faulty.");
        }
    }

    private static T? Number<T>(string? text, string option, Func<string, Parsed<T>> parse, List<string> faults) where T : struct
    {
        if (text is null)
            return null;
        var parsed = parse(text);
        if (parsed is Parsed<T>.Ok ok)
            return ok.Value;
        faults.AddRange(((Parsed<T>.Faulty)parsed).Faults.Select(fault => $"{option}: {fault.Message}"));
        return null;
    }

    private static IReadOnlyList<string>? Words(string line, List<string> faults)
    {
        switch (CommandText.Split(line))
        {
            case Parsed<IReadOnlyList<string>>.Ok ok:
                return ok.Value;
            case Parsed<IReadOnlyList<string>>.Faulty faulty:
                faults.AddRange(faulty.Faults.Select(fault => $"--test: {fault.Message}"));
                return null;
            default:
                return null;
        }
    }
}
