using System.Text.Json;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Identity;
using Tako.Core.Labels;

namespace Tako.Reflexes.Tests;

/// <summary>Effects and their grant, as the gate hands them to a rule.</summary>
internal static class Calls
{
    public static readonly Grant Grant = Grant.Root(new TaskId("t-1"), "brain", []);

    public static Effect Of(string tool, object? arguments = null, EffectKind kind = EffectKind.Pure, string actor = "arm/coder") => new()
    {
        Tool = tool,
        Kind = kind,
        Arguments = JsonSerializer.SerializeToElement(arguments ?? new { }),
        Actor = actor,
        Label = Labels.Arm("coder"),
    };

    public static string? Denial(this IGateRule rule, Effect effect) =>
        rule.Judge(effect, Grant) is RuleVerdict.Deny deny ? $"{deny.Reason}. {deny.WayOut}" : null;
}

internal sealed class SetTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}
