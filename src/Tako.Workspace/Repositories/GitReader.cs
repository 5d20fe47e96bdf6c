using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Tako.Workspace.Repositories;

/// <summary>An object of a repository.</summary>
internal sealed record GitObject(string Id, ReadOnlyMemory<byte> Content);

/// <summary>One process of git that hands over objects by name, for as long as they are asked for one after another.</summary>
internal sealed class GitReader : IAsyncDisposable
{
    private const int MaxObject = 512 * 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _git;
    private readonly Task<string> _errors;
    private readonly BufferedStream _answers;

    public GitReader(Git git)
    {
        _git = Process.Start(git.Start(["cat-file", "--batch"])) ?? throw new Win32Exception();
        _errors = _git.StandardError.ReadToEndAsync();
        _answers = new BufferedStream(_git.StandardOutput.BaseStream, 1 << 16);
    }

    /// <summary>The object of an id, or of a name that git resolves, without a line break in it; null when there is none.</summary>
    public async ValueTask<GitObject?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await _git.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(name + "\n"), limit.Token).ConfigureAwait(false);
            await _git.StandardInput.BaseStream.FlushAsync(limit.Token).ConfigureAwait(false);
            var head = await LineAsync(limit.Token).ConfigureAwait(false);
            if (head.EndsWith(" missing", StringComparison.Ordinal) || head.EndsWith(" ambiguous", StringComparison.Ordinal))
                return null;
            if (head.Split(' ') is not [var id, _, var length] || !int.TryParse(length, CultureInfo.InvariantCulture, out var size)
                || size > MaxObject)
                throw new IOException($"Git could not read '{name}': {head}");
            var content = new byte[size + 1];
            await _answers.ReadExactlyAsync(content, limit.Token).ConfigureAwait(false);
            return new GitObject(id, content.AsMemory(0, size));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"'git cat-file' took longer than {Limit.TotalSeconds} seconds");
        }
        catch (EndOfStreamException)
        {
            throw new IOException($"Git could not read its objects: {(await _errors.ConfigureAwait(false)).Trim()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        // It only reads, and has been asked for nothing more.
        _git.Kill();
        await _git.WaitForExitAsync().ConfigureAwait(false);
        await _answers.DisposeAsync().ConfigureAwait(false);
        _git.Dispose();
    }

    private async ValueTask<string> LineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (true)
        {
            await _answers.ReadExactlyAsync(one, cancellationToken).ConfigureAwait(false);
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]);
            line.Add(one[0]);
        }
    }
}
