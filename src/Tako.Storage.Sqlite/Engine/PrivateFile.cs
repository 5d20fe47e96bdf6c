namespace Tako.Storage.Sqlite.Engine;

/// <summary>Keeps files from other users of the machine; elsewhere the folder's own rights hold.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>By path, never through a handle: closing one would drop SQLite's locks on the same file.</summary>
    public static void Protect(string file)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file) != Owner)
            File.SetUnixFileMode(file, Owner);
    }
}
