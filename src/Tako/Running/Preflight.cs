using Tako.Arms;
using Tako.Core.Contracts;
using Tako.Models.Catalog;
using Tako.Reactor.Plans;
using Tako.Reflexes.Secrets;
using Tako.Tasks;
using Tako.Workspace.Commit;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;
using Tako.Workspace.Repositories;
using Tako.Workspace.Sandbox;

namespace Tako.Running;

/// <summary>What was looked at before a task starts.</summary>
internal sealed record Cleared(Shadow Disk, RepositoryFacts Facts, Constitution Law, ISandbox? Sandbox, string? Model);

/// <summary>
/// The guardian's look before anything happens: repository, constitution, goal, model and sandbox. Everything that stands in
/// the way is listed at once, and nothing has been touched or spent by then.
/// </summary>
internal static class Preflight
{
    public static async ValueTask<(Cleared? Cleared, IReadOnlyList<string> Reasons)> LookAsync(AnimalParts parts, TaskContract contract,
        string repository, Plan? plan, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        var opening = Shadow.Open(repository);
        if (opening is not OpenOutcome.Opened { Shadow: var disk })
            return (null, [((OpenOutcome.Refused)opening).Why]);
        var facts = await RepositoryProbe.ProbeAsync(disk.Root, cancellationToken);
        if (facts.Refusal is { } refusal)
            reasons.Add(refusal);
        if (IsInside(parts.StateFolder, disk.Root))
            reasons.Add(
                $"Tako keeps its state in '{parts.StateFolder}', which lies inside the repository. "
                + "Set XDG_STATE_HOME to a folder outside.");
        var law = Constitution.Load(disk.Root, contract.Security, parts.ConstitutionFile);
        reasons.AddRange(law.Faults.Select(fault =>
            $"The constitution cannot be followed, so nothing may be written: {fault}"));
        reasons.AddRange(new IntentGuard(law, _ => [], []).TestRules().Select(test => test.Fault).OfType<string>()
            .Select(fault => $"A rule of the guard does not do what its example says, so nothing may be written. {fault}"));
        var written = string.Join('\n', contract.Constraints.Prepend(contract.Goal));
        reasons.AddRange(new SecretScanner(parts.KnownSecrets).Scan(written)
            .Select(finding => $"The goal or a constraint holds a secret ({finding.Kind}). Take it out: it would be sent to a model."));
        if (contract.Branch is { } branch
            && await BranchCommit.RefuseAsync(disk.Root, BranchText.Request(contract, branch), cancellationToken) is { } unfit)
            reasons.Add(unfit);
        var model = Model(parts.Models, contract, plan, reasons);
        var minimum = Enum.TryParse<IsolationTier>(law.MinimumTier, out var tier) ? tier : IsolationTier.L2;
        var sandbox = await parts.Sandboxes(minimum, cancellationToken);
        if (sandbox is null)
        {
            reasons.Add(
                $"No sandbox of tier {minimum} or better works here, and tests run nowhere else. "
                + "'tako doctor' says what is missing; "
                + "a contract may allow less with security.minimumTier.");
        }

        return reasons.Count > 0 ? (null, reasons) : (new Cleared(disk, facts, law, sandbox, model), []);
    }

    private static string? Model(ModelCatalog models, TaskContract contract, Plan? plan, List<string> reasons)
    {
        var found = models.Find(contract.Model);
        if (found is null && (contract.Model is not null || plan is null || plan.Steps.Any(step => step.Use is "arm/coder")))
        {
            reasons.Add(contract.Model is { } name
                ? $"There is no model '{name}'. Configured: "
                    + (models.Models.Count == 0 ? "none" : string.Join(", ", models.Models.Select(model => model.Name)))
                    + "."
                : NoModel);
        }

        return found?.Name;
    }

    /// <summary>What to do when no model is configured at all.</summary>
    public const string NoModel =
        "No model is configured. Set OPENAI_API_KEY, ANTHROPIC_API_KEY or OLLAMA_HOST, "
        + "or describe a model in the "
        + "configuration file ('tako doctor' names it), or play a recording with --model recorded:FILE.";

    private static bool IsInside(string folder, string root) =>
        Path.GetFullPath(folder).StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal);
}
