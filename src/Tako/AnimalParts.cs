using Microsoft.Extensions.AI;
using Tako.Arms;
using Tako.Arms.Coding;
using Tako.Brain;
using Tako.Core.Approvals;
using Tako.Core.Budgets;
using Tako.Core.Capabilities;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Core.Redaction;
using Tako.Models.Catalog;
using Tako.Models.Config;
using Tako.Reflexes.Hooks;
using Tako.Reflexes.Policies;
using Tako.Tasks;
using Tako.Workspace.Sandbox;

namespace Tako;

/// <summary>What an animal is made of. Whoever composes it owns these parts and disposes them.</summary>
public sealed record AnimalParts
{
    /// <summary>Already wrapped so that no secret reaches it; see <see cref="RedactingLedger"/>.</summary>
    public required ILedger Ledger { get; init; }

    public required IBlobStore Blobs { get; init; }

    public Tenant Tenant { get; init; } = Tenant.Local;

    public required ModelCatalog Models { get; init; }

    /// <summary>Opens a configured model; null means the catalog's own client. A recorder wraps it here.</summary>
    public Func<ModelConfig, IChatClient>? OpenModel { get; init; }

    /// <summary>Gives the strongest sandbox that reaches a tier, or null; asked once a task.</summary>
    public required Func<IsolationTier, CancellationToken, ValueTask<ISandbox?>> Sandboxes { get; init; }

    /// <summary>Folder for layers, commit journals and partial deliverables; never inside a repository.</summary>
    public required string StateFolder { get; init; }

    public required Redactor Redactor { get; init; }

    /// <summary>Secrets of this machine that must never be written into a repository.</summary>
    public IReadOnlyList<string> KnownSecrets { get; init; } = [];

    /// <summary>The user's own constitution, under every contract and repository; null for none.</summary>
    public string? ConstitutionFile { get; init; }

    /// <summary>Asked before and after every use of a tool; from the user's configuration, never from a repository.</summary>
    public IReadOnlyList<IToolHook> Hooks { get; init; } = [];

    /// <summary>What is made of the texts that arms read, and what may be used how often and for how much; from the user's configuration,
    /// never from a repository. Null takes unseen sentences out and tells of what looks like an injection.</summary>
    public ReflexPolicy? Reflexes { get; init; }

    /// <summary>Arms beside the built-in ones; one of the same name takes a built-in one's place.</summary>
    public IReadOnlyList<IArm> Arms { get; init; } = [];

    /// <summary>Rights for tools that the host's own arms bring along; everything else follows from the contract.</summary>
    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    public BrainOptions Brain { get; init; } = new();

    public CoderOptions Coder { get; init; } = new();

    public TaskLimits Limits { get; init; } = new();

    public DegradeOptions Degrade { get; init; } = new();

    /// <summary>Asks the person at the terminal; its answer is null when they leave the question open.</summary>
    public Func<Approval, CancellationToken, ValueTask<bool?>>? Asker { get; init; }

    /// <summary>Told in a few words what goes on: the step, and what it does.</summary>
    public Action<string, string> Saying { get; init; } = (_, _) => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Chance for ids and for the spread of retries.</summary>
    public required Random Random { get; init; }

    /// <summary>
    /// Says of the name of another lease holder whether its process is known to be gone, so that its lease need not run out
    /// first. Null knows of none.
    /// </summary>
    public Func<string, bool>? IsGone { get; init; }

    /// <summary>Names this process as the holder of leases.</summary>
    public required string Owner { get; init; }
}
