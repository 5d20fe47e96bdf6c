namespace Tako.Tasks;

/// <summary>
/// A model call that the budget, the degrade ladder or the gate did not let through. It exists because a chat client can
/// refuse in no other way; the step that runs the arm turns it into an outcome.
/// </summary>
public sealed class CallRefusedException(string why, bool outOfBudget) : Exception(why)
{
    /// <summary>Whether money, tokens or time ran out, and not a permission.</summary>
    public bool OutOfBudget { get; } = outOfBudget;
}
