using Tako.Arms;

namespace Tako.Tasks;

/// <summary>A person must decide before this step can go on. The step that runs the arm turns it into a halt.</summary>
internal sealed class WaitingException(string approval, string question)
    : Exception($"Waiting for a decision: {question} Decide with 'tako approve {approval}' or 'tako deny {approval}'.")
{
    public string Approval { get; } = approval;
}
