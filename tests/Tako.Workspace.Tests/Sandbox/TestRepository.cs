using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>A small real repository in a folder of its own.</summary>
internal sealed class TestRepository : IDisposable
{
    public TestRepository(string name = "repo", string? parent = null)
    {
        Parent = Directory.CreateTempSubdirectory("tako-repo-").FullName;
        if (parent is not null)
        {
            Directory.Delete(Parent);
            Parent = Directory.CreateDirectory(Path.Join(parent, Path.GetFileName(Parent))).FullName;
        }

        Root = Directory.CreateDirectory(Path.Join(Parent, name)).FullName;
    }

    public string Parent { get; }

    public string Root { get; }

    public void Dispose()
    {
        // The kernel's work folder of a kept overlay may be read by nobody, not even its owner.
        Process.Start("chmod", ["-R", "u+rwX", Parent]).WaitForExit();
        Directory.Delete(Parent, recursive: true);
    }

    public TestRepository With(string path, string content)
    {
        var full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    public TestRepository Committed()
    {
        Command("git", "init", "-q", ".");
        Command("git", "add", "-A");
        Command("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "first");
        return this;
    }

    public SandboxRun Run(params IReadOnlyList<string> command) => new()
    {
        Root = Root,
        Command = command,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public SandboxRun Shell(string script) => Run("/bin/sh", "-c", script);

    public ChangeSet Stage(params IEnumerable<(string Path, string? Content)> files) => new(Root, files.Select(file =>
    {
        RepoPath.TryParse(file.Path, out var path, out var why).ShouldBeTrue(why);
        var there = File.Exists(Path.Join(Root, file.Path));
        return new Change
        {
            Kind = file.Content is null ? ChangeKind.Deleted : there ? ChangeKind.Edited : ChangeKind.Added,
            Path = path,
            Content = file.Content is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(file.Content),
            Mode = file.Content is null ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
        };
    }));

    /// <summary>One hash over names, modes, kinds and contents of everything in the repository, the git folder included.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = new FileInfo(path);
            hash.AppendData(Encoding.UTF8.GetBytes($"{path} {file.UnixFileMode} {file.LinkTarget}\n"));
            if (file.LinkTarget is null && File.Exists(path))
                hash.AppendData(File.ReadAllBytes(path));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public string Command(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { WorkingDirectory = Root, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return output;
    }
}
