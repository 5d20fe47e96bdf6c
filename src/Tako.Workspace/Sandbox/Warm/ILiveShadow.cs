using Tako.Workspace.Sandbox.Live;

namespace Tako.Workspace.Sandbox.Warm;

/// <summary>A mounted shadow that outlives a run: by the native helper or by util-linux.</summary>
internal interface ILiveShadow : IAsyncDisposable
{
    /// <summary>All its processes are there and a run may be started.</summary>
    bool IsAlive { get; }

    /// <summary>The repository as the commands see it.</summary>
    LiveFolder Repository { get; }

    /// <summary>Only what was written over the disk.</summary>
    LiveFolder Upper { get; }

    /// <summary>The first process inside, as seen from outside.</summary>
    int Inside { get; }

    /// <summary>User and group of what is written.</summary>
    (uint User, uint Group) Owner { get; }

    /// <summary>Runs a command; stopped from outside, the whole shadow ends with it.</summary>
    Task<RunOutcome> RunAsync(SandboxRun run, IReadOnlyList<string> notes, CancellationToken cancellationToken);

    /// <summary>Buries what has ended inside.</summary>
    Task ReapAsync();
}
