using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Workspace.Guard.Laws;

namespace Tako.Workspace.Guard;

/// <summary>
/// The law a change is judged by: built in, set by the user's own constitution, tightened by the contract's security policy
/// and by the repository's <c>.tako/constitution.yaml</c>, which is read from the disk or a commit, never from a shadow.
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

    /// <summary>Rules of the tier <see cref="RuleTier.Policy"/> that the user wants as advice only.</summary>
    public IReadOnlyList<string> Advise { get; init; } = [];

    /// <summary>Why a constitution cannot be followed; then everything is denied.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    internal IReadOnlyList<LawRule> Rules { get; init; } = [];

    internal IReadOnlyList<SecretAllowance> SecretsAllowed { get; init; } = [];

    /// <summary>Hash over all of it, to be pinned when a task starts.</summary>
    public string Hash => GuardDefaults.HashOf(this);

    /// <summary>Where a repository keeps its own law.</summary>
    public const string File = ".tako/constitution.yaml";

    /// <param name="root">The repository; its law is read from its disk.</param>
    /// <param name="policy">What the contract says.</param>
    /// <param name="userFile">The user's own constitution, which alone may loosen; null for none.</param>
    public static Constitution Load(string root, SecurityPolicy policy, string? userFile = null) =>
        LawFiles.Load(root, policy, userFile);

    /// <summary>The same with the repository's law as a commit holds it.</summary>
    /// <param name="text">The file's text; null where the commit has no such file.</param>
    public static Constitution Of(string? text, SecurityPolicy policy, string? userFile = null) =>
        LawFiles.Of(text, policy, userFile);
}
