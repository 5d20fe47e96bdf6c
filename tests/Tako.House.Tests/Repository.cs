using System.Diagnostics;
using System.Text;

namespace Tako.House.Tests;

/// <summary>The tracked text files of the working tree.</summary>
internal static class Repository
{
    private const int LargestFile = 4 * 1024 * 1024;

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Read()
    {
        var files = new List<SourceFile>();
        foreach (var path in Tracked())
        {
            var full = new FileInfo(Path.Combine(Root, path));
            if (!full.Exists || full.LinkTarget is not null || full.Length > LargestFile)
                continue;
            var bytes = File.ReadAllBytes(full.FullName);
            if (!bytes.AsSpan(0, Math.Min(bytes.Length, 8000)).Contains((byte)0))
                files.Add(new SourceFile(path, Encoding.UTF8.GetString(bytes)));
        }

        return files;
    }

    /// <summary>What git tracks or would track; in an unpacked archive, everything outside the output folders.</summary>
    private static IEnumerable<string> Tracked()
    {
        if (Path.Exists(Path.Combine(Root, ".git")) && Git() is { } listed)
            return listed;
        string[] skipped = ["artifacts", ".git", "bin", "obj", "node_modules"];
        return Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(skipped.Contains));
    }

    private static string[]? Git()
    {
        try
        {
            var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
            };
            using var git = Process.Start(start)!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Tako.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests of the house must lie inside the repository.");
    }
}
