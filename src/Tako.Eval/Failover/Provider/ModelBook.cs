using System.Globalization;
using System.Text;
using Tako.Eval.Failover.Protocols;

namespace Tako.Eval.Failover.Provider;

/// <summary>What each model of the provider does. Names of scenarios are <c>s01-primary</c> and <c>s01-fallback</c>.</summary>
internal static class ModelBook
{
    private const int MostWords = 1_000_000;

    /// <summary>Models that <c>/v1/models</c> lists beside those of the scenarios.</summary>
    public static readonly string[] Plain =
    [
        "ok", "fast", "tool", "tools2", "json", "reason", "usage-less", "garbage", "html", "error-in-200", "endless-line", "wrong-type",
    ];

    private static readonly string[] Thoughts = ["Eight", " arms", ",", " one", " question", "."];
    private static readonly string[] FirstArguments = ["{\"city\":", "\"Lis", "bon\",", "\"days\":", "3}"];
    private static readonly string[] SecondArguments = ["{\"city\":", "\"Os", "lo\",", "\"days\":", "5}"];
    private static readonly string[] JsonText = ["{\"city\":", "\"Lisbon\",", "\"days\":3,", "\"sunny\":", "true}"];

    /// <summary>Null for a model that this provider does not have.</summary>
    public static Reply? Of(AskedFor asked, int before, TimeSpan sinceFirst) =>
        ScenarioModels.Of(asked, before, sinceFirst) ?? Other(asked);

    private static Reply? Other(AskedFor asked) => asked.Model switch
    {
        "ok" or "usage-less" => new Reply.Answered(Words(asked, AnswerText.SixtyWords)),
        "fast" => new Reply.Answered(Words(asked, AnswerText.SixtyWords)) { AtOnce = true },
        "wrong-type" => new Reply.Answered(Words(asked, AnswerText.SixtyWords)) { MediaType = "text/plain" },
        "tool" => new Reply.Answered(Counted(asked, new Answer { Calls = [Call(asked, 0)] })),
        "tools2" => new Reply.Answered(Counted(asked, new Answer { Calls = [Call(asked, 0), Call(asked, 1)] })),
        "json" => new Reply.Answered(Counted(asked, new Answer { Text = JsonText })),
        "reason" => new Reply.Answered(Words(asked, AnswerText.SixtyWords, Thoughts)),
        "garbage" => new Reply.Raw(asked.Streams ? "text/event-stream" : "application/json", Garbage()),
        "html" => new Reply.Raw("text/html", "<!DOCTYPE html>\n<html><body><h1>502 Bad Gateway</h1></body></html>\n"u8.ToArray()),
        "error-in-200" => new Reply.ErrorInside(ErrorKind.Overloaded),
        "endless-line" => new Reply.EndlessLine(),
        _ when Number(asked.Model, "ok-") is { } words and > 0 and <= MostWords =>
            new Reply.Answered(Words(asked, AnswerText.OfWords(words))),
        _ when Number(asked.Model, "status-") is { } status and >= 400 and <= 599 => new Reply.Refused(status, Kind(status)),
        _ => null,
    };

    /// <summary>A text, or what is left of it, within the request's limit.</summary>
    public static Answer Words(AskedFor asked, string text, IReadOnlyList<string>? thoughts = null)
    {
        var tokens = AnswerText.Tokens(text);
        var room = asked.MostTokens is { } most ? Math.Max(0, most - (thoughts?.Count ?? 0)) : tokens.Count;
        return Counted(asked, new Answer
        {
            Reasoning = thoughts ?? [], Text = [.. tokens.Take(room)], Shortened = room < tokens.Count,
        });
    }

    private static Answer Counted(AskedFor asked, Answer answer) => asked.Model == "usage-less" ? answer : answer with
    {
        Usage = new Tokens(asked.Words, answer.Reasoning.Count + answer.Text.Count + answer.Calls.Sum(call => call.Arguments.Count)),
    };

    private static ToolCall Call(AskedFor asked, int number) => new(
        asked.Tools.Count > number ? asked.Tools[number] : asked.Tools.Count > 0 ? asked.Tools[0] : "get_weather",
        number == 0 ? FirstArguments : SecondArguments);

    // No valid UTF-8, no event, no JSON.
    private static byte[] Garbage() =>
        [.. Encoding.ASCII.GetBytes("{]"), .. Enumerable.Range(0, 256).Select(index => (byte)(255 - (index * 7 % 256)))];

    private static int? Number(string model, string before) => model.StartsWith(before, StringComparison.Ordinal)
        && int.TryParse(model.AsSpan(before.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : null;

    private static ErrorKind Kind(int status) => status switch
    {
        401 or 403 => ErrorKind.BadKey,
        404 => ErrorKind.UnknownModel,
        429 => ErrorKind.RateLimit,
        503 or 529 => ErrorKind.Overloaded,
        >= 500 => ErrorKind.ServerError,
        _ => ErrorKind.BadRequest,
    };
}
