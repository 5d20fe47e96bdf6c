using System.Text.Json;
using Tako.Brain;

namespace Tako.Reports;

/// <summary>
/// A statement of an arm and what it points to: <c>tests:HASH</c>, <c>file:PATH</c> or <c>action:N</c>; or, for what texts
/// say that the task has read, <c>sources:PATH "exact words"; action:N; ADDRESS</c>, where the words may be left out.
/// </summary>
public sealed record Claim(string Text, string Evidence);

/// <summary>Where one changed file came from.</summary>
/// <param name="Model">Model that wrote it, or null when no model did.</param>
/// <param name="PromptHash">SHA-256 of the prompt that led to it.</param>
/// <param name="Sources">What the prompt showed the model.</param>
/// <param name="Arm">Name of the arm that made it.</param>
public sealed record Origin(string Path, string? Model, string? PromptHash, IReadOnlyList<string> Sources, string Arm);

/// <summary>The change that an arm proposes.</summary>
/// <param name="Hash">Hash of the change set.</param>
/// <param name="Blob">Blob that holds the change set.</param>
/// <param name="BuildsOn">Hashes of the change sets that this one contains.</param>
public sealed record Proposal(string Hash, string Blob, IReadOnlyList<Origin> Origins, IReadOnlyList<string> BuildsOn);

/// <summary>What an arm tells the brain: words, claims that can be checked, and its action trace.</summary>
public sealed record ArmReport
{
    public required string Arm { get; init; }

    public required string Summary { get; init; }

    /// <summary>From 0 to 1, derived from what was observed and not from what a model says of itself.</summary>
    public required double Confidence { get; init; }

    public IReadOnlyList<Claim> Claims { get; init; } = [];

    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>What is still missing, when the work is not whole.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Whether tokens, money or time ended before the work was whole.</summary>
    public bool OutOfBudget { get; init; }

    public Proposal? Proposal { get; init; }

    /// <summary>The arm's own result, in a shape of its own.</summary>
    public JsonElement? Value { get; init; }

    public required ActionTrace Trace { get; init; }
}
