using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Tako.Workspace.Sandbox.Feeds;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Sandbox;

/// <summary>One run of the native helper: its plan goes in, frames come out.</summary>
internal sealed class HelperSession : IAsyncDisposable
{
    private const string StartStep = "start command";
    private const int PipeRoom = 1 << 14;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Behind the fence of a copy there is no process namespace: the helper ends each process by itself.</summary>
    private static readonly TimeSpan CopyPatience = TimeSpan.FromSeconds(5);

    private readonly Keeper _keeper;
    private readonly Process _process;
    private readonly SandboxRun _run;
    private readonly RunRecord _record;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FeedProxy? _proxy;
    private string? _failure;
    private int? _status;

    public HelperSession(Keeper keeper, IsolationTier tier, SandboxRun run, TimeProvider time)
    {
        (_keeper, _process, _run, _time) = (keeper, keeper.Process, run, time);
        _record = new RunRecord(tier, run, time);
    }

    /// <summary>The run ended by itself and its namespaces are gone; the keeper can take another.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The command never started.</summary>
    public bool FailedBefore => _failure is { } step && !step.StartsWith(StartStep, StringComparison.Ordinal);

    /// <summary>Ends when nothing more comes from the helper for this run.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Asked while the shadow's folders can be opened from outside, with the number of the first process inside; answers with
    /// what is to be done next.
    /// </summary>
    public Func<int, PlanStream>? OnShown { get; init; }

    /// <summary>Sends the plan, serves the proxy if there is one, and watches the command to its end.</summary>
    public async Task<RunOutcome> RunAsync(PlanStream shadow, Func<int?, PlanStream> command, CancellationToken cancellationToken)
    {
        _keeper.Group.Limit(_run.Limits);
        _record.Note(_keeper.Group);
        Ended = ReadAsync(command);
        if (OnShown is null)
            await WriteRestAsync(shadow, command);
        else
            await WriteAsync(shadow);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = RunWatch.WaitAsync([_process.Id], _keeper.Spent, _run, _record, _time, ended.Token);
        await Task.WhenAny(Ended, _answered.Task, watching);
        var stop = watching.IsCompletedSuccessfully ? await watching : null;
        var answered = _answered.Task.IsCompleted;
        if (!Ended.IsCompleted && !answered)
            await EndAsync(Ended);
        ended.Cancel();
        if (!answered)
        {
            await Ended;
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Outcome(answered ? null : stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
            await _proxy.DisposeAsync();
    }

    private RunOutcome Outcome(Stop? stop)
    {
        if (_failure is { } step)
        {
            return !FailedBefore
                ? new RunOutcome.Refused($"The command could not be started: {step}.", "Check its name and that its program is installed.")
                : new RunOutcome.Refused($"The sandbox could not be set up: {step}.", Mending.OfStep(_record.Tier, step));
        }

        var report = _record.Report(_status is { } status ? ExitCode(status) : 137, _proxy);
        return stop switch
        {
            Stop.Time => new RunOutcome.TimedOut(report),
            Stop.Usage usage => _record.Killed(report, usage.Reason),
            _ when report.ExitCode != 0 && _keeper.Group.KilledForMemory =>
                _record.Killed(report, $"it needed more than the {_run.Limits.MemoryBytes >> 20} MB of memory it may use"),
            _ when _status is null => new RunOutcome.Killed(report, "the sandbox ended before the command did"),
            _ => new RunOutcome.Exited(report),
        };
    }

    public static int ExitCode(int status) => (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);

    /// <summary>The helper kills all it started when its input closes; if it cannot, it is killed itself, which does the same.</summary>
    private async Task EndAsync(Task reading)
    {
        _keeper.CloseInput();
        try
        {
            await reading.WaitAsync(_record.Tier == IsolationTier.L1 ? Patience : CopyPatience, _time);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }
    }

    private async Task WriteRestAsync(PlanStream shadow, Func<int?, PlanStream> command)
    {
        await WriteAsync(_run.Network is NetworkAccess.Feeds ? shadow.Add('n') : shadow.Then(command(null)));
    }

    private async Task WriteAsync(PlanStream plan)
    {
        try
        {
            // What the pipe has room for is written at once; waiting for a thread that does it costs more.
            if (plan.Bytes.Length <= PipeRoom)
                _process.StandardInput.BaseStream.Write(plan.Bytes.Span);
            else
                await _process.StandardInput.BaseStream.WriteAsync(plan.Bytes);
        }
        catch (IOException)
        {
            // The helper stopped at a step; its report says which.
        }
    }

    private async Task ReadAsync(Func<int?, PlanStream> command)
    {
        var frames = new HelperFrames(_process.StandardOutput.BaseStream);
        while (!IsOver && await frames.ReadAsync())
            await TakeAsync(frames.Kind, frames.Body, command);
    }

    private async Task TakeAsync(char kind, ReadOnlyMemory<byte> body, Func<int?, PlanStream> command)
    {
        switch (kind)
        {
            case '1':
                _record.Output(body);
                break;
            case '2':
                _record.Error(body);
                break;
            case '!':
                _failure ??= Encoding.UTF8.GetString(body.Span);
                break;
            case 'X':
                _status = BinaryPrimitives.ReadInt32LittleEndian(body.Span);
                // Behind the fence of a copy orphans may still be there: it ends with the helper's process.
                if (_record.Tier == IsolationTier.L1)
                    _answered.TrySetResult();
                break;
            case 'Z':
                IsOver = true;
                break;
            case 'H':
                if (OnShown is not null)
                    await WriteRestAsync(OnShown(BinaryPrimitives.ReadInt32LittleEndian(body.Span)), command);
                break;
            case 'L':
                await OpenProxyAsync(body, command);
                break;
        }
    }

    private async Task OpenProxyAsync(ReadOnlyMemory<byte> body, Func<int?, PlanStream> command)
    {
        int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(body.Span[at..]);
        var taken = NativeCalls.TakeDescriptor(Number(0), Number(4));
        if (taken < 0)
        {
            _failure = "take over the proxy's socket: the kernel refused (a tracing policy, or older than 5.6)";
            _process.StandardInput.Close();
            return;
        }

        _proxy = new FeedProxy(new Socket(new SafeSocketHandle(taken, ownsHandle: true)), ((NetworkAccess.Feeds)_run.Network).Hosts);
        _proxy.Start();
        await WriteAsync(new PlanStream().Add('g'));
        await WriteAsync(command(Number(8)));
    }
}
