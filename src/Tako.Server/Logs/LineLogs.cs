using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Tako.Server.Logs;

/// <summary>
/// Writes logs as lines, many at a time and never on the thread that logs. What cannot be written in time is dropped and
/// counted: a full disk or a stuck terminal slows no call down.
/// </summary>
public sealed class LineLogs : ILoggerProvider
{
    private const int MostWaiting = 16 * 1024;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Stream _output;
    private readonly TimeProvider _time;
    private readonly LogLevel _least;
    private readonly Task _writing;
    private long _dropped;

    public LineLogs(Stream output, TimeProvider time, LogLevel least = LogLevel.Information)
    {
        (_output, _time, _least) = (output, time, least);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Lines on standard error.</summary>
    public static LineLogs ToError() => new(Console.OpenStandardError(), TimeProvider.System);

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName,
        // The web server's own word on each connection is for whoever develops it.
        categoryName.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Warning : _least);

    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writing.GetAwaiter().GetResult();
    }

    private void Add(string line)
    {
        if (!_lines.Writer.TryWrite(line))
            Interlocked.Increment(ref _dropped);
    }

    private async Task WriteAsync()
    {
        var text = new StringBuilder();
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (text.Length < 64 * 1024 && _lines.Reader.TryRead(out var line))
                text.Append(line).Append('\n');
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                text.Append(CultureInfo.InvariantCulture, $"{dropped} line(s) were dropped\n");
            try
            {
                await _output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
                await _output.FlushAsync();
            }
            catch (IOException)
            {
                // Nobody reads any more.
            }

            text.Clear();
        }
    }

    private sealed class Category(LineLogs owner, string name, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var word = logLevel switch
            {
                LogLevel.Critical or LogLevel.Error => "error",
                LogLevel.Warning => "warn ",
                LogLevel.Information => "info ",
                _ => "debug",
            };
            var more = exception is null ? "" : $" {exception}";
            owner.Add(string.Create(CultureInfo.InvariantCulture,
                $"{owner._time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {word} {name}: {formatter(state, exception)}{more}"));
        }
    }
}
