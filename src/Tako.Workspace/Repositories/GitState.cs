using System.ComponentModel;
using System.Diagnostics;

namespace Tako.Workspace.Repositories;

/// <summary>What git knows of a folder, asked in a way that runs no program a repository could name.</summary>
/// <param name="Note">Why something could not be found out.</param>
internal sealed record GitState(bool IsGit, bool? IsDirty, IReadOnlyList<string> Submodules, string? Note)
{
    private const int MaxOutput = 64 * 1024;
    private const int MaxSettings = 256 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Settings by which "git status" would run a program or read settings from elsewhere.
    private static readonly string[] Programs =
        ["[filter", "fsmonitor", "[include", "hookspath", "sshcommand", "attributesfile", "worktreeconfig",
            "worktree ="];

    public static async ValueTask<GitState> ReadAsync(string root, CancellationToken cancellationToken)
    {
        var entry = Path.Join(root, ".git");
        if (!Directory.Exists(entry) && !File.Exists(entry))
            return new GitState(false, null, [], null);
        var submodules = ReadSubmodules(root);
        if (NamesPrograms(entry))
            return new GitState(true, null, submodules,
                "The settings in .git name programs, so git was not asked whether there are uncommitted changes.");
        var output = await StatusAsync(root, cancellationToken).ConfigureAwait(false);
        return output is null
            ? new GitState(true, null, submodules,
                "Git is missing or did not answer, so it is not known whether there are uncommitted changes.")
            : new GitState(true, output.Length > 0, submodules, null);
    }

    private static IReadOnlyList<string> ReadSubmodules(string root)
    {
        if (Read(Path.Join(root, ".gitmodules")) is not { } text)
            return [];
        return [.. text.Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("path", StringComparison.Ordinal) && line.Contains('='))
            .Select(line => line[(line.IndexOf('=') + 1)..].Trim()).Take(100)];
    }

    private static bool NamesPrograms(string entry)
    {
        // A work tree's .git is a file that names its folder; the settings lie with the main one, which the user chose.
        if (!Directory.Exists(entry))
            return false;
        return Read(Path.Join(entry, "config")) is not { } text
            || Programs.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static string? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file is { Exists: true, LinkTarget: null, Length: < MaxSettings } && Overlay.PosixFile.IsRegular(
                path) ? File.ReadAllText(path) : null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async ValueTask<string?> StatusAsync(string root, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = root,
        };
        foreach (var word in (string[])["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c",
            "core.pager=cat", "status", "--porcelain=v1",
            "-z", "--untracked-files=normal", "--ignore-submodules=all"])
            start.ArgumentList.Add(word);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(root) ?? "/";
        try
        {
            using var git = Process.Start(start);
            return git is null ? null : await AnswerAsync(git, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async ValueTask<string?> AnswerAsync(Process git, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            git.StandardInput.Close();
            var said = new char[MaxOutput];
            var errors = git.StandardError.ReadToEndAsync(limit.Token);
            var length = await git.StandardOutput.ReadBlockAsync(said, limit.Token).ConfigureAwait(false);
            if (length == MaxOutput)
            {
                git.Kill(entireProcessTree: true);
                return new string(said);
            }

            await git.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            _ = await errors.ConfigureAwait(false);
            return git.ExitCode == 0 ? new string(said, 0, length) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            git.Kill(entireProcessTree: true);
            return null;
        }
        catch (OperationCanceledException)
        {
            git.Kill(entireProcessTree: true);
            throw;
        }
    }
}
