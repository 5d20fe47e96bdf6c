using System.Collections.Concurrent;
using System.Text;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Server.Tests.Kit;

/// <summary>A route that answers what it is told to, and remembers what it was asked.</summary>
internal sealed class ScriptedRoute(Func<ModelCall, ScriptedCallAnswer> answer) : ICallRoute
{
    private readonly ConcurrentQueue<ModelCall> _calls = [];

    public ScriptedRoute(params string[] frames) : this(call => new ScriptedCallAnswer(frames) { Streams = call.Streamed }) { }

    public IReadOnlyList<ModelCall> Calls => [.. _calls];

    /// <summary>The bodies as they came; a call's own is gone when the call has ended.</summary>
    public ConcurrentQueue<string> Bodies { get; } = [];

    public ValueTask<CallAnswer> StartAsync(ModelCall call, CancellationToken cancellationToken)
    {
        _calls.Enqueue(call);
        Bodies.Enqueue(Encoding.UTF8.GetString(call.Body.Span));
        return ValueTask.FromResult<CallAnswer>(answer(call));
    }
}

/// <summary>An answer of these frames.</summary>
internal sealed class ScriptedCallAnswer(params string[] frames) : CallAnswer
{
    private int _next;
    private byte[] _bytes = [];

    public bool Streams { get; init; }

    public CallFailure? Refused { get; init; }

    public AnswerHead Says { get; init; } = new() { Model = "small", Provider = "scripted", Attempts = 1 };

    public CallReport Reports { get; init; } = new()
    {
        Elapsed = TimeSpan.FromMilliseconds(5),
        Waited = TimeSpan.FromMilliseconds(4),
        Usage = new() { Input = 11, Output = 7 },
        Usd = 0.00125m,
    };

    /// <summary>Awaited before each frame after the first.</summary>
    public Func<int, CancellationToken, ValueTask> Between { get; init; } = static (_, _) => ValueTask.CompletedTask;

    public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override CallFailure? Refusal => Refused;

    public override AnswerHead Head => Says;

    public override bool Streamed => Streams;

    public override ReadOnlyMemory<byte> Bytes => _bytes;

    internal override IReadOnlyList<Delta> View => [];

    public override CallReport Report => Reports;

    public override async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_next > 0)
            await Between(_next, cancellationToken);
        if (_next == frames.Length)
            return false;
        _bytes = Encoding.UTF8.GetBytes(frames[_next++]);
        return true;
    }

    public override ValueTask DisposeAsync()
    {
        Disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
