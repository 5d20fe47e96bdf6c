using System.Text;
using Microsoft.Extensions.Logging;

namespace Tako.Server.Gateway;

/// <summary>What is logged of calls: one line each, without prompt or key; prompts only where they were asked for.</summary>
internal sealed partial class CallLog(ILogger log, TimeProvider time)
{
    public void Ended(Exchange exchange)
    {
        if (!exchange.Snapshot.Setup.Config.LogRequests || !log.IsEnabled(LogLevel.Information))
            return;
        var report = exchange.Report;
        Ended(log, exchange.Id, exchange.Surface.Path, exchange.Key?.Id ?? "-", HeaderText.Clean(exchange.Model),
            exchange.Head?.Model is { Length: > 0 } model ? model : "-", exchange.Status,
            (exchange.Failure ?? report?.Failure)?.Kind.ToString() ?? (exchange.Left || report?.Abandoned == true ? "left" : "ok"),
            (long)time.GetElapsedTime(exchange.Started).TotalMilliseconds, report?.Usage?.Input, report?.Usage?.Output, report?.Usd);
    }

    public void Prompt(Exchange exchange) => Prompt(log, exchange.Id, Encoding.UTF8.GetString(exchange.Body.Bytes.Span));

    public void Mistake(Exchange exchange, Exception mistake) => Mistake(log, mistake, exchange.Id);

    public void NotKept(Exchange exchange, string why) => NotKept(log, exchange.Id, why);

    [LoggerMessage(Level = LogLevel.Information, Message =
        "{Id} POST {Path} key {Key} {Model} -> {Link} {Status} {Outcome} {Milliseconds} ms in {Input} out {Output} usd {Usd}")]
    private static partial void Ended(ILogger log, string id, string path, string key, string model, string link, int status,
        string outcome, long milliseconds, long? input, long? output, decimal? usd);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Id} asks {Body}")]
    private static partial void Prompt(ILogger log, string id, string body);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id} ended in a mistake of the gateway")]
    private static partial void Mistake(ILogger log, Exception mistake, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "the answer of {Id} could not be kept: {Why}")]
    private static partial void NotKept(ILogger log, string id, string why);
}
