using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Workspace.Sandbox;

namespace Tako.Tasks;

/// <summary>Turns a contract into the capabilities of its task: no shell and no network unless the contract says so.</summary>
internal static class Grants
{
    /// <summary>In a contract's feeds: the package feeds that the user and the repository have configured.</summary>
    public const string Configured = "configured";

    public const int ModelCalls = 1_000;

    public static IReadOnlyList<Capability> For(TaskContract contract, string root, IReadOnlyList<string> models)
    {
        var all = new List<Capability>
        {
            new() { Tool = "read", Limits = [new ArgumentLimit.PathPrefix("path", [""])] },
            new() { Tool = "list", Limits = [new ArgumentLimit.PathPrefix("under", [""])] },
            new() { Tool = "search", Limits = [new ArgumentLimit.PathPrefix("under", [""]), new ArgumentLimit.MaxLength("pattern", 500)] },
            new() { Tool = "survey", Limits = [new ArgumentLimit.MaxLength("named", 50)] },
            new() { Tool = "test", Calls = 500 },
            new() { Tool = "write", Calls = 8 },
            Prepare(contract, root),
        };
        if (models.Count > 0)
            all.Add(new Capability { Tool = "model", Limits = [new ArgumentLimit.OneOf("model", models)], Calls = ModelCalls });
        if (contract.Security.Commands.Count > 0)
            all.Add(new Capability
            {
                Tool = "run",
                Limits = [new ArgumentLimit.OneOf("program", contract.Security.Commands)],
                Calls = 200,
            });
        return all;
    }

    /// <summary>The hosts that preparing may reach: those of the contract, else those that are configured.</summary>
    public static IReadOnlyList<string> Hosts(TaskContract contract, string root)
    {
        var feeds = contract.Security.Feeds;
        if (feeds.Count == 0)
            return FeedHosts.Detect(root);
        return [.. feeds
            .Where(feed => feed != Configured)
            .Concat(feeds.Contains(Configured) ? FeedHosts.Detect(root) : [])
            .Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // Build files run code, so preparing is by contract or by a person's approval.
    private static Capability Prepare(TaskContract contract, string root)
    {
        var hosts = Hosts(contract, root);
        return new Capability
        {
            Tool = "prepare",
            Limits = hosts.Count > 0 ? [new ArgumentLimit.HostSet("hosts", hosts)] : [new ArgumentLimit.MaxLength("hosts", 0)],
            NeedsApproval = contract.Security.Feeds.Count == 0,
        };
    }
}
