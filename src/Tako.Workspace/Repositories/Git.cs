using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Tako.Workspace.Repositories;

/// <summary>How a call of git ended.</summary>
internal sealed record GitAnswer(int ExitCode, ReadOnlyMemory<byte> Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    public string Text => Encoding.UTF8.GetString(Output.Span);

    public string Line => Text.TrimEnd('\n', '\r');

    /// <summary>Parts that end with a zero byte.</summary>
    public IEnumerable<string> Parts => Text.Split('\0', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>
/// Calls git's plumbing in one repository, in a way that runs no program the repository could name: no hooks, no file system
/// monitor, no filters, no pager, no external diff.
/// </summary>
internal sealed class Git
{
    private const int MaxOutput = 512 * 1024 * 1024;
    private const int MaxFilters = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string[] Safe =
    [
        "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false",
        "-c", "diff.external=", "-c", "commit.gpgSign=false", "-c", "core.attributesFile=/dev/null", "-c", "gc.auto=0",
    ];

    private readonly List<string> _withoutFilters = [];

    private Git(string folder) => Folder = folder;

    /// <summary>The top of the working tree, links resolved.</summary>
    public string Folder { get; private set; }

    /// <summary>Null, with the reason, where there is no repository with a working tree, or no git.</summary>
    public static async ValueTask<(Git? Git, string? Why)> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return (null, $"There is no folder '{folder}'.");
        var git = new Git(Path.GetFullPath(folder));
        try
        {
            var top = await git.RunAsync(["rev-parse", "--show-toplevel"], cancellationToken).ConfigureAwait(false);
            if (!top.Succeeded || top.Line.Length == 0)
                return (null, top.Error.Contains("dubious ownership", StringComparison.Ordinal)
                    ? $"Git does not trust '{folder}', since it belongs to another user; see 'git config --global safe.directory'."
                    : $"'{folder}' is not in a git repository with a working tree.");
            git.Folder = top.Line;
            await git.DisarmAsync(cancellationToken).ConfigureAwait(false);
            return (git, null);
        }
        catch (Win32Exception)
        {
            return (null, "Git is not installed; install it, or put it on the PATH.");
        }
    }

    public ValueTask<GitAnswer> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken) =>
        RunAsync(words, default, cancellationToken);

    public async ValueTask<GitAnswer> RunAsync(IReadOnlyList<string> words, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var git = Process.Start(Start(words)) ?? throw new Win32Exception();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var errors = git.StandardError.ReadToEndAsync(limit.Token);
            var writing = WriteAsync(git, input, limit.Token);
            using var output = new MemoryStream();
            var buffer = new byte[81920];
            while (await git.StandardOutput.BaseStream.ReadAsync(buffer, limit.Token).ConfigureAwait(false) is var read and > 0)
            {
                if (output.Length + read > MaxOutput)
                    throw new IOException($"'git {words[0]}' says more than {MaxOutput} bytes.");
                output.Write(buffer, 0, read);
            }

            await writing.ConfigureAwait(false);
            await git.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return new GitAnswer(git.ExitCode, output.GetBuffer()
                .AsMemory(0, (int)output.Length), (await errors.ConfigureAwait(false)).Trim());
        }
        catch (Exception wrong) when (wrong is OperationCanceledException or IOException)
        {
            if (!git.HasExited)
                git.Kill(entireProcessTree: true);
            if (wrong is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                return new GitAnswer(-1, default, $"'git {words[0]}' took longer than {Limit.TotalSeconds} seconds");
            throw;
        }
    }

    // A filter is a program of the configuration that attributes of the repository call by name; an empty one is none.
    private async ValueTask DisarmAsync(CancellationToken cancellationToken)
    {
        var named = await RunAsync(["config", "--name-only", "-z", "--get-regexp", @"^filter\."], cancellationToken).ConfigureAwait(false);
        foreach (var filter in named.Parts.Select(key => key[..key.LastIndexOf('.')]).Distinct(StringComparer.Ordinal).Take(MaxFilters))
        {
            foreach (var setting in (string[])["clean=", "smudge=", "process=", "required=false"])
                _withoutFilters.AddRange(["-c", $"{filter}.{setting}"]);
        }
    }

    private static async Task WriteAsync(Process git, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await git.StandardInput.BaseStream.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            git.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all; its exit code tells why.
        }
    }

    /// <summary>How a call is started, with all its streams in our hands.</summary>
    public ProcessStartInfo Start(IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Folder,
        };
        foreach (var word in Safe.Concat(_withoutFilters).Concat(words))
            start.ArgumentList.Add(word);
        // A hook or an alias that calls us would otherwise point git at its own index and folder.
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToList())
            start.Environment.Remove(name);
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_NO_REPLACE_OBJECTS"] = "1";
        start.Environment["GIT_LITERAL_PATHSPECS"] = "1";
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static bool IsForeign(string name) => name.StartsWith("GIT_", StringComparison.Ordinal)
        && name is not ("GIT_INDEX_FILE" or "GIT_AUTHOR_NAME" or "GIT_AUTHOR_EMAIL" or "GIT_COMMITTER_NAME" or "GIT_COMMITTER_EMAIL");
}
