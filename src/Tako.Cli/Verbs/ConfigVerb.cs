using System.CommandLine;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Faults;
using Tako.Server;
using Tako.Server.Gateway;

namespace Tako.Cli.Verbs;

/// <summary><c>tako config check</c>: every fault of a configuration at once, with its line.</summary>
internal static class ConfigVerb
{
    public static Command Command()
    {
        var file = new Argument<string?>("file")
        {
            Description = "The configuration file; by default the user's own.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var check = Sub("check", "List every fault of a configuration with its line; exit code 2 when there is one.");
        check.Arguments.Add(file);
        check.SetAction(parsed => Check(parsed.GetValue(file)));
        return new Command("config", "Look at the configuration.") { check };
    }

    private static Command Sub(string name, string description) => new(name, description);

    public static string Text(string file, IReadOnlyList<Fault> faults) =>
        $"{file} has {faults.Count} fault(s):\n{string.Join('\n', faults.Select(fault => $"  {fault}"))}";

    private static int Check(string? named)
    {
        var file = Path.GetFullPath(named ?? Places.ConfigFile);
        if (named is not null && !File.Exists(file))
            return Say.Fail($"There is no file '{named}'.", ExitCode.Usage);
        var settings = Settings.Read(file) is Parsed<Settings>.Faulty wrong ? wrong.Faults : [];
        var read = new GatewaySource { File = file, Environment = Settings.Environment, Random = House.NewRandom() }.Read();
        var gateway = read is Parsed<GatewaySetup>.Faulty faulty ? faulty.Faults : [];
        var faults = settings.Concat(gateway).Distinct().OrderBy(fault => fault.Line).ToList();
        if (faults.Count > 0)
            return Say.Fail(Text(file, faults), ExitCode.Usage);
        var setup = ((Parsed<GatewaySetup>.Ok)read).Value;
        Console.Out.WriteLine($"{file} is well: {setup.Models.Count} model(s){(setup.Models.Count == 0 ? ""
            : $": {string.Join(", ", setup.Models.Select(model => model.Name))}")}");
        setup.Owned?.Dispose();
        return ExitCode.Done;
    }
}
