namespace Tako.Reflexes.Pseudonyms;

/// <summary>How many tokens came back, and how many stayed.</summary>
/// <param name="Restored">Their values stand in the text.</param>
/// <param name="Unknown">Well-formed, but the vault does not know them.</param>
/// <param name="Damaged">Begun as tokens, with a wrong check character or cut short.</param>
/// <param name="Withheld">The receiver may not see their values.</param>
public readonly record struct RestoreCounts(int Restored, int Unknown, int Damaged, int Withheld);

/// <summary>A text after its tokens were restored.</summary>
public readonly record struct Restoration(string Text, RestoreCounts Counts);
