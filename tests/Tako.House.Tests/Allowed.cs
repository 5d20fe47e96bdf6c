namespace Tako.House.Tests;

/// <summary>Every exception to the rules, each with its reason. Short on purpose.</summary>
internal sealed record Allowed
{
    /// <summary>Public types that only users of a package name (our tests stand in for them).</summary>
    public IReadOnlyDictionary<string, string> PackageBorderTypes { get; init; } = new Dictionary<string, string>();

    /// <summary>Interfaces that users of a package implement, whether or not two implementations are ours.</summary>
    public IReadOnlyDictionary<string, string> PackageBorderInterfaces { get; init; } = new Dictionary<string, string>();

    /// <summary>Options that are read in a way the compiler does not show, as <c>Type.Property</c>.</summary>
    public IReadOnlyDictionary<string, string> OptionsReadElsewhere { get; init; } = new Dictionary<string, string>();

    /// <summary>Files that may name a path of some machine, with the reason.</summary>
    public IReadOnlyDictionary<string, string> MachinePaths { get; init; } = new Dictionary<string, string>();

    /// <summary>Cycles between folders that are there on purpose, as <c>Project: A, B</c> with the folders in order.</summary>
    public IReadOnlyDictionary<string, string> FolderCycles { get; init; } = new Dictionary<string, string>();

    public static Allowed None { get; } = new();

    public static Allowed ByTheHouse { get; } = new()
    {
        PackageBorderTypes = new Dictionary<string, string>
        {
            ["Tako.Reflexes.ReflexChatClientExtensions"] = "users of the reflexes alone put them around models of their own",
            ["Tako.Reactor.Plans.PlanBuilder"] = "users of the reactor alone write their plans with it",
        },
        PackageBorderInterfaces = new Dictionary<string, string>
        {
            ["Tako.Core.Ledger.ILedger"] = "stores are separate packages",
            ["Tako.Core.Ledger.IBlobStore"] = "stores are separate packages",
        },
    };
}
