using Tako.Core.Capabilities;
using Tako.Core.Identity;

namespace Tako.Brain.Steps;

/// <summary>Names the approval of one change set of one task: the same after every restart, and of no other change.</summary>
internal static class ChangeApproval
{
    public static string Id(TaskId task, string changes) => $"a-{CanonicalJson.Hash($"{task}\nchange\n{changes}")[..20]}";
}
