namespace Tako.Workspace.Guard.Rules;

/// <summary>
/// One rule of the law. Whether it speaks of a change (<see cref="Applies"/>) and whether the change violates it
/// (<see cref="Violates"/>) are different questions, and both look at nothing but the scene.
/// </summary>
internal abstract class GuardRule
{
    private const int MaxFindings = 50;

    public abstract string Id { get; }

    public abstract RuleTier Tier { get; }

    public abstract RiskClass Risk { get; }

    public abstract Severity Action { get; }

    /// <summary>What it guards, in one sentence.</summary>
    public abstract string Purpose { get; }

    /// <summary>What would make its findings go away.</summary>
    public abstract string WayOut { get; }

    /// <summary>Whether what cannot be evaluated passes.</summary>
    public virtual bool Opens => false;

    public virtual string Origin => "built-in";

    /// <summary>Changes that violate it and changes that do not, one at least of each.</summary>
    public abstract IReadOnlyList<RuleExample> Examples { get; }

    /// <summary>Whether it speaks even where nothing changed.</summary>
    protected virtual bool Always => false;

    public RuleCard Card => new(Id, Tier, Risk, Action, Opens, Purpose, Origin);

    protected abstract bool Applies(Scene scene, ChangeView view);

    protected abstract IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views);

    public (RuleProof Proof, IReadOnlyList<GuardFinding> Findings) Ask(Scene scene)
    {
        var views = scene.Views.Where(view => Applies(scene, view)).ToList();
        if (views.Count == 0 && !Always)
            return (new RuleProof(Id, Tier, RuleStand.NotApplicable, 0), []);
        var findings = new List<GuardFinding>();
        var (stand, more) = (RuleStand.Holds, 0);
        foreach (var answer in Violates(scene, views))
        {
            if (answer is RuleAnswer.Violates)
                stand = RuleStand.Violated;
            else if (stand == RuleStand.Holds)
                stand = RuleStand.Indeterminate;
            // A flood tells no more than its beginning, but what is graver must not drown in it.
            if (findings.Count < MaxFindings || findings.Max(finding => finding.Severity) < Finding(scene, answer).Severity)
                findings.Add(Finding(scene, answer));
            else
                more++;
        }

        if (more > 0)
            findings[^1] = findings[^1] with { Message = $"{findings[^1].Message} There are {more} more findings of this rule." };
        return (new RuleProof(Id, Tier, stand, views.Count), findings);
    }

    private GuardFinding Finding(Scene scene, RuleAnswer answer) => answer switch
    {
        RuleAnswer.Violates found => new GuardFinding(Id, Weigh(scene, found.Severity ?? Action, found.Risk ?? Risk), found.Path,
            found.Line, found.Message ?? Purpose, found.WayOut ?? WayOut) { Tier = Tier, Risk = found.Risk ?? Risk },
        RuleAnswer.Indeterminate unclear => new GuardFinding(Id, Opens ? Severity.Note : Weigh(scene, Action, Risk), unclear.Path,
            unclear.Line, $"Whether the rule holds cannot be said: {unclear.Why}.",
            Opens ? "Look at it." : WayOut) { Tier = Tier, Risk = Risk, Indeterminate = true },
        _ => throw new InvalidOperationException($"Unknown answer {answer}."),
    };

    private Severity Weigh(Scene scene, Severity action, RiskClass risk) => Tier switch
    {
        RuleTier.Advisory => Severity.Note,
        RuleTier.Policy when scene.Law.Advise.Contains(Id) => Severity.Note,
        _ => action == Severity.Ask && risk == RiskClass.Safe ? Severity.Note : action,
    };
}
