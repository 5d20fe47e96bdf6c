using Tako.Limbs;
using Tako.Reports;
using Tako.Tools.Survey;

namespace Tako.Arms.Retrieving;

/// <summary>
/// Finds the files and symbols that matter, by structure and text, without a model. Where the plan passes a <c>question</c>, a model
/// answers it from those files by claims that the judge can check.
/// </summary>
public sealed class RetrieverArm : IArm
{
    public string Name => "retriever";

    public string Purpose => "Finds the files and symbols of the repository that matter for a goal; with 'question', also answers it by "
        + "claims with exact quotes, which are checked.";

    public IReadOnlyList<string> Tools => ["survey", "read", "model"];

    public async ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
    {
        var found = await Survey.LookAsync(assignment.Goal, assignment.Sense()?.Sensation, context.Tools, cancellationToken);
        foreach (var file in found.Files)
            context.Memory.Remember(assignment.Step, file.Path);
        var (claims, why) = assignment.Text("question") is { } question
            ? await TextClaims.AskAsync(question, found.Files, context, cancellationToken)
            : ([], null);
        var report = new ArmReport
        {
            Arm = Name,
            Summary = found.Files.Count == 0
                ? "No file seems to matter for this goal."
                : $"{found.Files.Count} files matter: {string.Join(", ", found.Files.Take(5).Select(file => file.Path))}.",
            Confidence = found.Files.Count == 0 ? 0.2 : 0.8,
            Claims = [.. found.Files.Select(file => new Claim($"{file.Path} matters", $"file:{file.Path}")), .. claims],
            Missing = why is null ? [] : [why],
            Value = found.ToJson(),
            Trace = context.Trace.Trace,
        };
        return found.Files.Count == 0 || why is not null
            ? new ArmOutcome.Unfinished(report, why ?? report.Summary)
            : new ArmOutcome.Done(report);
    }
}
