using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tako.Cli.Tests.Kit;

/// <summary>How a process ended and what it said.</summary>
internal sealed partial record Ran(int Code, string Out, string Error)
{
    public string All => $"{Out}\n{Error}";

    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>The first task that it names.</summary>
    public string Task => TaskId().Match(All) is { Success: true } found
        ? found.Value
        : throw new InvalidOperationException($"No task is named:\n{All}");

    /// <summary>The first approval that it names.</summary>
    public string Approval => ApprovalId().Match(All) is { Success: true } found
        ? found.Groups[1].Value
        : throw new InvalidOperationException($"No approval is named:\n{All}");

    /// <summary>Fails with all that was said unless the code is this one.</summary>
    public Ran Ends(int code)
    {
        Code.ShouldBe(code, All);
        return this;
    }

    [GeneratedRegex(@"\bt-[0-9a-f]{20}\b")]
    private static partial Regex TaskId();

    [GeneratedRegex(@"tako approve ([a-z0-9-]+)")]
    private static partial Regex ApprovalId();
}
