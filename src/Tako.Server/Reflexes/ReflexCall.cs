using System.Buffers;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Server.Reflexes;

/// <summary>The reflexes of one call: its request, its answer, and what was acted on.</summary>
internal sealed class ReflexCall(GatewayReflexes reflexes, Replacements replacements, PseudonymVault? owned) : IDisposable
{
    private readonly List<JudgedFinding> _acted = [];

    [ThreadStatic]
    private static BodyTexts? _texts;

    public GatewayReflexes Reflexes => reflexes;

    public Replacements Replacements => replacements;

    /// <summary>What was acted on, in requests and answers, without the values.</summary>
    public IReadOnlyList<JudgedFinding> Acted => _acted;

    /// <summary>The strictest decision so far.</summary>
    public Decision Decision { get; private set; }

    /// <summary>Keeps what the call has added to its session.</summary>
    public Func<ValueTask> Save { get; init; } = static () => ValueTask.CompletedTask;

    /// <summary>Looks at every text of a request's body, which must be valid JSON.</summary>
    public RequestVerdict Request(ReadOnlyMemory<byte> body)
    {
        var texts = _texts ??= new BodyTexts();
        texts.Read(body.Span);
        List<(int, int, byte[])>? parts = null;
        var replaced = 0;
        var letters = ArrayPool<char>.Shared.Rent(1024);
        try
        {
            foreach (var spot in texts.Spots)
            {
                var quoted = body.Span[spot.Start..spot.End];
                if (JsonText.IsPicture(quoted))
                    continue;
                var text = JsonText.Read(quoted, ref letters);
                var verdict = reflexes.Requests.Inspect(text, GatewayReflexes.SourceOf(texts, spot));
                if (verdict.Findings.Count == 0)
                    continue;
                Note(verdict.Decision, verdict.Findings);
                if (verdict.Decision >= Decision.Escalate)
                    return Refuse(verdict);
                if (verdict.Decision < Decision.Rewrite)
                    continue;
                (parts ??= []).Add((spot.Start, spot.End, JsonText.Quoted(replacements.Apply(text.ToString(), verdict.Findings))));
                replaced += verdict.Findings.Count(static judged => judged.Rewrites);
            }
        }
        finally
        {
            // What was read may be a prompt: the next renter must not find it.
            ArrayPool<char>.Shared.Return(letters, clearArray: true);
        }

        return parts is null ? RequestVerdict.Pass.Instance
            : new RequestVerdict.Rewrite(JsonText.Splice(body.Span, parts), string.Join(", ", Words(_acted)), replaced);
    }

    public void Note(Decision decision, IEnumerable<JudgedFinding> findings)
    {
        _acted.AddRange(findings.Where(static judged => judged.Action != ReflexAction.Allow));
        Decision = decision > Decision ? decision : Decision;
    }

    public void Dispose() => owned?.Dispose();

    /// <summary>The families in a header's words.</summary>
    public static IEnumerable<string> Words(IEnumerable<JudgedFinding> findings) =>
        findings.Select(static judged => judged.Finding.Family.ToString().ToLowerInvariant()).Distinct();

    /// <summary>Why a text does not go on; quotes nothing of it.</summary>
    public static RequestVerdict.Block Refuse(in Verdict verdict)
    {
        var strict = verdict.Findings.Where(static judged => judged.Action is ReflexAction.Block or ReflexAction.Escalate).ToList();
        return Refuse(strict);
    }

    public static RequestVerdict.Block Refuse(IReadOnlyList<JudgedFinding> strict)
    {
        var kinds = string.Join(", ", strict.Select(static judged => judged.Finding.Kind).Distinct().Take(5));
        var asks = strict.All(static judged => judged.Action == ReflexAction.Escalate);
        return new RequestVerdict.Block(string.Join(", ", Words(strict)), asks
            ? $"a person has to agree to it first ({kinds}); send it without, or ask whoever keeps the policy."
            : $"it holds what the policy does not let through ({kinds}). Take it out, or ask whoever keeps the policy.");
    }
}
