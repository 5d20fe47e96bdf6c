using Tako.Core.Contracts;
using Tako.Core.Faults;

namespace Tako.Workspace.Guard;

/// <summary>
/// The law a change is judged by: built in, tightened by the contract's security policy and by the repository's
/// <c>.tako/constitution.yaml</c>, which is read from the disk, never from a shadow.
/// </summary>
public sealed record Constitution
{
    /// <summary>Globs of files that must stay as they are.</summary>
    public IReadOnlyList<string> Protect { get; init; } = [".tako/**"];

    /// <summary>Globs of files that a person must approve changes to.</summary>
    public IReadOnlyList<string> Ask { get; init; } = GuardDefaults.Ask;

    /// <summary>Sets of globs; a file must match one of each set that is not empty.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Write { get; init; } = [];

    public int MaxFiles { get; init; } = 200;

    public long MaxFileBytes { get; init; } = 2 * 1024 * 1024;

    public long MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Most lines added and removed together.</summary>
    public int MaxLines { get; init; } = 20_000;

    /// <summary>Least isolation that the tests must have run in.</summary>
    public string MinimumTier { get; init; } = "L2";

    /// <summary>Every write needs a person's approval.</summary>
    public bool ApproveWrite { get; init; }

    /// <summary>Why the repository's constitution cannot be followed; then everything is denied.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Hash over all of it, to be pinned when a task starts.</summary>
    public string Hash => GuardDefaults.HashOf(this);

    public static Constitution Load(string root, SecurityPolicy policy) => ConstitutionReader.Load(root, policy);
}
