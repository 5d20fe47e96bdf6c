using System.Text;
using Microsoft.Extensions.AI;
using Tako.Models.Failures;
using Tako.Models.Health;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>
/// Goes on with an answer of plain text that broke off after it had begun: asks the next link, or the same one again where there
/// is no other, and lays its words to those that were said. What cannot be laid is not shown.
/// </summary>
internal sealed class Continuation(CallRun run, IReadOnlyList<PlanLink> links, PlanLink broken)
{
    // Each has its price, and a text that breaks so often will break again.
    private const int MostAttempts = 6;
    private readonly List<Tried> _passedOver = [];
    private PlanLink _broken = broken;
    private LinkWalk? _walk;
    private IEnumerator<GoingOn>? _ways;
    private PlanLink? _link;
    private Admission _admission;
    private Seam? _seam;
    private int _attempts;
    private int _saidBefore;
    private ChatFinishReason? _finish;

    /// <summary>Why the answer ends, as the model says that went on.</summary>
    public ChatFinishReason? Finish => _finish;

    /// <summary>The next attempt to go on, or null when there is none left.</summary>
    public LinkAttempt? Next(CallFailure? failure)
    {
        if (_seam is not null && run.Tally.Said.Count > _saidBefore)
        {
            // It went on for a while and broke as well: begin again behind it, with the words that were won.
            (_broken, _walk, _ways) = (_link!, null, null);
        }
        else if (failure is not null && !(failure.Kind == CallFailureKind.BadRequest && _seam is not null))
        {
            _ways = null;
        }

        _walk ??= new LinkWalk(run.Facts, Behind(), run.Tally, _passedOver);
        while (_attempts < MostAttempts)
        {
            if (_ways is null)
            {
                _link = _walk.Next(out _admission);
                if (_link is null)
                    return null;
                _ways = GoingOn.Ways(_link, Said, Thinks(_link)).GetEnumerator();
            }

            if (_ways.MoveNext() && Ask(_link!, _ways.Current) is { } attempt)
                return attempt;
            _ways = null;
        }

        return null;
    }

    /// <summary>What of a frame is new to the caller.</summary>
    /// <param name="fails">Its words cannot be laid to those that were said.</param>
    public List<Delta> Take(Frame frame, out bool fails)
    {
        List<Delta> deltas = [];
        fails = false;
        foreach (var delta in frame.View(_link!.Protocol))
        {
            switch (delta)
            {
                case Delta.Text text:
                    Add(deltas, _seam!.Take(text.Words));
                    break;
                case Delta.Tool tool:
                    fails |= !_seam!.Settled;
                    deltas.Add(tool);
                    break;
                case Delta.Finish finish:
                    _finish = finish.Reason;
                    break;
            }
        }

        fails |= _seam!.Failed;
        return deltas;
    }

    /// <summary>What is left at the end.</summary>
    public List<Delta> TakeEnd(out bool fails)
    {
        List<Delta> deltas = [];
        Add(deltas, _seam!.Finish());
        fails = _seam.Failed;
        return deltas;
    }

    private string Said => Encoding.UTF8.GetString(run.Tally.Said.Written.Span);

    // The links behind the one that broke, and itself when there is nothing else.
    private List<PlanLink> Behind()
    {
        var at = links.ToList().FindIndex(link => link.Place == _broken.Place);
        return [.. links.Skip(at + 1), _broken];
    }

    private LinkAttempt? Ask(PlanLink link, GoingOn way)
    {
        var (asked, unfit) = LinkBody.Of(run.Facts, link, way.Turns, new PooledBuffer(1024));
        if (unfit is not null)
            return null;
        _attempts++;
        _finish = null;
        _seam = new Seam(Said, way.Mode);
        _saidBefore = run.Tally.Said.Count;
        return new LinkAttempt(run, link, asked!, _admission, keepsWords: false);
    }

    private void Add(List<Delta> deltas, string words)
    {
        if (words.Length == 0)
            return;
        deltas.Add(new Delta.Text(words));
        run.Tally.Say(words);
    }

    // A model that was told to think takes no prefill.
    private bool Thinks(PlanLink link) => link.Protocol.Kind == WireKind.Messages && run.Call.Wire == WireKind.Messages
        && run.Call.Body.Span.IndexOf("\"thinking\""u8) >= 0;
}
