using OwnArm;
using Tako;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Redaction;
using Tako.Models.Catalog;
using Tako.Reactor.Plans;
using Tako.Storage.Sqlite;
using Tako.Tasks;
using Tako.Workspace.Sandbox;

var folder = Directory.CreateTempSubdirectory("own-arm-").FullName;
var repository = Directory.CreateDirectory(Path.Combine(folder, "shop")).FullName;
await File.WriteAllTextAsync(Path.Combine(repository, "price.py"), "def total(prices):\n    return sum(prices)\n");

if (await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = Path.Combine(folder, "ledger") }, TimeProvider.System)
    is not SqliteOpenOutcome.Opened { Ledger: var ledger }
    || ModelCatalog.Read(new CatalogSources { Random = Random.Shared }) is not Parsed<ModelCatalog>.Ok { Value: var models }
    || PlanReader.Read("""{"name": "licence", "steps": [{"name": "line", "use": "arm/header"}]}""", new PlanLimits())
        is not Parsed<Plan>.Ok { Value: var plan })
{
    Console.Error.WriteLine("The ledger, the models or the plan cannot be read.");
    return 1;
}

await using (ledger)
using (models)
{
    var animal = new Animal(new AnimalParts
    {
        Arms = [new HeaderArm()],
        Ledger = ledger,
        Blobs = ledger,
        Models = models,
        Sandboxes = async (minimum, cancellationToken) =>
            (await SandboxLadder.ProbeAsync(new SandboxOptions { StateFolder = Path.Combine(folder, "sandbox") }, cancellationToken)).Best(minimum),
        StateFolder = Path.Combine(folder, "state"),
        Redactor = Redactor.None,
        Random = Random.Shared,
        Owner = "own-arm",
    });
    var outcome = await animal.RunAsync(new TaskRequest
    {
        Contract = new TaskContract
        {
            Goal = "Every file says its licence.",
            Acceptance = [new AcceptanceTest.Check { Name = "the licence is named", File = "price.py", Matches = "SPDX-License-Identifier: MIT" }],
            // Only a file is looked at here and no code is run, so any isolation will do.
            Security = new SecurityPolicy { MinimumTier = "L4" },
        },
        Repository = repository,
        Plan = plan,
        Ask = AskMode.Never,
    });
    Console.WriteLine(outcome.Summary);
    Console.Write(await File.ReadAllTextAsync(Path.Combine(repository, "price.py")));
    Directory.Delete(folder, recursive: true);
    return outcome is TaskOutcome.Done ? 0 : 1;
}
