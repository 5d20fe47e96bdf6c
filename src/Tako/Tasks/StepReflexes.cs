using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reflexes.Audit;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Pipeline;

namespace Tako.Tasks;

/// <summary>The task's reflexes for one step: what they act on waits here until it is written to the task's events.</summary>
internal sealed class StepReflexes(TaskReflexes policy, StepJournal journal, TimeProvider time)
{
    private readonly ConcurrentQueue<ReflexActed> _waiting = new();
    private readonly ConcurrentDictionary<string, bool> _agreed = new(StringComparer.Ordinal);

    /// <summary>Looks at a text before the arm reads it.</summary>
    /// <param name="source">Where it comes from, in a word: tool, memory, material.</param>
    /// <param name="name">The tool or the arm.</param>
    /// <returns>The verdict, and the text as the arm may read it unless it is blocked.</returns>
    public (Verdict Verdict, string Text) Look(string text, Label label, string source, string name)
    {
        var (verdict, clean) = policy.Incoming.Rewrite(text, label, Replacements.Masks);
        if (verdict.Decision == Decision.Pass)
            return (verdict, text);
        Tell(verdict, source, name, label.Integrity);
        return _agreed.ContainsKey(text) ? (verdict with { Decision = Decision.Flag }, text) : (verdict, clean);
    }

    /// <summary>The text as the arm may read it; of one that the policy holds back, only that it does.</summary>
    public string Show(string text, Label label, string source)
    {
        var (verdict, clean) = Look(text, label, source, journal.Actor.Split('/')[^1]);
        return verdict.Decision >= Decision.Escalate
            ? $"(withheld by the policy of the reflexes: {string.Join(", ", verdict.Reasons.Take(5))})"
            : clean;
    }

    /// <summary>A person has agreed to this very text.</summary>
    public void Agree(string text) => _agreed[text] = true;

    /// <summary>The model behind the policy and the task's other reflexes.</summary>
    public IChatClient Around(IChatClient model, string name) => new ReflexChatClient(model,
    [
        new InspectionReflex(policy.Prompts, policy.Answers,
            told: (verdict, answer) => Tell(verdict, answer ? "answer" : "prompt", name, answer ? Integrity.Arm : Integrity.User)),
        .. policy.Others,
    ]);

    /// <summary>Writes what waits to the task's events.</summary>
    public async ValueTask FlushAsync()
    {
        while (_waiting.TryDequeue(out var acted))
            await journal.AppendAsync("reflex.acted", acted, ReflexActedJson.Default.ReflexActed, durability: Durability.Relaxed);
    }

    private void Tell(in Verdict verdict, string source, string name, Integrity trust)
    {
        var acted = new ReflexActed
        {
            At = time.GetUtcNow(),
            Request = journal.Step,
            Model = name,
            Source = source,
            Decision = verdict.Decision.ToString().ToLowerInvariant(),
            Policy = verdict.PolicyVersion,
            Findings = ReflexActed.PartsOf(verdict.Findings.Where(static judged => judged.Action != Reflexes.Policies.ReflexAction.Allow)),
        };
        // Places tell texts apart without keeping them.
        var places = string.Join(' ', verdict.Findings.Select(static judged => $"{judged.Finding.Start}+{judged.Finding.Length}"));
        var kinds = string.Join(' ', acted.Findings.Select(static part => $"{part.Kind}:{part.Action}"));
        if (policy.IsNews($"{journal.Step} {source} {name} {trust} {kinds} {places}"))
            _waiting.Enqueue(acted);
    }
}
