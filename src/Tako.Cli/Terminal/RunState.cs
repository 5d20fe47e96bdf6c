using System.Text.Json;
using Tako.Core.Ledger;

namespace Tako.Cli.Terminal;

/// <summary>A running task as folded from its events: steps, spend, last pain.</summary>
internal sealed class RunState
{
    private readonly Dictionary<string, string> _steps = new(StringComparer.Ordinal);

    /// <summary>Steps in the order in which they were first seen, and where each stands.</summary>
    public IReadOnlyDictionary<string, string> Steps => _steps;

    public long Tokens { get; private set; }

    /// <summary>Whether some usage is unknown, so that <see cref="Tokens"/> and <see cref="Usd"/> are lower bounds.</summary>
    public bool Unknown { get; private set; }

    public decimal Usd { get; private set; }

    public string? Pain { get; private set; }

    public string? Decision { get; private set; }

    /// <summary>Takes in an event; a line worth printing where nothing moves, else null.</summary>
    public string? Apply(NewEvent entry)
    {
        using var document = JsonDocument.Parse(entry.Body);
        var body = document.RootElement;
        switch (entry.Type)
        {
            case "step.started":
                return Step(body, "running", null);
            case "step.completed":
                return Step(body, "done", "done");
            case "step.failed":
                return Step(body, "failed", $"failed: {Text(body, "why")}");
            case "step.skipped":
                return Step(body, "skipped", "skipped");
            case "step.halted":
                return Step(body, "halted", $"halted: {Text(body, "why")}");
            case "model.answered":
                Spend(body.GetProperty("usage"));
                return $"{Text(body, "step")}: {Text(body, "model")} answered";
            case "limb.sensed" or "limb.felt":
                Pain = Text(body, "pain");
                return null;
            case "brain.decided":
                Decision = $"{Text(body, "choice")} ({Text(body, "rule")})";
                return $"{Text(body, "step")}: decided to {Decision}";
            case "change.written":
                return $"written: {body.GetProperty("files").GetInt32()} file(s)";
            default:
                return null;
        }
    }

    private string? Step(JsonElement body, string state, string? said)
    {
        if (Text(body, "step") is not { } step)
            return null;
        // A nested plan has no event of its own until it ends; its first step tells that it runs.
        for (var slash = step.IndexOf('/'); slash > 0; slash = step.IndexOf('/', slash + 1))
            _steps.TryAdd(step[..slash], "running");
        _steps[step] = state;
        return said is null ? null : $"{step}: {said}";
    }

    private void Spend(JsonElement usage)
    {
        long? Number(string name) =>
            usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
                ? value.GetInt64()
                : null;
        var (input, output) = (Number("inputTokens"), Number("outputTokens"));
        Tokens += (input ?? 0) + (output ?? 0);
        var known = usage.TryGetProperty("usd", out var usd) && usd.ValueKind == JsonValueKind.Number;
        Usd += known ? usd.GetDecimal() : 0;
        Unknown |= input is null || output is null || !known;
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
