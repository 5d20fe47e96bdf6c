using System.Diagnostics;

namespace Tako.Cli.Tests.Kit;

/// <summary>A small repository in a temporary folder.</summary>
internal sealed class Repository : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("tako-repo-").FullName;

    /// <summary>Python with one wrong line, and two tests of which one fails.</summary>
    public static Repository Python(bool git = true) => Make(git, new()
    {
        ["sums.py"] = "def add(a, b):\n    return a - b\n\n\ndef double(a):\n    return a * 2\n",
        ["test_sums.py"] = """
            import unittest

            import sums


            class Sums(unittest.TestCase):
                def test_add(self):
                    self.assertEqual(sums.add(2, 3), 5)

                def test_double(self):
                    self.assertEqual(sums.double(4), 8)


            if __name__ == "__main__":
                unittest.main()

            """,
        [".gitignore"] = "__pycache__/\n",
    });

    /// <summary>A makefile whose test looks at one word.</summary>
    public static Repository Shell(string recipe = "sh check.sh") => Make(true, new()
    {
        ["Makefile"] = $"test:\n\t@{recipe}\n",
        ["check.sh"] = """
            if grep -q tea drink.txt; then echo '# tests 1'; echo '# pass 1'; echo '# fail 0'
            else echo 'drink.txt:1: error: it is not tea'; echo '# tests 1'; echo '# pass 0'; echo '# fail 1'; exit 1; fi

            """,
        ["drink.txt"] = "coffee\n",
    });

    public static Repository Make(bool git, Dictionary<string, string> files)
    {
        var repository = new Repository();
        foreach (var (path, text) in files)
            repository.Write(path, text);
        if (git)
        {
            repository.Git("init", "-q");
            repository.Commit();
        }

        return repository;
    }

    public void Commit()
    {
        Git("add", "-A");
        Git("-c", "user.name=someone", "-c", "user.email=someone@localhost", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "files");
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public void Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public int Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardError = true });
        git!.StandardError.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode;
    }

    /// <summary>Every path with its kind, its rights and its bytes, those of git included.</summary>
    public IReadOnlyList<string> State() =>
    [
        .. new DirectoryInfo(Root).EnumerateFileSystemInfos("*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(entry =>
                $"{Path.GetRelativePath(Root, entry.FullName)} {entry.LinkTarget ?? entry.UnixFileMode.ToString()} "
                    + $"{Bytes(entry)}")
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        foreach (var file in new DirectoryInfo(Root).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.LinkTarget is null))
            file.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.Delete(Root, recursive: true);
    }

    private static string Bytes(FileSystemInfo entry)
    {
        if (entry is not FileInfo { LinkTarget: null } file || (file.UnixFileMode & UnixFileMode.UserRead) == 0)
            return "";
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file.FullName)));
    }
}
