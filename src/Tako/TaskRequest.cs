using Tako.Core.Contracts;
using Tako.Reactor.Plans;
using Tako.Tasks;

namespace Tako;

/// <summary>What to do, where, and how questions are answered.</summary>
public sealed record TaskRequest
{
    public required TaskContract Contract { get; init; }

    /// <summary>Folder of the repository.</summary>
    public required string Repository { get; init; }

    /// <summary>A plan that a person wrote; null lets the planner write one.</summary>
    public Plan? Plan { get; init; }

    public AskMode Ask { get; init; } = AskMode.Person;
}
