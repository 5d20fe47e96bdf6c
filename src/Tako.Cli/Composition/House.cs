using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using Tako.Core.Approvals;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Core.Redaction;
using Tako.Models.Catalog;
using Tako.Models.Config;
using Tako.Models.Recording;
using Tako.Reflexes.Hooks;
using Tako.Server.Keys;
using Tako.Server.Limits;
using Tako.Storage.Sqlite;
using Tako.Workspace.Sandbox;

namespace Tako.Cli.Composition;

/// <summary>Something in the user's set-up that keeps a command from running; its message is printed as it is.</summary>
internal sealed class SetupException(string message, int exitCode) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>The composition root: opens the ledger, reads the models, and puts an animal together.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly SqliteLedger _store;
    private readonly Dictionary<string, IChatClient> _recorders = [];

    private House(SqliteLedger store, ILedger ledger, ModelCatalog models, Settings settings, Redactor redactor)
    {
        (_store, Ledger, Models, Settings, Redactor) = (store, ledger, models, settings, redactor);
        Approvals = new ApprovalBook(ledger, Tenant.Local, TimeProvider.System);
    }

    public ILedger Ledger { get; }

    public IBlobStore Blobs => _store;

    public ModelCatalog Models { get; }

    public Settings Settings { get; }

    public Redactor Redactor { get; }

    public ApprovalBook Approvals { get; }

    /// <param name="watch">Told of every event that was appended, as the console's fold of the ledger.</param>
    /// <exception cref="SetupException">The configuration has faults, or the ledger cannot be opened.</exception>
    public static async Task<House> OpenAsync(Action<StreamId, NewEvent>? watch = null, CancellationToken cancellationToken = default)
    {
        var settings = ReadSettings();
        var models = ReadModels(settings);
        var store = await OpenStoreAsync(cancellationToken);
        var redactor = Redactor.From(models.Secrets.Select(secret => new Secret(secret.Name, secret.Value)), Settings.Environment);
        ILedger ledger = new RedactingLedger(store, redactor);
        if (watch is not null)
            ledger = new WatchedLedger(ledger, watch);
        return new House(store, ledger, models, settings, redactor);
    }

    /// <summary>The keys that the configuration and the environment name.</summary>
    /// <exception cref="SetupException">The configuration has faults.</exception>
    public static IReadOnlyList<string> KnownSecrets()
    {
        using var models = ReadModels(ReadSettings());
        return [.. models.Secrets.Select(secret => secret.Value)];
    }

    /// <summary>Only the ledger, for commands that look at what happened.</summary>
    public static async Task<SqliteLedger> OpenStoreAsync(CancellationToken cancellationToken = default) =>
        await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = Places.Ledger }, TimeProvider.System, cancellationToken) switch
        {
            SqliteOpenOutcome.Opened opened => opened.Ledger,
            SqliteOpenOutcome.Failed failed => throw new SetupException(failed.Reason, ExitCode.Ledger),
            _ => throw new InvalidOperationException("A ledger opens or fails."),
        };

    /// <summary>Keys, limits and spend of the gateway, on a ledger that the caller keeps open.</summary>
    /// <exception cref="SetupException">The configuration has faults.</exception>
    public static Task<Till> OpenTillAsync(ILedger ledger, CancellationToken cancellationToken = default) => Till.OpenAsync(new TillParts
    {
        Ledger = ledger,
        Tenant = Tenant.Local,
        Ids = new IdSource(TimeProvider.System, NewRandom()),
        Chance = new CryptographicRandom(),
        Config = ReadSettings().Money,
    }, cancellationToken);

    /// <summary>Only the keys, for those who make and end them.</summary>
    public static KeyBook OpenKeys(ILedger ledger) => new(ledger, Tenant.Local, TimeProvider.System,
        new KeyMint(new IdSource(TimeProvider.System, NewRandom()), new CryptographicRandom()));

    public AnimalParts Parts(Action<string, string> saying,
        Func<Approval, CancellationToken, ValueTask<bool?>>? asker,
        string? record) => new()
    {
        Ledger = Ledger,
        Blobs = Blobs,
        Models = Models,
        OpenModel = record is null ? null : model => Recorder(model, record),
        Sandboxes = BestAsync,
        StateFolder = Places.State,
        Redactor = Redactor,
        ConstitutionFile = Places.ConstitutionFile,
        KnownSecrets = [.. Models.Secrets.Select(secret => secret.Value)],
        Degrade = Settings.Degrade,
        Reflexes = Settings.Reflexes,
        Hooks = [.. Settings.Hooks.Select(static hook => new CommandHook(hook, TimeProvider.System))],
        Asker = asker,
        Saying = saying,
        Random = NewRandom(),
        Owner = $"{Environment.MachineName}/{Environment.ProcessId}",
        IsGone = IsGone,
    };

    public static async ValueTask<ISandbox?> BestAsync(IsolationTier minimum, CancellationToken cancellationToken) =>
        await SandboxLadder.FindAsync(
            new SandboxOptions { StateFolder = Path.Combine(Places.State, "sandbox") },
            minimum, cancellationToken);

    // A process of this machine whose number nobody has any more; a number that was given anew only means waiting.
    private static bool IsGone(string owner) =>
        owner.Split('/') is [var machine, var number] && machine == Environment.MachineName && Directory.Exists("/proc/self")
        && !Directory.Exists($"/proc/{number}");

    // The one place where chance enters: from the system's own source, and everything below takes it from here.
    public static Random NewRandom() => new SeededRandom(RandomNumberGenerator.GetInt32(int.MaxValue));

    public async ValueTask DisposeAsync()
    {
        foreach (var recorder in _recorders.Values)
            recorder.Dispose();
        Models.Dispose();
        await Ledger.DisposeAsync();
    }

    private static Settings ReadSettings() => Settings.Read(Places.ConfigFile) switch
    {
        Parsed<Settings>.Ok ok => ok.Value,
        Parsed<Settings>.Faulty faulty => throw Faulty(faulty.Faults),
        _ => throw new InvalidOperationException("A parsed value is ok or faulty."),
    };

    private static ModelCatalog ReadModels(Settings settings) => ModelCatalog.Read(new CatalogSources
    {
        Config = settings.Document,
        ConfigPath = Places.ConfigFile,
        Environment = Settings.Environment,
        Random = NewRandom(),
    }) switch
    {
        Parsed<ModelCatalog>.Ok ok => ok.Value,
        Parsed<ModelCatalog>.Faulty faulty => throw Faulty(faulty.Faults),
        _ => throw new InvalidOperationException("A parsed value is ok or faulty."),
    };

    private static SetupException Faulty(IReadOnlyList<Fault> faults) =>
        new($"{Places.ConfigFile} has {faults.Count} fault(s):\n"
            + string.Join('\n', faults.Select(fault => $"  {fault}")),
            ExitCode.Usage);

    private IChatClient Recorder(ModelConfig model, string file)
    {
        if (!_recorders.TryGetValue(model.Name, out var recorder))
            _recorders[model.Name] = recorder = new RecordingChatClient(Models.Open(model.Name), model, file, Models.Secrets);
        return recorder;
    }
}
