using System.Buffers.Binary;
using System.Text;
using Tako.Workspace.Sandbox.Live;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox.Warm;

/// <summary>A shadow whose first process is the native helper, which takes one command after another.</summary>
internal sealed class NativeLiveShadow : ILiveShadow
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1);

    private readonly Keeper _keeper;
    private readonly ShadowPlan _plan;
    private readonly HostView _host;
    private readonly TimeProvider _time;
    private readonly HelperFrames _frames;
    private LiveFolder? _repository;
    private LiveFolder? _upper;
    private string? _failure;

    private NativeLiveShadow(Keeper keeper, ShadowPlan plan, HostView host, TimeProvider time)
    {
        (_keeper, _plan, _host, _time) = (keeper, plan, host, time);
        _frames = new HelperFrames(keeper.Process.StandardOutput.BaseStream);
    }

    public bool IsAlive { get; private set; }

    public int Inside { get; private set; }

    public LiveFolder Repository => _repository!;

    public LiveFolder Upper => _upper!;

    public (uint User, uint Group) Owner => (_plan.User, _plan.Group);

    public static async Task<(ILiveShadow?, RunOutcome.Refused?)> OpenAsync(Keeper keeper, Ground? ground, ShadowPlan plan, HostView host,
        SandboxLimits limits, TimeProvider time)
    {
        var shadow = new NativeLiveShadow(keeper, plan, host, time);
        keeper.Group.Limit(limits);
        await shadow.WriteAsync(PlanStream.Own(plan, host, ground, shown: true));
        while (!shadow.IsAlive && await shadow._frames.ReadAsync())
            await shadow.TakeAsync();
        if (shadow.IsAlive)
            return (shadow, null);
        await shadow.DisposeAsync();
        var step = shadow._failure ?? "the helper ended";
        return (null, new($"The sandbox could not be set up: {step}.", Mending.OfStep(IsolationTier.L1, step)));
    }

    public async Task<RunOutcome> RunAsync(SandboxRun run, IReadOnlyList<string> notes, CancellationToken cancellationToken)
    {
        var record = new RunRecord(IsolationTier.L1, run, _time);
        foreach (var note in notes)
            record.Note(note);
        _keeper.Group.Limit(run.Limits);
        record.Note(_keeper.Group);
        _failure = null;
        var spent = ProcessTree.Measure([_keeper.Process.Id]).Cpu;
        var reading = ReadAsync(record);
        await WriteAsync(PlanStream.Serve(
            run.WorkingDirectory is { } below ? Path.GetFullPath(Path.Join(_plan.Root, below)) : _plan.Root, run,
            SandboxEnvironment.Of(run, _host, warm: true)));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = RunWatch.WaitAsync([_keeper.Process.Id], spent, run, record, _time, ended.Token);
        await Task.WhenAny(reading, watching);
        var stop = watching.IsCompletedSuccessfully ? await watching : null;
        if (!reading.IsCompleted)
            await EndAsync(reading);
        await ended.CancelAsync();
        var status = await reading;
        cancellationToken.ThrowIfCancellationRequested();
        return Outcome(run, record, status is null ? stop : null, status);
    }

    public Task ReapAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        IsAlive = false;
        _repository?.Dispose();
        _upper?.Dispose();
        _keeper.CloseInput();
        using var late = new CancellationTokenSource(Patience, _time);
        try
        {
            // It ends when all inside is gone.
            await _keeper.Process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            // Killed below, which ends the first process inside and with it the rest.
        }

        _keeper.Dispose();
    }

    private RunOutcome Outcome(SandboxRun run, RunRecord record, Stop? stop, int? status)
    {
        if (_failure is { } step)
        {
            return new RunOutcome.Refused($"The command could not be started: {step}.",
                "Check its name and that its program is installed.");
        }

        var report = record.Report(status is { } code ? HelperSession.ExitCode(code) : 137);
        return stop switch
        {
            Stop.Time => new RunOutcome.TimedOut(report),
            Stop.Usage usage => record.Killed(report, usage.Reason),
            _ when report.ExitCode != 0 && _keeper.Group.KilledForMemory =>
                record.Killed(report, $"it needed more than the {run.Limits.MemoryBytes >> 20} MB of memory it may use"),
            _ when status is null => new RunOutcome.Killed(report, "the sandbox ended before the command did"),
            _ => new RunOutcome.Exited(report),
        };
    }

    private async Task EndAsync(Task reading)
    {
        IsAlive = false;
        _keeper.CloseInput();
        try
        {
            await reading.WaitAsync(StopPatience, _time);
            await _keeper.Process.WaitForExitAsync(CancellationToken.None);
        }
        catch (TimeoutException)
        {
            _keeper.Process.Kill();
        }
    }

    /// <summary>The command's wait status; null when the helper ended before.</summary>
    private async Task<int?> ReadAsync(RunRecord record)
    {
        while (await _frames.ReadAsync())
        {
            switch (_frames.Kind)
            {
                case '1':
                    record.Output(_frames.Body);
                    break;
                case '2':
                    record.Error(_frames.Body);
                    break;
                case 'X':
                    return BinaryPrimitives.ReadInt32LittleEndian(_frames.Body.Span);
                default:
                    await TakeAsync();
                    break;
            }
        }

        IsAlive = false;
        return null;
    }

    private async Task TakeAsync()
    {
        switch (_frames.Kind)
        {
            case '!':
                _failure ??= Encoding.UTF8.GetString(_frames.Body.Span);
                break;
            case 'W':
                IsAlive = true;
                break;
            case 'H':
                Inside = BinaryPrimitives.ReadInt32LittleEndian(_frames.Body.Span);
                try
                {
                    _upper = LiveFolder.Open(Inside, Path.Join(_host.Scratch, "upper"));
                    _repository = LiveFolder.Open(Inside, _host.Tree + _plan.Root);
                    await WriteAsync(new PlanStream().Add('g').Warm(_plan, _host));
                }
                catch (IOException wrong)
                {
                    _failure = wrong.Message;
                    _keeper.CloseInput();
                }

                break;
        }
    }

    private async Task WriteAsync(PlanStream plan)
    {
        try
        {
            await _keeper.Process.StandardInput.BaseStream.WriteAsync(plan.Bytes);
            await _keeper.Process.StandardInput.BaseStream.FlushAsync();
        }
        catch (IOException)
        {
            // The helper stopped at a step; its report says which.
        }
    }
}
