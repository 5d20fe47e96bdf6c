namespace Tako.Core.Budgets;

/// <summary>Says how a task is to work at the share of its budget that is gone.</summary>
public sealed class DegradeLadder
{
    private readonly DegradeOptions _shares;

    /// <exception cref="ArgumentException">A share is outside 0 to 1 or smaller than the one before it.</exception>
    public DegradeLadder(DegradeOptions shares)
    {
        double[] steps = [0, shares.CheaperModel, shares.FewerArms, shares.ReflexesOnly, shares.Partial, 1];
        for (var index = 1; index < steps.Length; index++)
        {
            if (!(steps[index] >= steps[index - 1]))
            {
                throw new ArgumentException(
                    $"The shares of the degrade ladder rise from 0 to 1; these do not: {string.Join(", ", steps[1..^1])}.", nameof(shares));
            }
        }

        _shares = shares;
    }

    public DegradeStage StageFor(BudgetStatus status)
    {
        var share = status.Share;
        if (status.Blocked || share >= _shares.Partial)
            return DegradeStage.Partial;
        if (share >= _shares.ReflexesOnly)
            return DegradeStage.ReflexesOnly;
        if (share >= _shares.FewerArms)
            return DegradeStage.FewerArms;
        return share >= _shares.CheaperModel ? DegradeStage.CheaperModel : DegradeStage.Full;
    }
}
