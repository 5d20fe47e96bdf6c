using Tako.Core.Labels;
using Tako.Reflexes.Hidden;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Policies;
using Tako.Reflexes.Redaction;

namespace Tako.Reflexes.Pipeline;

/// <summary>
/// The one pipeline: what stands in a text, where it comes from, and what the policy makes of it. Pure: the same text, source and
/// policy give the same verdict. A scanner that throws or gives nonsense closes: the text is blocked. Safe for concurrent use.
/// </summary>
/// <remarks>A text detector is no boundary: what a text may lead to is held by labels, capabilities and the sandbox.</remarks>
public sealed class Inspector
{
    /// <summary>Longest text that is looked at, in characters; a longer one is blocked.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private static readonly IReadOnlyList<JudgedFinding> Nothing = [];
    private readonly ScanPass _pass;
    private readonly IReadOnlyList<Glob> _allow;
    private readonly VerdictCache? _cache;
    private readonly TimeProvider _time;

    /// <param name="scanners">In any order; those that the policy turns off are left out.</param>
    /// <param name="cache">Verdicts that are known; null looks at each text anew.</param>
    /// <exception cref="ArgumentException">Two scanners have one name, or the policy turns off one that is not there.</exception>
    public Inspector(IEnumerable<TextScanner> scanners, ReflexPolicy policy, TimeProvider time, VerdictCache? cache = null)
    {
        List<TextScanner> all = [.. scanners];
        if (policy.Deny.Count > 0 || policy.Patterns.Count > 0)
            all.Add(new ListedScanner(policy));
        if (all.GroupBy(static scanner => scanner.Name).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"Two scanners are called '{twice.Key}'; give each a name of its own.", nameof(scanners));
        if (policy.Off.FirstOrDefault(name => all.All(scanner => scanner.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"The policy turns off the scanner '{unknown}', which is not there; there are "
                + $"{string.Join(", ", all.Select(static scanner => scanner.Name))}.", nameof(policy));
        }

        Policy = policy;
        _pass = new ScanPass([.. all.Where(scanner => !policy.Off.Contains(scanner.Name))]);
        _allow = [.. policy.Allow.Select(static value => new Glob(value))];
        (_cache, _time) = (cache, time);
    }

    public ReflexPolicy Policy { get; }

    /// <summary>Looks at a text.</summary>
    public Verdict Inspect(ReadOnlySpan<char> text, Label source)
    {
        if (_pass.IsEmpty)
            return new Verdict(Decision.Pass, Nothing, Policy.Version, TimeSpan.Zero);
        if (_cache?.Find(text, source.Integrity) is { } known)
            return known;
        var began = _time.GetTimestamp();
        var verdict = Look(text, source, unrolls: true, out var whole);
        verdict = verdict with { Elapsed = _time.GetElapsedTime(began) };
        // A scanner that failed may find its way the next time: its block is no verdict on the text.
        if (whole)
            _cache?.Keep(text, source.Integrity, verdict);
        return verdict;
    }

    /// <summary>Whether a text that comes out passes with nothing found in it.</summary>
    public bool Passes(ReadOnlySpan<char> text, Label source) => Look(text, source, unrolls: false).Findings.Count == 0;

    /// <summary>Looks at a text and replaces what is to be replaced.</summary>
    public (Verdict Verdict, string Text) Rewrite(string text, Label source, Replacements replacements)
    {
        var verdict = Inspect(text, source);
        return (verdict, verdict.Decision >= Decision.Rewrite ? replacements.Apply(text, verdict.Findings) : text);
    }

    /// <summary>Looks at a text that comes in pieces: however it is split, the same comes out.</summary>
    public InspectionStream Open(Label source, Replacements replacements) => new(this, source, replacements);

    /// <summary>As a stream sees it: without looking into encodings, whose ends a stream cannot wait for.</summary>
    internal Verdict Look(ReadOnlySpan<char> text, Label source, bool unrolls) => Look(text, source, unrolls, out _);

    private Verdict Look(ReadOnlySpan<char> text, Label source, bool unrolls, out bool whole)
    {
        whole = true;
        if (text.Length > MaxLength)
            return new Verdict(Decision.Block, [Closed("too_long")], Policy.Version, TimeSpan.Zero);
        var found = _found ?? new FindingList();
        _found = null;
        try
        {
            found.Clear();
            whole = _pass.Run(text, source, unrolls, found);
            return found.Count == 0 ? new Verdict(Decision.Pass, Nothing, Policy.Version, TimeSpan.Zero) : Judge(text, source, found);
        }
        finally
        {
            _found = found;
        }
    }

    internal int Settled(ReadOnlySpan<char> text) => _pass.Settled(text);

    [ThreadStatic]
    private static FindingList? _found;

    private Verdict Judge(ReadOnlySpan<char> text, Label source, FindingList found)
    {
        var judged = new JudgedFinding[found.Count];
        var decision = Decision.Pass;
        for (var index = 0; index < judged.Length; index++)
        {
            var (action, rule) = Judge(text, source, found.All[index]);
            judged[index] = new JudgedFinding(found.All[index], action, rule);
            decision = Max(decision, DecisionOf(action));
        }

        return new Verdict(decision, judged, Policy.Version, TimeSpan.Zero);
    }

    private (ReflexAction, string) Judge(ReadOnlySpan<char> text, Label source, in Finding finding)
    {
        if (finding.Kind == ScanPass.Failed)
            return (ReflexAction.Block, "closed");
        foreach (var allowed in _allow)
        {
            if (finding.Length > 0 && allowed.Fits(text.Slice(finding.Start, finding.Length)))
                return (ReflexAction.Allow, "allow");
        }

        for (var index = 0; index < Policy.Rules.Count; index++)
        {
            if (Policy.Rules[index].Applies(finding, source))
                return (Policy.Rules[index].Action, $"rules/{index}");
        }

        return (ReflexAction.Allow, "default");
    }

    private static JudgedFinding Closed(string kind) => new(new Finding(0, 0, FindingFamily.Listed, kind, 1), ReflexAction.Block, "closed");

    private static Decision Max(Decision one, Decision other) => one > other ? one : other;

    internal static Decision DecisionOf(ReflexAction action) => action switch
    {
        ReflexAction.Allow => Decision.Pass,
        ReflexAction.Flag => Decision.Flag,
        ReflexAction.Escalate => Decision.Escalate,
        ReflexAction.Block => Decision.Block,
        _ => Decision.Rewrite,
    };
}
