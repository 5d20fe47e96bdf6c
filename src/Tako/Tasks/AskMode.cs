namespace Tako.Tasks;

/// <summary>What happens when a person would have to decide something.</summary>
public enum AskMode
{
    /// <summary>Ask whoever is at the terminal; with nobody there, halt until <c>tako approve</c> or <c>tako deny</c>.</summary>
    Person,

    /// <summary>Never ask: what needs a person counts as denied, and the task ends with what it has.</summary>
    Never,
}
