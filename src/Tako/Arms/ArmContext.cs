using System.Text;
using Microsoft.Extensions.AI;
using Tako.Core.Contracts;
using Tako.Limbs;
using Tako.Memory;
using Tako.Reports;
using Tako.Tasks;
using Tako.Tools;
using Tako.Workspace.Overlay;

namespace Tako.Arms;

/// <summary>Everything an arm may use. There is nothing else: an arm holds no ambient authority.</summary>
public sealed record ArmContext
{
    public required TaskContract Contract { get; init; }

    /// <summary>The model of this step, metered and journaled; null when none is configured or the budget allows none.</summary>
    public required IChatClient? Model { get; init; }

    /// <summary>The arm's tools, each use of which passes the gate.</summary>
    public required Toolbox Tools { get; init; }

    /// <summary>The arm's own shadow of the repository.</summary>
    public required Limb Limb { get; init; }

    public required EpisodicMemory Memory { get; init; }

    public required TraceRecorder Trace { get; init; }

    /// <summary>Called with a few words whenever the arm turns to something new, for whoever watches.</summary>
    public required Action<string> Saying { get; init; }

    internal StepJournal? Journal { get; init; }

    /// <summary>The policy over what goes into this step's prompts; null looks at nothing.</summary>
    internal StepReflexes? Reflexes { get; init; }

    /// <summary>
    /// Proposes what is staged in <see cref="Limb"/>: put it into the report, and it is judged, guarded and joined with the work of
    /// others. Files that came with the assignment keep their origin.
    /// </summary>
    public ValueTask<Proposal> ProposeAsync(string arm, Assignment assignment, CancellationToken cancellationToken)
    {
        var (model, prompt) = (Model?.GetService(typeof(ModelVoice)) as ModelVoice)?.Last ?? default;
        var before = Limb.Start.Changes.Changes.ToDictionary(change => change.Path, change => change.ContentHash);
        var own = Limb.Shadow.Changes.Changes
            .Where(change => !before.TryGetValue(change.Path, out var hash) || hash != change.ContentHash)
            .ToDictionary(change => change.Path.Value, change => new Origin(change.Path.Value, model, prompt, Tools.Exposure.Sources, arm));
        return ProposeAsync(Limb.Shadow, arm, own, assignment, cancellationToken);
    }

    internal async ValueTask<Proposal> ProposeAsync(Shadow shadow, string arm,
        IReadOnlyDictionary<string, Origin> own,
        Assignment assignment,
        CancellationToken cancellationToken)
    {
        var blob = await Journal!.KeepAsync(Encoding.UTF8.GetBytes(shadow.Changes.ToJson()), cancellationToken);
        var given = assignment.Reports().Select(report => report.Proposal).OfType<Proposal>().ToArray();
        var origins = shadow.Changes.Changes.Select(change => change.Path.Value).Select(path => own.GetValueOrDefault(path)
            ?? given.SelectMany(proposal => proposal.Origins).LastOrDefault(origin => origin.Path == path)
            ?? new Origin(path, null, null, [], arm)).ToArray();
        IReadOnlyList<string> before = Limb.Start.Changes.IsEmpty ? [] : [Limb.Start.Hash, .. given.Select(proposal => proposal.Hash)];
        return new Proposal(shadow.Hash, blob.Value, origins, [.. before.Where(hash => hash != shadow.Hash).Distinct()]);
    }
}
