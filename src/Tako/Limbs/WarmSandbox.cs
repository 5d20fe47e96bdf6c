using Tako.Workspace.Sandbox;
using Tako.Workspace.Sandbox.Warm;

namespace Tako.Limbs;

/// <summary>
/// A sandbox for the many runs of one arm: they share a warm limb, in which build servers stay alive, until it is disposed of. What needs a
/// fresh namespace (a network, a layer to write, files taken from the disk) gets one, and so does a run while another is on.
/// </summary>
internal sealed class WarmSandbox(ISandbox inner) : ISandbox, IAsyncDisposable
{
    // What the detected command says so that a one-shot run leaves no daemon behind; here they are wanted, and end with the limb.
    private static readonly string[] Hygiene = ["-nodeReuse:false", "-p:UseSharedCompilation=false"];

    private readonly SemaphoreSlim _one = new(1, 1);
    private WarmLimb? _limb;
    private (string Root, string? Layer) _of;
    private bool _never;

    public IsolationTier Tier => inner.Tier;

    public async ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken)
    {
        if (_never || run.WriteCache || run.Network is not NetworkAccess.Nothing || run.ProtectedFromDisk.Count > 0
            || !await _one.WaitAsync(TimeSpan.Zero, cancellationToken))
            return await inner.RunAsync(run, cancellationToken);
        try
        {
            return await LimbAsync(run, cancellationToken) is not { } limb
                ? await inner.RunAsync(run, cancellationToken)
                : await limb.RunAsync(run with { Command = Warm(run.Command) }, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _one.WaitAsync();
        _never = true;
        if (_limb is not null)
            await _limb.DisposeAsync();
        _limb = null;
        _one.Release();
    }

    private async ValueTask<WarmLimb?> LimbAsync(SandboxRun run, CancellationToken cancellationToken)
    {
        if (_limb is { } open)
        {
            if (_of == (run.Root, run.CacheLayer))
                return open;
            // Other manifests, another layer of packages: mounts cannot be changed under running servers.
            _limb = null;
            await open.DisposeAsync();
        }

        var outcome = await inner.OpenAsync(new WarmLimbOptions { Root = run.Root, CacheLayer = run.CacheLayer, Readable = run.Readable },
            cancellationToken);
        if (outcome is not WarmOutcome.Opened opened)
        {
            _never = true;
            return null;
        }

        (_limb, _of) = (opened.Limb, (run.Root, run.CacheLayer));
        return _limb;
    }

    private static IReadOnlyList<string> Warm(IReadOnlyList<string> command) =>
        command.Count > 0 && command[0] == "dotnet" && Hygiene.All(command.Contains) && command.Contains("-tl:off")
            ? [.. command.Where(argument => !Hygiene.Contains(argument))]
            : command;
}
