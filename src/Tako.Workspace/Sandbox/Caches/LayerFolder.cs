namespace Tako.Workspace.Sandbox.Caches;

/// <summary>One part of a cache layer on disk: the upper folder of an overlay and the work folder the kernel wants beside it.</summary>
internal sealed record LayerFolder(string Upper, string Work, bool Writable)
{
    /// <summary>What preparing wrote into the repository; null when there is no layer to show or to write.</summary>
    public static LayerFolder? OfRepository(SandboxRun run) => Of(run, "repository");

    public static LayerFolder? Of(SandboxRun run, string name)
    {
        if (run.CacheLayer is null)
            return null;
        var folder = Path.Join(HostView.RealPath(Path.GetFullPath(run.CacheLayer)), name);
        var layer = new LayerFolder(Path.Join(folder, "files"), Path.Join(folder, "work"), run.WriteCache);
        return run.WriteCache || Directory.Exists(layer.Upper) ? layer : null;
    }
}
