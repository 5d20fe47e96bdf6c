namespace Tako.Workspace.Sandbox;

/// <summary>The machine as the sandbox finds it: who runs Tako, which home is to be hidden, where things may be mounted.</summary>
internal sealed record HostView(string StateFolder, string Home, uint User, uint Group)
{
    /// <summary>Where the scratch file system is mounted while a shadow is built; empty on the host.</summary>
    public string Scratch => Path.Join(StateFolder, "mounts", "scratch");

    /// <summary>Where the new root is put together; empty on the host.</summary>
    public string Tree => Path.Join(StateFolder, "mounts", "tree");

    public bool IsRoot => User == 0;

    public static HostView Of(SandboxOptions options)
    {
        var home = options.HomeFolder ?? Environment.GetEnvironmentVariable("HOME")
            ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var host = new HostView(
            RealPath(Path.GetFullPath(options.StateFolder)), RealPath(home.Length == 0 ? "/" : Path.GetFullPath(home)),
            NativeCalls.UserId, NativeCalls.GroupId);
        Directory.CreateDirectory(host.Scratch);
        Directory.CreateDirectory(host.Tree);
        return host;
    }

    /// <summary>The path without symbolic links; parts that do not exist stay as they are.</summary>
    public static string RealPath(string path)
    {
        const int MaxLinks = 40;
        var left = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = "";
        for (var links = 0; left.TryPop(out var part);)
        {
            if (part is ".")
                continue;
            if (part is "..")
            {
                real = Path.GetDirectoryName(real) is { } parent and not "/" ? parent : "";
                continue;
            }

            var next = $"{real}/{part}";
            if (new FileInfo(next).LinkTarget is not { } target || ++links > MaxLinks)
            {
                real = next;
                continue;
            }

            if (target.StartsWith('/'))
                real = "";
            foreach (var piece in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                left.Push(piece);
        }

        return real.Length == 0 ? "/" : real;
    }

    public static bool IsInside(string path, string folder) =>
        path == folder || folder == "/" || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
