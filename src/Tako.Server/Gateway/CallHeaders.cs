using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Models.Calls;

namespace Tako.Server.Gateway;

/// <summary>What a client says in headers about the terms of its call.</summary>
internal static class CallHeaders
{
    public const string Tags = "x-tako-tags";
    public const string MostUsd = "x-tako-max-usd";
    public const string Timeout = "x-tako-timeout";

    /// <summary>Calls with the same one share their pseudonyms.</summary>
    public const string Session = "x-tako-session";
    private const int MostTags = 16;
    private const int MostTagCharacters = 64;

    /// <summary>The terms, or what is wrong with a header.</summary>
    public static (CallTerms Terms, string? Wrong) Read(IHeaderDictionary headers)
    {
        var terms = CallTerms.None;
        if (headers.TryGetValue(Timeout, out var time))
        {
            if (ReadTime(time.ToString()) is not { } limit)
                return (terms, $"The header {Timeout} must be a duration such as 30s, or seconds.");
            terms = terms with { Time = limit };
        }

        if (headers.TryGetValue(MostUsd, out var usd))
        {
            if (!decimal.TryParse(usd.ToString().TrimStart('$'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var most)
                || most is <= 0 or > 1_000_000)
                return (terms, $"The header {MostUsd} must be US dollars such as 0.05.");
            terms = terms with { MostUsd = most };
        }

        if (headers.TryGetValue(OwnHeaders.Cache, out var cache))
        {
            if (ReadCache(cache.ToString()) is not { } control)
                return (terms, $"The header {OwnHeaders.Cache} must be use, refresh, off, or max-age=SECONDS.");
            terms = terms with { Cache = control };
        }
        else if (headers.CacheControl is { Count: > 0 } standard)
        {
            terms = terms with { Cache = CacheControl.Read(standard) };
        }

        if (headers.TryGetValue(Tags, out var tags))
        {
            var list = tags.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (list.Length > MostTags || list.Any(tag => tag.Length > MostTagCharacters))
                return (terms, $"The header {Tags} takes at most {MostTags} words of {MostTagCharacters} characters, with commas between.");
            terms = terms with { Tags = list };
        }

        return (terms, null);
    }

    /// <summary>The span of the caller by W3C's trace context; none where it told none, or nonsense.</summary>
    public static ActivityContext Parent(IHeaderDictionary headers) =>
        headers.TryGetValue("traceparent", out var parent)
            && ActivityContext.TryParse(parent, headers["tracestate"], isRemote: true, out var context)
                ? context
                : default;

    private static CacheControl? ReadCache(string text) => text switch
    {
        "use" => CacheControl.Default,
        "refresh" => CacheControl.Read("no-cache"),
        "off" => CacheControl.Read("no-store"),
        _ when text.StartsWith("max-age=", StringComparison.Ordinal) && CacheControl.Read(text) is { } aged
            && aged != CacheControl.Default => aged,
        _ => null,
    };

    private static TimeSpan? ReadTime(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return seconds is > 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds) : null;
        return DurationText.Parse(text) is Parsed<TimeSpan>.Ok { Value: var time } && time > TimeSpan.Zero ? time : null;
    }
}
