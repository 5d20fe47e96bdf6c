using Microsoft.Extensions.Logging;

namespace Tako.Server.Telemetry;

/// <summary>Passes log messages on, but for those that hold what people wrote, unless that is asked for: events named
/// <c>Prompt</c>, or ending in <c>Prompt</c> or <c>Sensitive</c>.</summary>
internal sealed class GuardedLogs(ILoggerFactory to, bool prompts) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Guarded(to.CreateLogger(categoryName), prompts);

    public void Dispose()
    {
        // The factory belongs to whoever made it.
    }

    private sealed class Guarded(ILogger to, bool prompts) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => to.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => to.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (prompts || eventId.Name is not { } name || !(name.EndsWith("Prompt", StringComparison.Ordinal)
                || name.EndsWith("Sensitive", StringComparison.Ordinal)))
                to.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
