using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Pipeline;

/// <summary>
/// One channel of a stream on its way through the pipeline. Held back is only what a candidate may still become, and at most
/// <see cref="MaxHeld"/> characters; text in which no candidate is open goes on at once. Used by one stream at a time.
/// </summary>
public sealed class InspectionStream
{
    /// <summary>Most characters that wait for what follows.</summary>
    public const int MaxHeld = TextScanner.MaxReach;

    // What went on is kept so far back, to judge what follows as it would be in the whole.
    private const int Context = 2 * TextScanner.MaxReach;
    private readonly Inspector _inspector;
    private readonly Label _source;
    private readonly Replacements _replacements;
    private readonly List<JudgedFinding> _acted = [];
    private string _text = "";
    private int _out;

    internal InspectionStream(Inspector inspector, Label source, Replacements replacements) =>
        (_inspector, _source, _replacements) = (inspector, source, replacements);

    /// <summary>The strictest decision so far; nothing comes out any more once it is to block or to ask a person.</summary>
    public Decision Decision { get; private set; }

    /// <summary>What was acted on so far.</summary>
    public IReadOnlyList<JudgedFinding> Acted => _acted;

    /// <summary>Characters that wait.</summary>
    public int Held => _text.Length - _out;

    /// <summary>The next piece; what may go on now.</summary>
    public string Next(string piece)
    {
        if (Decision >= Decision.Escalate || piece.Length == 0)
            return "";
        _text += piece;
        return Advance(Math.Max(_inspector.Settled(_text), _text.Length - MaxHeld));
    }

    /// <summary>Nothing more comes.</summary>
    public string End() => Decision >= Decision.Escalate ? "" : Advance(_text.Length);

    private string Advance(int settled)
    {
        if (settled <= _out)
            return "";
        var verdict = _inspector.Look(_text, _source, unrolls: false);
        if (verdict.Findings.Count == 0)
            return Free(settled);
        var due = new List<JudgedFinding>();
        // Findings come in order of their beginnings: one that reaches beyond what is settled holds what follows it.
        foreach (var judged in verdict.Findings)
        {
            if (judged.Finding.End > settled && judged.Finding.Start < settled && judged.Action != ReflexAction.Allow)
                settled = Math.Max(_out, judged.Finding.Start);
        }

        foreach (var judged in verdict.Findings)
        {
            var finding = judged.Finding;
            if (judged.Action == ReflexAction.Allow || finding.End > settled || (finding.End <= _out && finding.Length > 0))
                continue;
            Note(judged);
            var start = Math.Max(finding.Start, _out);
            due.Add(judged with { Finding = finding with { Start = start - _out, Length = finding.End - start } });
        }

        if (Decision >= Decision.Escalate)
            return "";
        var part = _text[_out..settled];
        Free(settled);
        return due.Count == 0 ? part : _replacements.Apply(part, due);
    }

    private void Note(JudgedFinding judged)
    {
        _acted.Add(judged);
        if (Inspector.DecisionOf(judged.Action) is var decision && decision > Decision)
            Decision = decision;
    }

    // Lets go what is settled, and forgets what is too far back, up to a blank.
    private string Free(int settled)
    {
        var part = _text[_out..settled];
        var keep = Math.Max(0, settled - Context);
        while (keep > 0 && keep < settled && !char.IsWhiteSpace(_text[keep - 1]))
            keep++;
        _text = _text[keep..];
        _out = settled - keep;
        return part;
    }
}
