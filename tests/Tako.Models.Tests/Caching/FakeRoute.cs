using System.Collections.Concurrent;
using System.Text;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Pricing;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Caching;

/// <summary>A route that answers as a test tells it, one frame whenever the test lets it go on.</summary>
internal sealed class FakeRoute(Func<ModelCall, FakeAnswer> answer) : ICallRoute
{
    private int _calls;

    public int Calls => _calls;

    public ConcurrentQueue<FakeAnswer> Answers { get; } = [];

    public async ValueTask<CallAnswer> StartAsync(ModelCall call, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        var made = answer(call);
        made.Call = call;
        made.Prompt = Encoding.UTF8.GetString(call.Body.Span);
        Answers.Enqueue(made);
        await made.Begin.Task.WaitAsync(cancellationToken);
        return made.Mistake is { } mistake ? throw mistake : made;
    }
}

/// <summary>An answer of a test.</summary>
internal sealed class FakeAnswer(bool streamed, params string[] frames) : CallAnswer
{
    private int _next;
    private bool _whole;

    public ModelCall? Call { get; set; }

    public string Prompt { get; set; } = "";

    public TaskCompletionSource Begin { get; init; } = Done();

    /// <summary>Each frame after the first waits for one of these; with none, nothing waits.</summary>
    public SemaphoreSlim? Pace { get; init; }

    public Exception? Mistake { get; init; }

    public CallFailure? Late { get; init; }

    public bool Continued { get; init; }

    public CallFailure? Refused { get; init; }

    public bool Disposed { get; private set; }

    public bool Cancelled { get; private set; }

    public override CallFailure? Refusal => Refused;

    public override AnswerHead Head => new() { Model = "small", Provider = "home", Link = 1, Attempts = 2, Dropped = ["seed"] };

    public override bool Streamed => streamed;

    public override ReadOnlyMemory<byte> Bytes => Encoding.UTF8.GetBytes(frames[_next - 1]);

    internal override IReadOnlyList<Delta> View => [];

    public override CallReport Report => new()
    {
        Usage = new ReportedUsage { Input = 10, Output = 5, Total = 15 },
        Usd = 0.25m,
        Failure = Refused ?? Late,
        Abandoned = Refused is null && !_whole,
        Continued = Continued,
        AnsweredBy = "small-1",
        Elapsed = TimeSpan.FromSeconds(1),
    };

    public override async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (Disposed)
            throw new InvalidOperationException("Read after it was disposed.");
        try
        {
            if (Pace is not null && _next < frames.Length)
                await Pace.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Cancelled = true;
            throw;
        }

        // Whoever reads on must still be able to send the same request again.
        Encoding.UTF8.GetString(Call!.Body.Span).ShouldBe(Prompt);
        _whole = _next >= frames.Length;
        if (!_whole)
            _next++;
        return !_whole;
    }

    public override ValueTask DisposeAsync()
    {
        Disposed = true;
        return default;
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        done.SetResult();
        return done;
    }
}
