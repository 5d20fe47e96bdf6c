using System.CommandLine;
using Tako.Eval.Failover;

namespace Tako.Cli.Verbs;

/// <summary>The options of <c>tako eval failover</c>.</summary>
internal sealed class FailoverFlags
{
    private readonly Option<string?> _target = new("--target")
    {
        Description = "failover: address of a gateway that is running, to be measured instead of Tako's own.",
    };

    private readonly Option<string?> _key = new("--key") { Description = "failover: key to send to the target." };

    private readonly Option<int> _providerPort = new("--provider-port")
    {
        Description = "failover: loopback port of the provider that breaks on purpose; a free one without it.",
    };

    private readonly Option<string?> _surface = new("--surface")
    {
        Description = "failover: measure only chat, responses or messages; of a target, chat without it.",
    };

    private readonly Option<bool> _crossed = new("--crossed")
    {
        Description = "failover: also measure clients of one protocol on providers of another.",
    };

    private readonly Option<int> _atOnce = new("--at-once")
    {
        Description = "failover: so many scenarios at the same time.", DefaultValueFactory = _ => FailoverOptions.UsualAtOnce,
    };

    private static readonly string[] Surfaces = ["chat", "responses", "messages"];

    public FailoverFlags()
    {
        _surface.AcceptOnlyFromAmong(Surfaces);
        _target.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && Address(text) is null)
                result.AddError($"'{text}' is no address; --target takes one such as http://127.0.0.1:4000.");
        });
        _providerPort.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
                result.AddError("--provider-port must be a port, 1 to 65535.");
        });
        _atOnce.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--at-once must be at least 1.");
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    /// <summary>The first of them that was given; null when none was.</summary>
    public string? FirstGiven(ParseResult parsed) =>
        All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    public FailoverOptions Read(ParseResult parsed) => new()
    {
        Target = parsed.GetValue(_target) is { } target ? Address(target) : null,
        Key = parsed.GetValue(_key),
        ProviderPort = parsed.GetValue(_providerPort),
        Surface = parsed.GetValue(_surface) is { } surface ? Enum.Parse<Surface>(surface, ignoreCase: true) : null,
        Crossed = parsed.GetValue(_crossed),
        AtOnce = parsed.GetValue(_atOnce),
    };

    private Option[] All => [_target, _key, _providerPort, _surface, _crossed, _atOnce];

    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
}
