using Tako.Core.Contracts;
using Tako.Workspace.Commit;

namespace Tako.Tasks;

/// <summary>How a task's commit is worded.</summary>
internal static class BranchText
{
    private const int MostSubject = 72;

    public static BranchRequest Request(TaskContract contract, string branch)
    {
        var goal = contract.Goal.ReplaceLineEndings(" ").Trim();
        return new BranchRequest
        {
            Branch = branch,
            Message = goal.Length <= MostSubject ? goal : $"{goal[..(MostSubject - 1)]}…\n\n{goal}",
        };
    }
}
