using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Tako.Workspace.Overlay;

[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

namespace Tako.Workspace.Tests.Overlay;

/// <summary>A real folder with real files, gone at the end of the test.</summary>
internal sealed class TempRepository : IDisposable
{
    public TempRepository(params (string Path, string Content)[] files)
    {
        Root = RealPath.Of(Directory.CreateTempSubdirectory("tako-limb-").FullName);
        State = Directory.CreateTempSubdirectory("tako-state-").FullName;
        foreach (var (path, content) in files)
            Put(path, content);
    }

    public string Root { get; }

    /// <summary>A folder outside the repository, for journals.</summary>
    public string State { get; }

    public void Put(string path, string content) => Put(path, Encoding.UTF8.GetBytes(content));

    public void Put(string path, byte[] content)
    {
        var full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }

    public string Text(string path) => File.ReadAllText(Path.Join(Root, path));

    public Shadow Open() => Shadow.Open(Root).ShouldBeOfType<OpenOutcome.Opened>().Shadow;

    /// <summary>Every file with its bytes and mode: equal only for byte for byte equal trees.</summary>
    public string TreeHash()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var link = new FileInfo(file).LinkTarget;
            text.Append(file[Root.Length..]).Append(' ').Append(link is null ? (int)File.GetUnixFileMode(file) : 0).Append(' ')
                .Append(link ?? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))).Append('\n');
        }

        return text.ToString();
    }

    public string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c",
            "core.autocrlf=false", .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var git = Process.Start(start)!;
        var errors = git.StandardError.ReadToEndAsync();
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        git.ExitCode.ShouldBe(0, errors.Result);
        return output;
    }

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        Directory.Delete(State, recursive: true);
    }
}

/// <summary>Short forms that tests read well with.</summary>
internal static class ShadowExtensions
{
    public static RepoPath At(string text) => RepoPath.TryParse(text, out var path, out var why)
        ? path
        : throw new ArgumentException(why, nameof(text));

    public static Shadow With(this Shadow shadow, string path, string content) =>
        shadow.Write(At(path), Encoding.UTF8.GetBytes(content)).ShouldBeOfType<StageOutcome.Staged>().Shadow;

    public static Shadow Without(this Shadow shadow, string path) => shadow.Delete(At(path)).ShouldBeOfType<StageOutcome.Staged>().Shadow;

    public static Shadow Moved(this Shadow shadow, string from, string to) =>
        shadow.Rename(At(from), At(to)).ShouldBeOfType<StageOutcome.Staged>().Shadow;

    public static string? Text(this Shadow shadow, string path) =>
        shadow.Read(At(path)) is { } content ? Encoding.UTF8.GetString(content.Span) : null;

    public static string Why(this StageOutcome outcome) => outcome.ShouldBeOfType<StageOutcome.Refused>().Why;
}
