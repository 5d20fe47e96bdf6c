using Tako.Core.Identity;

namespace Tako.Core.Capabilities;

/// <summary>
/// What one holder may do. It can be passed on narrowed, never widened: an effect passes only if every grant from the
/// holder up to the root allows it and has a call left. Safe for concurrent use.
/// </summary>
public sealed class Grant
{
    /// <summary>Most holders from the root down.</summary>
    public const int MaxDepth = 8;

    /// <summary>Longest name of a holder, in characters.</summary>
    public const int MaxHolderLength = 80;

    private readonly Grant? _parent;
    private readonly CallCounts _counts;
    private readonly Held[] _held;
    private readonly string _path;
    private readonly int _depth;

    private sealed record Held(Capability Capability, string Id, string CountKey);

    private Grant(TaskId task, string holder, IReadOnlyList<Capability> capabilities, Grant? parent, CallCounts counts)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(holder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(holder.Length, MaxHolderLength);
        (Task, Holder, Capabilities, _parent, _counts) = (task, holder, [.. capabilities], parent, counts);
        _depth = parent is null ? 1 : parent._depth + 1;
        _path = CallCounts.Below(parent?._path, holder);
        _held = [.. Capabilities.Select(capability =>
        {
            var id = CapabilityJson.IdOf(capability);
            return new Held(capability, id, CallCounts.Key(_path, id));
        })];
    }

    public TaskId Task { get; }

    public string Holder { get; }

    public IReadOnlyList<Capability> Capabilities { get; }

    /// <param name="used">Calls that were used before a restart, from <see cref="EffectFold.Calls"/>.</param>
    public static Grant Root(TaskId task, string holder, IReadOnlyList<Capability> capabilities,
        IReadOnlyDictionary<string, int>? used = null) => new(task, holder, capabilities, null, new CallCounts(used));

    /// <summary>
    /// Passes on some of it. Calls are counted by the holder's name below this grant, so that a holder who is given the same
    /// again, in this process or after a restart, goes on counting; name it by its step where each turn should count anew.
    /// </summary>
    public AttenuateOutcome Attenuate(string holder, IReadOnlyList<Capability> narrower)
    {
        var reasons = new List<string>();
        if (_depth == MaxDepth)
            reasons.Add($"{Holder} is already {MaxDepth} grants below the root; do the work here instead of passing it on");
        foreach (var wanted in narrower)
        {
            var same = Capabilities.Where(own => own.Tool == wanted.Tool).ToList();
            if (same.Count == 0)
            {
                reasons.Add($"{wanted.Tool}: {Holder} has no capability for it");
                continue;
            }

            var nearest = same.Select(own => wanted.WiderThan(own).ToList()).MinBy(wider => wider.Count)!;
            reasons.AddRange(nearest.Select(wider => $"{wanted.Tool}: {wider}"));
        }

        return reasons.Count == 0
            ? new AttenuateOutcome.Granted(new Grant(Task, holder, narrower, this, _counts))
            : new AttenuateOutcome.Wider(reasons);
    }

    /// <summary>Every reason why the effect may not pass now; none where it may. Uses no call.</summary>
    public IReadOnlyList<string> Faults(Effect effect, DateTimeOffset now) => Admit(effect, now, take: false).Reasons;

    /// <summary>Whether the effect may pass now. With <paramref name="take"/> it also uses one call at every level,
    /// or none at all.</summary>
    internal Admission Admit(Effect effect, DateTimeOffset now, bool take)
    {
        var reasons = new List<string>();
        var uses = new List<CapabilityUse>(_depth);
        var keys = new List<string>(_depth);
        var needsApproval = false;
        lock (_counts.Gate)
        {
            for (var level = this; level is not null; level = level._parent)
            {
                if (level.Pick(effect, now, reasons) is not { } held)
                    continue;
                needsApproval |= held.Capability.NeedsApproval;
                uses.Add(new CapabilityUse(level.Holder, held.Id));
                keys.Add(held.CountKey);
            }

            if (reasons.Count == 0 && take)
                keys.ForEach(_counts.Take);
        }

        uses.Reverse();
        return new Admission(reasons, uses, needsApproval);
    }

    // Among several that cover the effect, the first that asks nobody.
    private Held? Pick(Effect effect, DateTimeOffset now, List<string> reasons)
    {
        Held? found = null;
        var faults = new List<string>();
        var any = false;
        foreach (var held in _held)
        {
            if (!string.Equals(held.Capability.Tool, effect.Tool, StringComparison.Ordinal))
                continue;
            any = true;
            var before = faults.Count;
            faults.AddRange(held.Capability.Faults(effect, now));
            if (held.Capability.Calls is { } calls && _counts.Of(held.CountKey) >= calls)
                faults.Add($"all {calls} calls are used up");
            if (faults.Count == before && (found is null || (found.Capability.NeedsApproval && !held.Capability.NeedsApproval)))
                found = held;
        }

        if (found is null)
            reasons.AddRange(any
                ? faults.Select(fault => $"{Holder}: {effect.Tool}: {fault}")
                : [$"{Holder} has no capability for {effect.Tool}"]);
        return found;
    }
}

/// <summary>What became of passing capabilities on.</summary>
public abstract record AttenuateOutcome
{
    private AttenuateOutcome() { }

    public sealed record Granted(Grant Grant) : AttenuateOutcome;

    /// <summary>It would allow more than its giver has; every reason.</summary>
    public sealed record Wider(IReadOnlyList<string> Reasons) : AttenuateOutcome;
}

/// <summary>Which capability of which holder an effect used, from the root down.</summary>
internal sealed record CapabilityUse(string Holder, string Capability);

internal sealed record Admission(IReadOnlyList<string> Reasons, IReadOnlyList<CapabilityUse> Uses, bool NeedsApproval);
