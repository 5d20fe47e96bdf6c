using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Rules;

/// <summary>All that a rule may look at: the change with its before and after, the law, the asker's capability, and evidence.</summary>
internal sealed class Scene(ChangeSet changes, Constitution law, GuardCapability capability)
{
    public ChangeSet Changes => changes;

    public Constitution Law => law;

    public GuardCapability Capability => capability;

    public IReadOnlyList<ChangeView> Views { get; } = [.. changes.Changes.Select(change => new ChangeView(change))];

    /// <summary>What was seen when its tests ran; null when none did.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>Commands of the law that ran.</summary>
    public IReadOnlyList<CommandRun> Commands { get; init; } = [];

    /// <summary>Files that are no longer what the change was made from.</summary>
    public IReadOnlyList<RepoPath> Moved { get; init; } = [];
}
