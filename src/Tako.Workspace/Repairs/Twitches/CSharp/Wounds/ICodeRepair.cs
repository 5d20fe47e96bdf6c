namespace Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

/// <summary>Knows how to mend one kind of mistake.</summary>
internal interface ICodeRepair
{
    /// <summary>Such as <c>csharp.semicolon</c>.</summary>
    string Name { get; }

    /// <summary>Whether errors with this id may be of its kind.</summary>
    bool Takes(string id);

    /// <summary>Repairs, likeliest first; they need not heal, since each is tried. None deletes, stubs or silences.</summary>
    IEnumerable<Candidate> Propose(Wound wound);
}
