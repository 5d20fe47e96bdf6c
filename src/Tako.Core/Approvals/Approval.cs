using System.Text.Json.Serialization;
using Tako.Core.Identity;

namespace Tako.Core.Approvals;

/// <summary>A question to a person: what would be done, and the facts needed to decide.</summary>
public sealed record ApprovalRequest
{
    /// <summary>Stable across restarts, so that asking again finds the first question.</summary>
    public required string Id { get; init; }

    public required TaskId Task { get; init; }

    /// <summary>The step or arm that asks.</summary>
    public required string Asker { get; init; }

    /// <summary>The smallest sufficient question, in one sentence.</summary>
    public required string Question { get; init; }

    /// <summary>SHA-256 of exactly what would be done; a decision holds for nothing else.</summary>
    public required string SubjectHash { get; init; }

    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>What a wrong yes may bring about: <c>moderate</c>, which any person may grant, or <c>dangerous</c>, for which
    /// they have to confirm by <see cref="Confirmation"/> that they saw exactly this. Null means moderate.</summary>
    public string? Risk { get; init; }

    /// <summary>What has to be repeated to grant a dangerous request; null for others.</summary>
    [JsonIgnore]
    public string? Confirmation => Risk == "dangerous" ? SubjectHash[..Math.Min(8, SubjectHash.Length)] : null;

    /// <summary>After this moment an undecided request counts as denied.</summary>
    public DateTimeOffset? Expires { get; init; }
}

/// <summary>Where a request stands.</summary>
public enum ApprovalState { Pending, Granted, Denied, Expired }

/// <summary>A request and where it stands.</summary>
public sealed record Approval
{
    public required ApprovalRequest Request { get; init; }

    public required ApprovalState State { get; init; }

    public required DateTimeOffset Asked { get; init; }

    public string? DecidedBy { get; init; }

    public string? Note { get; init; }
}

/// <summary>What became of a decision.</summary>
public abstract record DecideOutcome
{
    private DecideOutcome() { }

    public sealed record Decided(Approval Approval) : DecideOutcome;

    /// <summary>It was decided before, or ran out; the first decision stands.</summary>
    public sealed record TooLate(Approval Approval) : DecideOutcome;

    public sealed record Unknown(string Id) : DecideOutcome;
}
