using System.Text;
using Microsoft.Extensions.AI;
using Tako.Models.Pricing;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>What a call has used and cost so far, over every attempt that was paid for.</summary>
internal sealed class CallTally(CallFacts facts, TimeProvider time)
{
    // Thoughts and arguments are not kept; they are as long as English is.
    private const int BytesPerToken = 4;
    private UsageDetails? _sum;
    private ReportedUsage? _charged;
    private decimal? _usd = 0;
    private PlanLink? _link;
    private UsageDetails? _reported;
    private ReportedUsage? _plain;
    private long _otherBytes;
    private bool _content;
    private bool _keepsWords;

    /// <summary>The words that the caller was given, in UTF-8.</summary>
    public PooledBuffer Said { get; } = new(2048);

    public bool Estimated { get; private set; }

    /// <summary>What was paid for in all; null when nothing was.</summary>
    public UsageDetails? Usage => _sum ??= _charged?.ToDetails();

    /// <summary>The same in the words of prices.</summary>
    public ReportedUsage? Charged => _charged ??= _sum is null ? null : ReportedUsage.Of(_sum);

    /// <summary>Null where a price or a count is not known.</summary>
    public decimal? Usd => _usd;

    /// <summary>The provider of the attempt that runs has told what it used.</summary>
    public bool IsReported => _reported is not null || _plain is not null;

    /// <summary>Begins an attempt.</summary>
    /// <param name="keepsWords">The caller is given its words as they come; else whoever gives others says them.</param>
    public void Begin(PlanLink link, bool keepsWords) =>
        (_link, _keepsWords, _reported, _plain, _otherBytes, _content) = (link, keepsWords, null, null, 0, false);

    /// <summary>Takes a frame of the attempt that runs.</summary>
    public void Take(Frame frame, in FramePeek peek)
    {
        if (peek.HasContent)
        {
            _content = true;
            if (_keepsWords && peek.Has(FrameSigns.Text) && !frame.Whole)
                peek.CopyWords(frame.Data.Span, Said);
            else
                _otherBytes += peek.ContentBytes;
        }

        if (!peek.Has(FrameSigns.Usage))
            return;
        var deltas = frame.View(_link!.Protocol);
        for (var index = 0; index < deltas.Count; index++)
        {
            if (deltas[index] is Delta.Used used)
                _reported = UsageFold.Replace(_reported, used.Usage);
        }
    }

    /// <summary>Takes usage that was told beside a frame.</summary>
    public void Take(ReportedUsage usage) => _plain = usage;

    /// <summary>Others' words were given to the caller.</summary>
    public void Say(string words) => Encoding.UTF8.GetBytes(words, Said);

    /// <summary>The attempt is over: what it used is added. Without a report it is counted here, where anything came at all.</summary>
    /// <param name="whole">Its answer came to its end, so that its report is complete.</param>
    /// <returns>What this attempt alone cost.</returns>
    public decimal? End(bool whole)
    {
        if (_link is not { } link)
            return 0;
        _link = null;
        if (!_content && !IsReported && !whole)
            return 0;
        var charged = whole && _plain is { Output: not null } plain ? plain : Charge(whole);
        if (Charged is null)
            _charged = charged;
        else
            (_sum, _charged) = (UsageFold.Add(Usage, charged.ToDetails()), null);
        var usd = link.Endpoint.Model.Prices.Cost(charged, time.GetUtcNow()).Usd;
        _usd += usd;
        return usd;
    }

    private ReportedUsage Charge(bool whole)
    {
        _reported ??= _plain?.ToDetails();
        if (whole && _reported?.OutputTokenCount is not null)
            return ReportedUsage.Of(_reported);
        Estimated = true;
        return ReportedUsage.Of(Estimate());
    }

    // The prompt may have been told at the beginning of a stream that then broke off.
    private UsageDetails Estimate()
    {
        var said = (_keepsWords ? TokenEstimate.OfText(Said.Written.Span) : 0) + _otherBytes / BytesPerToken;
        var input = _reported?.InputTokenCount ?? facts.PromptTokens;
        var output = Math.Max(said, _reported?.OutputTokenCount ?? 0);
        return new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            CachedInputTokenCount = _reported?.CachedInputTokenCount,
            AdditionalCounts = _reported?.AdditionalCounts,
            TotalTokenCount = input + output,
        };
    }
}
