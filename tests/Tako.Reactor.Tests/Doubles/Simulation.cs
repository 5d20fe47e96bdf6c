using System.Collections.Concurrent;

namespace Tako.Reactor.Tests.Doubles;

/// <summary>Runs asynchronous code on one thread in simulated time, so that every run of a test takes the same course.</summary>
internal sealed class Simulation : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Work, object? State)> _queue = [];

    public static T Run<T>(SimulatedTime time, Func<Task<T>> work)
    {
        var before = Current;
        var simulation = new Simulation();
        SetSynchronizationContext(simulation);
        try
        {
            var task = work();
            var jumps = 0;
            while (!task.IsCompleted)
            {
                // A far timer is a time limit; before it runs out, another thread that still works gets a chance to post.
                var far = time.Next is not { } next || next > TimeSpan.FromMinutes(10);
                if (simulation._queue.TryTake(out var item, far ? 3000 : time.Patience))
                    item.Work(item.State);
                else if (time.Next is null || ++jumps > 1_000_000)
                    throw new TimeoutException("The simulation stands still: nothing to do and no timer is set.");
                else
                    time.Jump();
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
