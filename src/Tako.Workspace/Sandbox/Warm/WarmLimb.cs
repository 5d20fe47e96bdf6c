using Tako.Workspace.Sandbox.Caches;

namespace Tako.Workspace.Sandbox.Warm;

/// <summary>
/// A shadow that lives over several runs and keeps build servers warm inside. One run at a time; all processes are gone
/// when it is disposed of, or when Tako ends in any way. It is for feeling quickly: evidence comes from one-shot runs.
/// </summary>
public sealed class WarmLimb : IAsyncDisposable
{
    private readonly WarmSource _source;
    private readonly WarmLimbOptions _options;
    private readonly string _root;
    private readonly SemaphoreSlim _one = new(1);
    private ILiveShadow? _shadow;
    private StagingDelta? _delta;
    private DiskStamp _stamp;
    private long _layerWritten;
    private string? _layer;
    private SandboxRun? _last;

    internal WarmLimb(WarmSource source, WarmLimbOptions options, ILiveShadow shadow, DiskStamp stamp)
    {
        (_source, _options, _root) = (source, options, HostView.RealPath(Path.GetFullPath(options.Root)));
        Settle(shadow, stamp, options.CacheLayer);
    }

    public IsolationTier Tier => _source.Tier;

    /// <summary>
    /// Brings the shadow to the disk plus <see cref="SandboxRun.Staged"/> and runs the command. What earlier runs wrote in build
    /// folders is still there, everything else is as in a new shadow; where that cannot be done a new one is opened.
    /// </summary>
    public async ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (Refuse(run) is { } refused)
            return refused;
        await _one.WaitAsync(cancellationToken);
        try
        {
            var notes = new List<string>();
            if (await ReadyAsync(run, notes, cancellationToken) is { } failed)
                return failed;
            _last = run;
            var outcome = await _shadow!.RunAsync(run, notes, cancellationToken);
            if (!_shadow.IsAlive || !await Survivors.EndAsync(_shadow, _source.Time))
                await CloseAsync();
            return run.Harvest ? WithHarvest(outcome) : outcome;
        }
        catch
        {
            await CloseAsync();
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>What the last run wrote in the repository; ask before the next run puts it back.</summary>
    public async ValueTask<HarvestOutcome> HarvestAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return Harvested();
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _one.WaitAsync();
        try
        {
            await CloseAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    private HarvestOutcome Harvested()
    {
        if (_shadow is null || _last is null)
            return new HarvestOutcome.Gone("No run has ended by itself since the limb was opened.");
        var (writes, deletes) = StagedFiles.Of(_last);
        return new Harvest(_shadow.Upper, _root, writes, deletes).Read();
    }

    private RunOutcome WithHarvest(RunOutcome outcome) => outcome is RunOutcome.Exited { Report: var report }
        ? new RunOutcome.Exited(report with { Written = Harvested() })
        : outcome;

    private RunOutcome.Refused? Refuse(SandboxRun run) =>
        HostView.RealPath(Path.GetFullPath(run.Root)) != _root
            ? new($"The warm limb is over {_root}, not over {run.Root}.", "Open a limb for each repository.")
            : run.Network is NetworkAccess.Feeds || run.WriteCache
                ? new("A warm limb has no network and writes no cache layer.", "Prepare in a one-shot run.")
                : run.Readable.Except(_options.Readable).Any()
                    ? new("The run wants to read paths that the warm limb was not opened with.", "Name them when opening it.")
                    : run.WorkingDirectory is { } below
                        && !HostView.IsInside(HostView.RealPath(Path.GetFullPath(Path.Join(_root, below))), _root)
                        ? new($"The working directory {below} leaves the repository.", "Name a folder below the root.")
                        : null;

    /// <summary>Null when the shadow is as the run wants it.</summary>
    private async Task<RunOutcome.Refused?> ReadyAsync(SandboxRun run, List<string> notes, CancellationToken cancellationToken)
    {
        var stamp = await DiskStamp.OfAsync(_root, _source.Time, cancellationToken);
        var (writes, deletes) = StagedFiles.Of(run);
        if (_shadow is not null && (stamp != _stamp || !stamp.Complete
            || run.CacheLayer != _layer || CacheFolders.Written(_layer) != _layerWritten))
        {
            notes.Add("The repository or its prepared layer changed on disk: the limb was opened anew.");
            await CloseAsync();
        }

        for (var attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                if (_shadow is { IsAlive: true } && _delta!.Apply(writes, deletes))
                    return null;
            }
            catch (IOException wrong) when (attempt > 0)
            {
                await CloseAsync();
                return new($"The staged files could not be written to the limb: {wrong.Message}",
                    "Check that no folder of the repository is a link that leads out of it.");
            }
            catch (IOException)
            {
                // What a command left in the way is not there in a new shadow.
            }

            if (attempt > 0)
                break;
            await CloseAsync();
            switch (await _source.OpenAsync(_options with { CacheLayer = run.CacheLayer }, cancellationToken))
            {
                case (null, { } refused):
                    return refused;
                case ({ } shadow, _):
                    Settle(shadow, stamp, run.CacheLayer);
                    break;
            }
        }

        return new("The limb could not be brought to the state of the disk.", "Use a one-shot run.");
    }

    private void Settle(ILiveShadow shadow, DiskStamp stamp, string? layer)
    {
        (_shadow, _stamp, _layer, _last) = (shadow, stamp, layer, null);
        (_layerWritten, _delta) = (CacheFolders.Written(layer), new StagingDelta(shadow, _root));
    }

    private async Task CloseAsync()
    {
        var shadow = _shadow;
        (_shadow, _delta, _last) = (null, null, null);
        if (shadow is not null)
            await shadow.DisposeAsync();
    }
}
