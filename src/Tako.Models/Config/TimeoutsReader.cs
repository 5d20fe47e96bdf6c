namespace Tako.Models.Config;

/// <summary>Reads <c>timeouts:</c> and <c>breaker:</c>.</summary>
internal static class TimeoutsReader
{
    public static TimeoutsConfig Timeouts(SourceNode? holder)
    {
        if (holder?.Object("timeouts") is not { } node)
            return TimeoutsConfig.Usual;
        node.Allow("connect", "firstToken", "idle", "trailing", "answer", "call");
        return new TimeoutsConfig
        {
            Connect = node.Time("connect"),
            FirstToken = node.Time("firstToken"),
            Idle = node.Time("idle"),
            Trailing = node.Time("trailing"),
            Answer = node.Time("answer"),
            Call = node.Time("call"),
        };
    }

    public static BreakerConfig Breaker(SourceNode? holder)
    {
        var usual = new BreakerConfig();
        if (holder?.Object("breaker") is not { } node)
            return usual;
        node.Allow("failures", "ratio", "window", "open");
        return new BreakerConfig
        {
            Failures = node.Number("failures", 1, 1000) ?? usual.Failures,
            Ratio = node.Share("ratio") ?? usual.Ratio,
            Window = node.Time("window") ?? usual.Window,
            Open = node.Time("open") ?? usual.Open,
        };
    }
}
