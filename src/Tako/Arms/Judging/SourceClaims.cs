using System.Text;
using Tako.Arms.Judging.Facts;
using Tako.Reports;

namespace Tako.Arms.Judging;

/// <summary>Finds the claims that rest on texts which the task has read, and holds each against those texts.</summary>
internal static class SourceClaims
{
    private const string Kind = "sources:";
    private const int MostTexts = 32;

    public static bool Is(Claim claim) => claim.Evidence.StartsWith(Kind, StringComparison.Ordinal);

    public static async ValueTask<IReadOnlyList<JudgedClaim>> CheckAsync(IReadOnlyList<ArmReport> reports, ArmContext context,
        FactOptions options, CancellationToken cancellationToken)
    {
        var judged = new List<JudgedClaim>();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var report in reports)
        {
            foreach (var claim in report.Claims.Where(Is))
                judged.Add(await JudgeAsync(claim, report, reports, texts, context, options, cancellationToken));
        }

        return judged;
    }

    private static async ValueTask<JudgedClaim> JudgeAsync(Claim claim, ArmReport report, IReadOnlyList<ArmReport> reports,
        Dictionary<string, string> texts, ArmContext context, FactOptions options, CancellationToken cancellationToken)
    {
        var (sources, quotes, reasons) = (new List<FactSource>(), new List<FactQuote>(), new List<string>());
        foreach (var (name, quote) in Named(claim.Evidence[Kind.Length..]))
        {
            if (quote is not null)
                quotes.Add(new FactQuote(name, quote));
            var before = sources.Count;
            foreach (var action in Read(name, report, reports).Take(MostTexts))
            {
                if (await TextAsync(action.Text!, texts, context, cancellationToken) is { } text)
                    sources.Add(new FactSource(name, Root(action), text));
            }

            if (sources.Count == before)
                reasons.Add($"{name} is no text that the task has read, or it is the task's own work.");
        }

        var finding = FactCheck.Judge([new FactClaim(claim.Text) { Quotes = quotes }], sources, options)[0];
        foreach (var part in finding.Parts)
            reasons.AddRange(finding.Parts.Count == 1 ? part.Reasons : part.Reasons.Select(reason => $"\"{part.Text}\": {reason}"));
        return new JudgedClaim(report.Arm, claim.Text, finding.Verdict, [.. reasons.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>What gave the text of that name: one action of the arm itself, or whatever any arm read of it.</summary>
    private static IEnumerable<TraceAction> Read(string name, ArmReport report, IReadOnlyList<ArmReport> reports)
    {
        var actions = name.StartsWith("action:", StringComparison.Ordinal)
            ? int.TryParse(name.AsSpan("action:".Length), out var number)
                ? report.Trace.Actions.Where(action => action.Number == number)
                : []
            : reports.SelectMany(any => any.Trace.Actions).Where(action => Plain(action.Subject) == Plain(name));
        return actions.Where(action => action is { Text: not null, Outcome: "done" }).DistinctBy(action => action.Text);
    }

    /// <summary>Where a text comes from: its host, its file, or else the very call that gave it.</summary>
    private static string Root(TraceAction action)
    {
        if (Uri.TryCreate(action.Subject, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            var host = address.IdnHost.ToLowerInvariant();
            return "host:" + (host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host);
        }

        return action.Tool == "read" ? "file:" + Plain(action.Subject) : $"call:{action.Tool}:{action.InputHash}";
    }

    private static async ValueTask<string?> TextAsync(string blob, Dictionary<string, string> texts, ArmContext context,
        CancellationToken cancellationToken)
    {
        if (texts.TryGetValue(blob, out var known))
            return known;
        if (context.Journal is null || await context.Journal.FetchAsync(blob, cancellationToken) is not { } bytes)
            return null;
        return texts[blob] = Encoding.UTF8.GetString(bytes.Span);
    }

    /// <summary>Names and quotes of <c>NAME "words"; NAME</c>; a semicolon inside quotes separates nothing.</summary>
    private static IEnumerable<(string Name, string? Quote)> Named(string evidence)
    {
        var start = 0;
        var quoted = false;
        for (var at = 0; at <= evidence.Length; at++)
        {
            if (at < evidence.Length && evidence[at] == '"')
                quoted = !quoted;
            if (at < evidence.Length && (evidence[at] != ';' || quoted))
                continue;
            var entry = evidence[start..at].Trim();
            start = at + 1;
            var open = entry.IndexOf('"', StringComparison.Ordinal);
            var name = open < 0 ? entry : entry[..open].TrimEnd();
            if (name.Length > 0)
                yield return (name, open < 0 ? null : entry[(open + 1)..].TrimEnd().TrimEnd('"'));
        }
    }

    private static string Plain(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
}
