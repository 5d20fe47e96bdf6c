using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Tako.Models.Calls;

namespace Tako.Server.Gateway;

/// <summary>What Tako says of its own in the headers of an answer.</summary>
internal static class OwnHeaders
{
    public const string Request = "x-tako-request";
    public const string Model = "x-tako-model";
    public const string Link = "x-tako-link";
    public const string Attempts = "x-tako-attempts";
    public const string Tried = "x-tako-tried";
    public const string Dropped = "x-tako-dropped";
    public const string Cost = "x-tako-cost";
    public const string Overhead = "x-tako-overhead";

    public const string Cache = "x-tako-cache";

    /// <summary>Which reflex changed the request, and in how many places.</summary>
    public const string Reflex = "x-tako-reflex";

    /// <summary>For web pages, which otherwise see none of them.</summary>
    public const string All = $"{Request}, {Model}, {Link}, {Attempts}, {Tried}, {Dropped}, {Cost}, "
        + $"{Overhead}, {Cache}, {Reflex}, retry-after";

    private static readonly string[] CacheWords = [.. Enum.GetNames<CacheState>().Select(name => name.ToLowerInvariant())];

    /// <summary>How it came to the answer, or to none.</summary>
    public static void Write(IHeaderDictionary headers, AnswerHead head)
    {
        if (head.Model.Length > 0)
        {
            headers[Model] = HeaderText.Clean(head.Model);
            headers[Link] = HeaderText.Number(head.Link);
        }

        headers[Attempts] = HeaderText.Number(head.Attempts);
        if (head.Before.Count > 0)
            headers[Tried] = HeaderText.Clean(Words(head.Before));
        if (head.Cache != CacheState.None)
            headers[Cache] = CacheWords[(int)head.Cache];
        if (head.Dropped.Count > 0)
            headers[Dropped] = HeaderText.Clean(string.Join(", ", head.Dropped));
    }

    /// <summary>What an answer that came whole cost, and how long Tako itself took over it.</summary>
    public static void Write(IHeaderDictionary headers, CallReport report, TimeSpan own)
    {
        headers[Cost] = report.Usd is { } usd ? Usd(usd) : "unknown";
        headers[Overhead] = HeaderText.Number((long)own.TotalMicroseconds);
    }

    // Answers from the cache and models of one's own cost nothing.
    public static string Usd(decimal usd) => usd == 0 ? "0" : usd.ToString("0.############", CultureInfo.InvariantCulture);

    private static string Words(IReadOnlyList<Tried> before)
    {
        var text = new StringBuilder();
        foreach (var tried in before)
            text.Append(text.Length > 0 ? ", " : "").Append(tried.Model).Append(": ").Append(tried.Reason);
        return text.ToString();
    }
}
