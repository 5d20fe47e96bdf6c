using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Redaction;
using Tako.Core.Schema;
using Tako.Models.Catalog;
using Tako.Testing.Models;

namespace Tako.Tests.Doubles;

/// <summary>A repository with a failing test, a scripted model, a fake sandbox and an animal over them.</summary>
internal sealed class World : IDisposable
{
    /// <summary>Step of the coder of <see cref="OneCoder"/>.</summary>
    public const string Fix = "solve/work/fix";

    public const string Wrong = "    return sum(prices) - 1\n";
    public const string Right = "    return sum(prices)\n";

    public static readonly Dictionary<string, string> Shop = new()
    {
        ["price.py"] = "def total(prices):\n" + Wrong,
        ["tax.py"] = "def tax(amount):\n    return amount * 2\n",
        ["tests/test_shop.py"] = "import unittest\nfrom price import total\nfrom tax import tax\n\nclass ShopTests(unittest.TestCase):\n"
            + "    def test_total(self):\n        self.assertEqual(total([1]), 1)\n",
    };

    public static readonly FakeTest Total =
        new("test_total", view => view("price.py")?.Contains(Right) == true ? null : "0 != 1");

    public World(FakeSandbox? sandbox = null, IReadOnlyDictionary<string, string>? files = null)
    {
        Repository = new TempRepository(files ?? Shop);
        Sandbox = sandbox ?? new FakeSandbox(Total);
        Ledger = new MemoryLedger(Time);
        State = Directory.CreateTempSubdirectory("tako-state-").FullName;
        Parts = new AnimalParts
        {
            Ledger = Ledger,
            Blobs = Ledger,
            Models = Catalog(),
            OpenModel = card => card.Name == "small" ? Small : Model,
            Sandboxes = (_, _) => new(Sandbox),
            StateFolder = State,
            Redactor = Redactor.None,
            Time = Time,
            Random = new Random(7),
            Owner = "test",
        };
    }

    public ManualTimeProvider Time { get; } = new();

    public TempRepository Repository { get; }

    public FakeSandbox Sandbox { get; }

    public MemoryLedger Ledger { get; }

    public string State { get; }

    /// <summary>What steps that name no model get.</summary>
    public ScriptedModel Model { get; } = new() { Name = "main" };

    /// <summary>A tenth of the price.</summary>
    public ScriptedModel Small { get; } = new() { Name = "small" };

    public AnimalParts Parts { get; set; }

    public TaskContract Contract { get; set; } = new() { Goal = "The total of prices is wrong: mend it." };

    /// <summary>A person's plan of one coder, so that no planner is asked.</summary>
    public static Plan OneCoder { get; } = Words.Parsed(Words.Plan());

    /// <summary>The one right edit.</summary>
    public static string Mend { get; } = Words.Replace("price.py", Wrong, Right);

    public static ModelCatalog Catalog() => ModelCatalog.Read(new CatalogSources
    {
        Config = SourceDocument.Parse("""
            providers:
              here: { kind: compatible, baseAddress: 'http://127.0.0.1:9' }
            models:
              main: { provider: here, id: main, prices: { input: 1, output: 10 }, maxOutput: 1000 }
              small: { provider: here, id: small, prices: { input: 0.1, output: 1 }, maxOutput: 1000 }
            model: main
            """).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value,
        Random = new Random(7),
    }).ShouldBeOfType<Parsed<ModelCatalog>.Ok>().Value;

    public Task<TaskOutcome> RunAsync(Plan? plan = null, AskMode ask = AskMode.Person) =>
        new Animal(Parts).RunAsync(new TaskRequest { Contract = Contract, Repository = Repository.Root, Plan = plan, Ask = ask });

    public async Task<List<LedgerEvent>> EventsAsync(TaskOutcome outcome)
    {
        var events = new List<LedgerEvent>();
        await foreach (var entry in Parts.Ledger.ReadAsync(Tenant.Local, outcome.Task.Stream))
            events.Add(entry);
        return events;
    }

    public async Task<TaskStory> StoryAsync(TaskOutcome outcome) => TaskStory.Fold(await EventsAsync(outcome));

    /// <summary>Bodies of all events of a type.</summary>
    public async Task<List<JsonElement>> BodiesAsync(TaskOutcome outcome, string type) =>
        [.. (await EventsAsync(outcome)).Where(entry => entry.Type == type).Select(entry => JsonDocument.Parse(entry.Body).RootElement)];

    /// <summary>Text of a blob that an event names.</summary>
    public async Task<string> BlobAsync(string blob) =>
        Encoding.UTF8.GetString((await Parts.Blobs.GetAsync(Tenant.Local, new BlobRef(blob))).ShouldNotBeNull().Span);

    public void Dispose()
    {
        Repository.Dispose();
        Directory.Delete(State, recursive: true);
    }
}
