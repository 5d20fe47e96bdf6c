using Microsoft.Extensions.AI;
using Tako.Brain;
using Tako.Limbs;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Reports;
using Tako.Tasks;
using Tako.Tools.Survey;

namespace Tako.Arms.Coding;

/// <summary>
/// Changes code in a tight local loop: ask, stage, feel, repair, until the pain stops. The brain hears of it only when it is
/// over. The loop ends on green, on three equal pains, on a state seen before, or when its turns are used up, and then
/// hands over the best state it had, not the last.
/// </summary>
public sealed class CoderArm(CoderOptions options) : IArm
{
    public string Name => "coder";

    public string Purpose => "Changes code and its tests in a private shadow and repairs until the repository's tests pass there.";

    public IReadOnlyList<string> Tools => ["model", "read", "list", "search", "survey", "test"];

    public async ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Model is null)
            return new ArmOutcome.Unfinished(
                Report(context, "There is no model that could write code.", 0, null),
                "No model is configured.", Final: true);
        var loop = new CoderLoop(assignment, context, options);
        var sense = assignment.Sense();
        var felt = await loop.FeelStartAsync(sense, cancellationToken);
        if (felt.Trouble is { } trouble && sense?.Command is not null)
            return new ArmOutcome.Unfinished(Report(context, trouble, 0, null), trouble, Final: true);

        var files = await RelevantAsync(assignment, context, felt, cancellationToken);
        var messages = new List<ChatMessage>
        {
            new(ChatRole.System, CoderPrompt.Rules),
            new(ChatRole.User, await CoderPrompt.FirstAsync(assignment, context, files, felt, cancellationToken)),
        };
        for (var turn = 1; turn <= options.Turns && loop.Stopped is null; turn++)
        {
            context.Saying($"turn {turn} of at most {options.Turns}");
            var (text, why, outOfBudget) = await AskAsync(messages, context, cancellationToken);
            if (text is null)
            {
                loop.Stop(why!, outOfBudget);
                break;
            }

            if (await loop.TakeAsync(text, cancellationToken) is not { } next)
                break;
            messages.Add(new ChatMessage(ChatRole.User, next));
        }

        return await FinishAsync(loop, context, sense, cancellationToken);
    }

    private static async ValueTask<(string? Text, string? Why, bool OutOfBudget)> AskAsync(List<ChatMessage> messages, ArmContext context,
        CancellationToken cancellationToken)
    {
        var chat = new ChatOptions { Tools = [.. context.Tools.ForModel()], Temperature = 0 };
        try
        {
            var (text, why) = await ToolLoop.RunAsync(context.Model!, messages, chat, context.Tools, cancellationToken);
            return (text, why, false);
        }
        catch (CallRefusedException refused)
        {
            return (null, refused.Message, refused.OutOfBudget);
        }
        catch (ModelCallException failed)
        {
            return (null, failed.Failure.Message, false);
        }
    }

    private static async ValueTask<ArmOutcome> FinishAsync(CoderLoop loop, ArmContext context, FirstLook? sense,
        CancellationToken cancellationToken)
    {
        var best = loop.Best;
        var proposal = best is null || best.Shadow.Changes.IsEmpty ? null : await loop.ProposeAsync(best.Shadow, cancellationToken);
        if (loop.NothingToDo)
            return new ArmOutcome.Done(Report(context, "The tests are green and the model found nothing to change.", 0.6, null));
        if (best is { Felt.Green: true } || (best is not null && sense?.Command is null && loop.Stopped is null))
        {
            var confidence = sense?.Command is null || best.Felt.Tally.Total == 0 ? 0.4 : Math.Max(0.55, 0.95 - 0.1 * (loop.Turns - 1));
            var summary = proposal is null
                ? "The tests are green without any change."
                : $"Changed {string.Join(", ", proposal.Origins.Select(origin => origin.Path))} "
                    + $"in {loop.Turns} turn(s); {Tests(best.Felt)}.";
            return new ArmOutcome.Done(Report(context, summary, confidence, proposal) with { Claims = Claims(best, proposal) });
        }

        var why = loop.Stopped ?? $"{loop.Turns} turns were not enough.";
        var partial = Report(context, $"Not finished: {why}", 0.1, proposal) with
        {
            OutOfBudget = loop.OutOfBudget,
            Missing = best is null ? [$"any usable edit: {why}"] : [.. best.Felt.Pains.Take(3).Select(pain => pain.Message)],
        };
        return new ArmOutcome.Unfinished(partial, why, Final: loop.OutOfBudget);
    }

    private static string Tests(Sensation felt) => felt.Tally.Total == 0 ? "no test ran" : $"{felt.Tally.Passed} tests green";

    private static IReadOnlyList<Claim> Claims(CoderState best, Proposal? proposal) =>
    [
        .. best.Felt is { Green: true, Tally.Total: > 0 }
            ? [new Claim($"{best.Felt.Tally.Passed} tests pass with this change", $"tests:{best.Shadow.Hash}")]
            : Array.Empty<Claim>(),
        .. (proposal?.Origins ?? []).Select(origin => new Claim($"{origin.Path} was changed", $"file:{origin.Path}")),
    ];

    private static ArmReport Report(ArmContext context, string summary, double confidence, Proposal? proposal) => new()
    {
        Arm = "coder",
        Summary = summary,
        Confidence = confidence,
        Proposal = proposal,
        Trace = context.Trace.Trace,
    };

    /// <summary>What the retriever found; without one, a survey of the coder's own.</summary>
    private static async ValueTask<IReadOnlyList<RelevantFile>> RelevantAsync(Assignment assignment, ArmContext context, Sensation felt,
        CancellationToken cancellationToken)
    {
        var found = assignment.Value("retriever", value => Retrieval.From(value));
        return found is { Files.Count: > 0 }
            ? found.Files
            : (await Survey.LookAsync(assignment.Goal, felt, context.Tools, cancellationToken)).Files;
    }
}
