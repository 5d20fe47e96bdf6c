using Tako.Eval.Failover;
using Tako.Eval.Failover.Provider;

namespace Tako.Bench.Gateway.Soak;

/// <summary>Adds up what clients were told and what the provider says it sent, by kind of call.</summary>
internal sealed class SoakBook
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Sum> _told = SoakCalls.Tags.ToDictionary(static tag => tag, static _ => new Sum());
    private readonly Dictionary<string, Sum> _sent = SoakCalls.Tags.ToDictionary(static tag => tag, static _ => new Sum());
    private readonly List<string> _faults = [];

    /// <summary>The first few things that should not have been.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public Sum Told(string tag) => _told[tag];

    public Sum Sent(string tag) => _sent[tag];

    public void Note(SoakCall call, Told told)
    {
        lock (_lock)
        {
            var sum = _told[call.Tag];
            sum.Calls++;
            sum.Limited += told.End == ToldEnd.Limited ? 1 : 0;
            sum.Failed += told.End is ToldEnd.Failed or ToldEnd.Broken ? 1 : 0;
            sum.Left += told.End == ToldEnd.Left ? 1 : 0;
            sum.Cached += told.Cached ? 1 : 0;
            sum.Usd += told.Usd ?? 0;
            sum.Seen += told.Seen;
            if (told.Usage is { } usage)
            {
                sum.Input += usage.Input;
                sum.Output += usage.Output;
                sum.CachedInput += told.Cached ? usage.Input : 0;
                sum.CachedOutput += told.Cached ? usage.Output : 0;
            }

            var wrong = told.End == ToldEnd.Broken || (told.End == ToldEnd.Failed && call.Tag is not SoakCalls.Failed)
                || (told.End == ToldEnd.Answered && (told.Usage is null || told.Usd is null));
            if (wrong || told.Differs)
            {
                sum.Wrong++;
                if (_faults.Count < 12)
                {
                    _faults.Add($"{call.Model} {call.Surface} {(call.Streams ? "streamed" : "whole")}: {told.End} "
                        + (told.Differs ? "usage differs from the comment's " : "") + $"{told.Usage} {told.Usd} {Short(told.Why)}");
                }
            }
        }
    }

    public void Note(IEnumerable<Attempt> attempts)
    {
        lock (_lock)
        {
            foreach (var attempt in attempts)
            {
                if (SoakCalls.TagOf(attempt.Model) is not { } tag)
                    continue;
                var sum = _sent[tag];
                sum.Calls++;
                sum.Input += attempt.Reported?.Input ?? 0;
                sum.Output += attempt.Reported?.Output ?? 0;
            }
        }
    }

    private static string Short(string? why) => why is null ? "" : why.Length > 160 ? why[..160] : why;

    /// <summary>Calls, or attempts, added up.</summary>
    internal sealed class Sum
    {
        public long Calls { get; set; }

        public long Limited { get; set; }

        public long Failed { get; set; }

        public long Left { get; set; }

        public long Cached { get; set; }

        public long Input { get; set; }

        public long Output { get; set; }

        public long CachedInput { get; set; }

        public long CachedOutput { get; set; }

        public long Seen { get; set; }

        public decimal Usd { get; set; }

        public long Wrong { get; set; }
    }
}
