using Tako.Core.Approvals;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Tasks;

namespace Tako.Cli.Terminal;

/// <summary>What a person sees while a task runs. Everything in it comes from events that were appended to the ledger.</summary>
internal abstract class RunView : IAsyncDisposable
{
    public TaskId? Running { get; private set; }

    /// <summary>A live view on a terminal, plain lines elsewhere, and nothing beside the result with <c>--json</c>.</summary>
    public static RunView For(bool json)
    {
        if (json)
            return new SilentView();
        var live = !Console.IsErrorRedirected && !Console.IsOutputRedirected
            && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        return live ? new LiveView() : new PlainView();
    }

    public virtual void Started(TaskId task) => Running = task;

    public abstract void Watch(StreamId stream, NewEvent entry);

    public abstract void Saying(string step, string words);

    /// <summary>Asks at the terminal; null where nobody can answer.</summary>
    public virtual Func<Approval, CancellationToken, ValueTask<bool?>>? Asker(AskMode mode) => null;

    public virtual ValueTask DisposeAsync() => default;

    private sealed class SilentView : RunView
    {
        public override void Watch(StreamId stream, NewEvent entry) { }

        public override void Saying(string step, string words) { }
    }
}
