using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Ledger;
using Tako.Core.Redaction;
using Tako.Core.Schema;
using Tako.Models.Catalog;
using Tako.Reactor.Plans;
using Tako.Tasks;
using Tako.Workspace.Sandbox;

namespace Tako.Eval.Limb;

/// <summary>What one run of the loop came to.</summary>
/// <param name="Turns">Calls of the coder's own model.</param>
/// <param name="OtherCalls">Calls of any other model.</param>
/// <param name="Summary">How the task ended, in its own words.</param>
internal sealed record LoopRun(bool Green, int Turns, int OtherCalls, TimeSpan Took, string Summary);

/// <summary>
/// Drives the coder arm as <c>tako run</c> does, with a plan of one coder and a scripted model that errs so many times before it is
/// right. Any other model is one that only counts.
/// </summary>
internal sealed class BugFixLoop(ISandbox sandbox, string stateFolder, TimeProvider time)
{
    private static readonly Plan OneCoder = ((Parsed<Plan>.Ok)PlanReader.Read(
        """{"name": "mend", "steps": [{"name": "fix", "use": "arm/coder", "model": "coder","""
        + """ "with": {"goal": {"value": "mend it"}}, "accept": ["tests pass"]}]}""",
        new PlanLimits())).Value;

    private static readonly ModelCatalog Catalog = ((Parsed<ModelCatalog>.Ok)ModelCatalog.Read(new CatalogSources
    {
        // Neither is ever called over the network: both are answered from a script.
        Config = ((Parsed<SourceDocument>.Ok)SourceDocument.Parse("""
            providers:
              script: { kind: compatible, baseAddress: 'http://127.0.0.1:9' }
            models:
              coder: { provider: script, id: coder, prices: { input: 1, output: 10 }, maxOutput: 8000 }
              brain: { provider: script, id: brain, prices: { input: 1, output: 10 }, maxOutput: 8000 }
            model: brain
            """)).Value,
        Random = new Random(1),
    })).Value;

    /// <param name="wrong">How many answers are wrong before the right one.</param>
    public async ValueTask<LoopRun> RunAsync(string repository, BugFixProgram program, int wrong, CancellationToken cancellationToken)
    {
        using var coder = new ScriptedCoder("coder", [.. Enumerable.Range(0, wrong).Select(turn => Wrong(program, turn)),
            Write(program.File, program.Fixed)]);
        using var brain = new ScriptedCoder("brain");
        var ledger = new MemoryLedger(time);
        var parts = new AnimalParts
        {
            Ledger = ledger,
            Blobs = ledger,
            Models = Catalog,
            OpenModel = card => card.Name == "coder" ? coder : brain,
            Sandboxes = (_, _) => new ValueTask<ISandbox?>(sandbox),
            StateFolder = stateFolder,
            Redactor = Redactor.None,
            Arms = [new TestsAlone()],
            // A failed console.assert names no file, and nobody is here to be asked about the one file there is.
            Brain = new() { NoveltyAbove = 1 },
            // A program that never ends is felt for as long as the senses give it, not for a task's ten minutes.
            Limits = new TaskLimits { TestTimeout = BugFixRun.Limit },
            Time = time,
            Random = new Random(7),
            Owner = "eval",
        };
        var began = time.GetTimestamp();
        var outcome = await new Animal(parts).RunAsync(new TaskRequest
        {
            Contract = new TaskContract
            {
                Goal = $"The checks of {program.File} fail: mend {program.File}.",
                Security = new SecurityPolicy { MinimumTier = nameof(IsolationTier.L4), Write = [program.File] },
            },
            Repository = repository, Plan = OneCoder, Ask = AskMode.Never,
        }, cancellationToken: cancellationToken);
        var onDisk = await File.ReadAllTextAsync(Path.Join(repository, program.File), cancellationToken);
        return new LoopRun(outcome is TaskOutcome.Done && onDisk.Trim() == program.Fixed.Trim(), coder.Calls, brain.Calls,
            time.GetElapsedTime(began),
            outcome.Summary);
    }

    // The first wrong answer changes nothing that counts; the second fits nowhere.
    private static string Wrong(BugFixProgram program, int turn) => turn % 2 == 0
        ? Write(program.File, program.Buggy + (program.Language == "python" ? $"\n# try {turn}\n" : $"\n// try {turn}\n"))
        : Patch(new JsonObject
        {
            ["path"] = program.File, ["kind"] = "replace", ["find"] = $"no such line in this program {turn}", ["replace"] = "x",
        });

    private static string Write(string path, string content) =>
        Patch(new JsonObject { ["path"] = path, ["kind"] = "write", ["content"] = content });

    private static string Patch(JsonNode edit) => new JsonObject { ["edits"] = new JsonArray(edit) }.ToJsonString();
}
