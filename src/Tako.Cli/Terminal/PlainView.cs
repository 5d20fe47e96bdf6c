using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Cli.Terminal;

/// <summary>One quiet line for each thing that happens, on standard error, without colours or cursor movement.</summary>
internal sealed class PlainView : RunView
{
    private readonly Lock _lock = new();
    private readonly RunState _state = new();

    public override void Started(TaskId task)
    {
        base.Started(task);
        Line($"task {task}");
    }

    public override void Watch(StreamId stream, NewEvent entry)
    {
        lock (_lock)
        {
            if (_state.Apply(entry) is { } line)
                Console.Error.WriteLine(line);
        }
    }

    public override void Saying(string step, string words) => Line($"{step}: {words.Split('\n')[0]}");

    private void Line(string text)
    {
        lock (_lock)
            Console.Error.WriteLine(text);
    }
}
