using Tako.Reflexes;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;

namespace Tako.Tasks;

/// <summary>
/// The policy of a task's texts. What comes from tools and from memory is looked at where it comes in, as little trusted as it is
/// there; prompts and answers are looked at once more around the model.
/// </summary>
internal sealed class TaskReflexes
{
    private const int MostRemembered = 4096;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <param name="others">Further reflexes around every model.</param>
    /// <exception cref="ArgumentException">The policy turns off a scanner that is not there.</exception>
    public TaskReflexes(ReflexPolicy policy, TimeProvider time, params IReadOnlyList<IChatReflex> others)
    {
        Others = others;
        Incoming = StandardScanners.Inspectors(policy, time).Incoming;
        // A person was asked where the text came in: the prompt that holds it is not asked about again.
        var (prompts, answers) = StandardScanners.Inspectors(policy with
        {
            Rules = [.. policy.Rules.Select(static rule => rule.Action == ReflexAction.Escalate
                ? rule with { Action = ReflexAction.Flag }
                : rule)],
        }, time);
        (Prompts, Answers) = (prompts, answers);
    }

    public Inspector Incoming { get; }

    public Inspector Prompts { get; }

    public Inspector Answers { get; }

    public IReadOnlyList<IChatReflex> Others { get; }

    /// <summary>Whether it is to be told: the same text in the next prompt is no news.</summary>
    public bool IsNews(string what)
    {
        lock (_lock)
        {
            if (_told.Count >= MostRemembered)
                _told.Clear();
            return _told.Add(what);
        }
    }
}
