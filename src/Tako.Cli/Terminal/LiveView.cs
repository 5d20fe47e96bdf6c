using System.Collections.Concurrent;
using Spectre.Console;
using Tako.Core.Approvals;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Tasks;

namespace Tako.Cli.Terminal;

/// <summary>The plan as a tree that grows, the arm at work, the last pain, tokens, money and time, redrawn in place.</summary>
internal sealed class LiveView : RunView
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private readonly RunState _state = new();
    private readonly ConcurrentDictionary<string, string> _words = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _screen = new(1, 1);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly Task _drawing;
    private bool _asking;

    public LiveView() => _drawing = DrawAsync();

    public override void Watch(StreamId stream, NewEvent entry)
    {
        lock (_lock)
            _state.Apply(entry);
    }

    public override void Saying(string step, string words) => _words[step] = words.Split('\n')[0];

    public override Func<Approval, CancellationToken, ValueTask<bool?>>? Asker(AskMode mode) =>
        mode == AskMode.Never || Console.IsInputRedirected ? null : AskAsync;

    public override async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _drawing;
    }

    private async ValueTask<bool?> AskAsync(Approval approval, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _asking, true);
        await _screen.WaitAsync(cancellationToken);
        try
        {
            _console.WriteLine();
            _console.WriteLine(approval.Request.Question);
            foreach (var detail in approval.Request.Details)
                _console.WriteLine($"  {detail}");
            var answer = await new TextPrompt<string>("Allow it?")
                .AddChoices(["yes", "no", "later"])
                .ShowAsync(_console, cancellationToken);
            if (answer == "yes" && approval.Request.Confirmation is { } code)
            {
                var said = await new TextPrompt<string>($"This is dangerous. Type {code} to confirm, or nothing to leave it open.")
                    .AllowEmpty().ShowAsync(_console, cancellationToken);
                return said.Trim() == code ? true : null;
            }

            return answer switch
            {
                "yes" => true,
                "no" => false,
                _ => null,
            };
        }
        finally
        {
            Volatile.Write(ref _asking, false);
            _screen.Release();
        }
    }

    private async Task DrawAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _screen.WaitAsync();
            try
            {
                await _console.Live(Picture()).AutoClear(true).StartAsync(async live =>
                {
                    while (!_stop.IsCancellationRequested && !Volatile.Read(ref _asking))
                    {
                        live.UpdateTarget(Picture());
                        await Task.Delay(Beat, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    }
                });
            }
            finally
            {
                _screen.Release();
            }

            await Task.Delay(Beat, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _console.Write(Picture());
    }

    private Rows Picture()
    {
        lock (_lock)
        {
            var tree = new Tree(Markup.Escape(Running?.Value ?? "task"));
            var nodes = new Dictionary<string, IHasTreeNodes>(StringComparer.Ordinal);
            foreach (var (step, state) in _state.Steps)
            {
                var slash = step.LastIndexOf('/');
                var parent = slash > 0 && nodes.TryGetValue(step[..slash], out var above) ? above : tree;
                var words = state == "running" && _words.TryGetValue(step, out var said) ? $"  [dim]{Markup.Escape(Short(said))}[/]" : "";
                nodes[step] = parent.AddNode($"{Mark(state)} {Markup.Escape(slash > 0 ? step[(slash + 1)..] : step)}{words}");
            }

            var elapsed = TimeProvider.System.GetElapsedTime(_start);
            var spend = $"{_state.Tokens:N0} tokens, ${_state.Usd:0.0000}{(_state.Unknown ? " or more" : "")}, {elapsed:mm\\:ss}";
            return new Rows(
                tree,
                new Markup(_state.Pain is { } pain ? $"[red]pain[/] {Markup.Escape(Short(pain))}" : ""),
                new Markup(_state.Decision is { } decision ? $"[blue]brain[/] {Markup.Escape(Short(decision))}" : ""),
                new Markup($"[dim]{spend}[/]"));
        }
    }

    private static string Mark(string state) => state switch
    {
        "running" => "[yellow]●[/]",
        "done" => "[green]✓[/]",
        "failed" => "[red]✗[/]",
        "halted" => "[blue]…[/]",
        _ => "[dim]-[/]",
    };

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
