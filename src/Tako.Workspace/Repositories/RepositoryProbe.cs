namespace Tako.Workspace.Repositories;

/// <summary>Looks a repository over once, within limits, and says plainly what it found. It runs nothing of the repository.</summary>
public static class RepositoryProbe
{
    public static ValueTask<RepositoryFacts> ProbeAsync(string root, CancellationToken cancellationToken = default) =>
        new(new RepositoryFacts { Root = root });
}
