using System.Text;
using Tako.Models.Failures;
using Tako.Models.Strategies;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>The beginning of an answer, or all of it where it had to be checked or changed first.</summary>
internal sealed class Opened(LinkAttempt attempt, Queue<AttemptStep> held)
{
    private const int LongestName = 256;
    private bool _taken;

    public LinkAttempt Attempt => attempt;

    /// <summary>Frames that were not shown yet.</summary>
    public Queue<AttemptStep> Held => held;

    /// <summary>The whole answer as it was changed; null when its frames are shown as they are.</summary>
    public IReadOnlyList<Delta>? Changed { get; private set; }

    /// <summary>What the model calls itself; null where its answer does not say.</summary>
    public string? AnsweredBy { get; } = held.TryPeek(out var first) && first.Frame is { } frame ? Name(frame.Data.Span) : null;

    public IReadOnlyList<Delta>? TakeChanged()
    {
        if (_taken || Changed is null)
            return null;
        _taken = true;
        return Changed;
    }

    /// <summary>Changes and checks the whole answer; what is wrong with it, or null.</summary>
    public Broken? Check(CallFacts facts)
    {
        var link = attempt.Link;
        List<Delta> deltas = [.. held.SelectMany(step => step.Frame!.View(link.Protocol))];
        var text = string.Concat(deltas.OfType<Delta.Text>().Select(delta => delta.Words));
        if (link.Strips.Count > 0)
        {
            var kept = link.Strips.Aggregate(text, (words, strip) => strip.Replace(words, ""));
            if (kept != text)
            {
                Changed = Replace(deltas, text = kept);
                held.Clear();
            }
        }

        var callsTools = deltas.Any(delta => delta is Delta.Tool);
        foreach (var check in link.Checks)
        {
            if (AnswerCheck.Of(check, text, callsTools, check.Schema ? facts.Schema : null) is not { } wrong)
                continue;
            var failure = link.Endpoint.Failure(wrong.Kind, $"The answer of '{link.Model}' is not taken: {wrong.Why}. "
                + "Ask another model, or loosen the chain's check.");
            var policy = FailurePolicy.Of(wrong.Kind);
            return new Broken(failure, policy.Repeat, policy.MoveOn);
        }

        return null;
    }

    // All words stand where the first of them stood; likelihoods of other tokens say nothing any more.
    private static List<Delta> Replace(List<Delta> deltas, string text)
    {
        List<Delta> replaced = [];
        var said = false;
        foreach (var delta in deltas)
        {
            if (delta is Delta.Text)
            {
                if (!said && text.Length > 0)
                    replaced.Add(new Delta.Text(text));
                said = true;
            }
            else if (delta is not (Delta.LogProbs or Delta.End))
            {
                replaced.Add(delta);
            }
        }

        return replaced;
    }

    // The name stands in the first frame of every protocol, before anything that the model says.
    private static string? Name(ReadOnlySpan<byte> data)
    {
        var at = data.IndexOf("\"model\""u8);
        if (at < 0)
            return null;
        var value = data[(at + "\"model\"".Length)..].TrimStart(": \t\r\n"u8);
        if (value.IsEmpty || value[0] != (byte)'"')
            return null;
        var end = value[1..].IndexOf((byte)'"');
        return end is > 0 and <= LongestName ? Encoding.UTF8.GetString(value.Slice(1, end)) : null;
    }
}
