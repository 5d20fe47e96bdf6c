using System.Text.Json;
using Tako.Brain;
using Tako.Core.Budgets;
using Tako.Core.Ledger;
using Tako.Reactor.Journal;
using Tako.Tools;

namespace Tako.Tasks;

/// <summary>One model call as a story tells it.</summary>
public sealed record StoryCall(string Step, string Model, Usage Usage, long Milliseconds, string PromptHash);

/// <summary>One decision of the brain.</summary>
public sealed record StoryDecision(string Step, string Rule, string Choice, string Reason);

/// <summary>One run of the tests in the limb.</summary>
public sealed record StorySense(string Step, bool Green, int Passed, int Failed, string? Pain, string Tier, long Milliseconds);

/// <summary>One turn of an arm in its limb.</summary>
/// <param name="Rung">The rung that hurt; null when all was green.</param>
/// <param name="Mended">What was mended without a model.</param>
public sealed record StoryTurn(string Step, int Ordinal, string? Rung, string? Pain, IReadOnlyList<string> Mended, long Milliseconds);

/// <summary>A file of the result with its provenance.</summary>
public sealed record StoryArtifact
{
    public required string Path { get; init; }
    public required string Kind { get; init; }
    public string? Hash { get; init; }
    public required string Arm { get; init; }
    public required string Tool { get; init; }
    public string? Model { get; init; }
    public string? PromptHash { get; init; }
    public required IReadOnlyList<string> Sources { get; init; }
    public required DateTimeOffset Time { get; init; }
    public required IReadOnlyList<string> TestsPassed { get; init; }
}

/// <summary>A task as its events tell it: a fold of the ledger and nothing else.</summary>
public sealed record TaskStory
{
    public string Goal { get; private set; } = "";

    public string Repository { get; private set; } = "";

    /// <summary><c>running</c>, <c>halted</c>, <c>done</c>, <c>partial</c> or <c>undone</c>.</summary>
    public string Status { get; private set; } = "running";

    public string Tier { get; private set; } = "";

    public string? Summary { get; private set; }

    public IReadOnlyList<string> Missing { get; private set; } = [];

    public string? PatchFile { get; private set; }

    public DateTimeOffset Started { get; private set; }

    public DateTimeOffset Last { get; private set; }

    public PlanState Plan { get; private set; } = new();

    /// <summary>What was charged, restored as a budget would be.</summary>
    public BudgetStatus? Spent { get; private set; }

    public IReadOnlyList<StoryCall> Calls => _calls;

    public IReadOnlyList<StoryDecision> Decisions => _decisions;

    public IReadOnlyList<StorySense> Senses => _senses;

    public IReadOnlyList<StoryTurn> Turns => _turns;

    public IReadOnlyList<StoryArtifact> Artifacts => _artifacts;

    /// <summary>Blob with the diff of what was written, else of what is proposed.</summary>
    public string? Diff { get; private set; }

    /// <summary>The branch that the change was committed to, and the commit; null when it is on disk.</summary>
    public string? Branch { get; private set; }

    public string? Commit { get; private set; }

    public int Resumes { get; private set; }

    public int Denied { get; private set; }

    private readonly List<StoryCall> _calls = [];
    private readonly List<StoryDecision> _decisions = [];
    private readonly List<StorySense> _senses = [];
    private readonly List<StoryTurn> _turns = [];
    private readonly List<StoryArtifact> _artifacts = [];

    private TaskStory() { }

    public static TaskStory Fold(IReadOnlyList<LedgerEvent> events)
    {
        var story = new TaskStory();
        foreach (var entry in events)
            story.Apply(entry);
        story.Plan = PlanState.Fold(events);
        story.Spent = Budget.Restore("task", new BudgetLimits(), events, new Still(story.Last)).Status;
        return story;
    }

    private void Apply(LedgerEvent entry)
    {
        Started = Started == default ? entry.Time : Started;
        Last = entry.Time;
        switch (entry.Type)
        {
            case "contract.opened":
                var opened = Read(entry, TaskJson.Default.ContractOpened);
                (Goal, Repository, Tier) = (opened.Goal, opened.Repository, opened.Tier);
                break;
            case "task.resumed":
                (Status, Resumes) = ("running", Resumes + 1);
                break;
            case "model.answered":
                var call = Read(entry, TaskJson.Default.ModelAnswered);
                _calls.Add(new StoryCall(call.Step, call.Model, call.Usage, call.Milliseconds, call.PromptHash));
                break;
            case "limb.sensed":
                var sensed = Read(entry, TaskJson.Default.LimbSensed);
                _senses.Add(new StorySense(
                    sensed.Step, sensed.Green, sensed.Passed, sensed.Failed,
                    sensed.Pain, sensed.Tier, sensed.Milliseconds));
                break;
            case "limb.felt":
                var felt = Read(entry, TaskJson.Default.LimbFelt);
                _turns.Add(new StoryTurn(felt.Step, felt.Ordinal, felt.Rung, felt.Pain, felt.Mended, felt.Milliseconds));
                break;
            case "brain.decided":
                var decided = Read(entry, TaskJson.Default.BrainDecided);
                _decisions.Add(new StoryDecision(decided.Step, decided.Rule, decided.Choice, decided.Reason));
                break;
            case "effect.denied" or "effect.withheld":
                Denied++;
                break;
            case "artifact.made":
                _artifacts.Add(Artifact(entry, Read(entry, TaskJson.Default.ArtifactMade)));
                break;
            case "change.written":
                var written = Read(entry, TaskJson.Default.ChangeWritten);
                (Diff, Branch, Commit) = (written.Diff, written.Branch, written.Commit);
                break;
            case "change.undone":
                Status = "undone";
                break;
            case "task.halted":
                Status = "halted";
                break;
            case "task.ended":
                var ended = Read(entry, TaskJson.Default.TaskEnded);
                (Status, Summary, Missing, PatchFile) = (ended.Outcome, ended.Summary, ended.Missing, ended.PatchFile);
                Diff ??= ended.Diff;
                break;
        }
    }

    private static StoryArtifact Artifact(LedgerEvent entry, ArtifactMade made) => new()
    {
        Path = made.Path,
        Kind = made.Kind,
        Hash = made.Hash,
        Arm = made.Arm,
        Tool = made.Tool,
        Model = made.Model,
        PromptHash = made.PromptHash,
        Sources = made.Sources,
        Time = entry.Time,
        TestsPassed = made.TestsPassed,
    };

    private static T Read<T>(LedgerEvent entry, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json) =>
        JsonSerializer.Deserialize(entry.Body.Span, json)!;

    // A story is told after the fact: its clock stands where its last event stood.
    private sealed class Still(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => 0;
    }
}
