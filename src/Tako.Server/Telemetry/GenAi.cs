using Tako.Models.Calls;
using Tako.Models.Failures;

namespace Tako.Server.Telemetry;

/// <summary>Names of OpenTelemetry's semantic conventions for generative AI, and Tako's own beside them.</summary>
internal static class GenAi
{
    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string FinishReasons = "gen_ai.response.finish_reasons";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CacheReadTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string TokenType = "gen_ai.token.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    public const string Link = "tako.link";
    public const string Attempts = "tako.attempts";
    public const string Cache = "tako.cache.state";
    public const string Cost = "tako.cost.usd";
    public const string Estimated = "tako.usage.estimated";
    public const string Continued = "tako.continued";
    public const string Body = "tako.request.body";

    /// <summary>Bounds that the conventions advise for durations in seconds.</summary>
    public static readonly double[] DurationBounds =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>Bounds that the conventions advise for numbers of tokens.</summary>
    public static readonly long[] TokenBounds =
        [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    /// <summary>Bounds that the conventions advise for the time to the first token.</summary>
    public static readonly double[] FirstTokenBounds =
        [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

    /// <summary>Seconds of Tako's own work.</summary>
    public static readonly double[] OverheadBounds =
        [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5];

    public static string Word(CallOperation operation) => operation switch
    {
        CallOperation.Embed => "embeddings",
        CallOperation.CountTokens => "count_tokens",
        _ => "chat",
    };

    /// <summary>A failure's kind as a value of <c>error.type</c>.</summary>
    public static string Word(CallFailureKind kind) => Kinds[(int)kind];

    private static readonly string[] Kinds = [.. Enum.GetNames<CallFailureKind>().Select(name =>
        string.Concat(name.Select((letter, at) =>
            char.IsUpper(letter) && at > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}")))];
}
