using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Tako.Server.Tests.Kit;

/// <summary>Keeps what is logged, and waits for it.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly Channel<string> _coming = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _all = [];

    public IReadOnlyList<string> All => [.. _all];

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    /// <summary>The next line that holds this text.</summary>
    public async Task<string> NextAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var line in _coming.Reader.ReadAllAsync(limit.Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException("The log has ended.");
    }

    public void Dispose() => _coming.Writer.TryComplete();

    private sealed class Lines(LogLines owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var line = $"{logLevel} {category}: {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}";
            owner._all.Enqueue(line);
            owner._coming.Writer.TryWrite(line);
        }
    }
}
