using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Policies;
using Tako.Reflexes.Taint;

namespace Tako.Running;

/// <summary>What the rules of taint know of a task: its contract, and the tools that stay within its shadow and sandbox.</summary>
internal static class TaskTaint
{
    /// <summary>Tako's own tools change nothing outside: the sandbox has no network, and what is written the guard judges by its content.
    /// Tools of other arms are judged by their arguments.</summary>
    public static readonly ToolProfiles Profiles = new(new Dictionary<string, ToolProfile>(StringComparer.Ordinal)
    {
        ["read"] = ToolProfile.Local,
        ["list"] = ToolProfile.Local,
        ["search"] = ToolProfile.Local,
        ["survey"] = ToolProfile.Local,
        ["run"] = ToolProfile.Local,
        ["test"] = ToolProfile.Local,
        ["stage"] = ToolProfile.Local,
        ["write"] = ToolProfile.Local,
        ["prepare"] = ToolProfile.Local,
        ["model"] = new ToolProfile { Reach = ToolReach.None },
    });

    /// <summary>Without a policy of the user's: sentences that no reader sees are taken out, and what is surely an injection is told of.
    /// Secrets have a reflex of their own, and what else a repository holds is what the task is about.</summary>
    public static readonly ReflexPolicy Policy = new()
    {
        Version = "task",
        Off = new HashSet<string>(["personal", "secrets"]),
        Rules =
        [
            new ReflexRule { Kinds = ["tag_characters"], Action = ReflexAction.Remove },
            new ReflexRule { Families = [FindingFamily.Injection], Above = 0.9, AtMost = Integrity.Tool, Action = ReflexAction.Flag },
        ],
    };

    public static ArgumentOrigin Origin(TaskContract contract, bool resumed)
    {
        var origin = new ArgumentOrigin();
        foreach (var text in (IEnumerable<string>)[contract.Goal, .. contract.Constraints, .. contract.Deliverables])
            origin.See(text, Labels.User("contract"));
        // What was read before a restart is not at hand any more.
        if (resumed)
            origin.SeeWithoutText(Labels.Tool("before the restart"));
        return origin;
    }
}
