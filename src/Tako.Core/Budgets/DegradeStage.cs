namespace Tako.Core.Budgets;

/// <summary>How a task works as its budget runs out; each stage keeps the savings of those before.</summary>
public enum DegradeStage
{
    /// <summary>Everything the contract allows.</summary>
    Full,

    /// <summary>Steps without a model of their own take the cheaper one.</summary>
    CheaperModel,

    /// <summary>One arm at a time, and no forks.</summary>
    FewerArms,

    /// <summary>Nothing that needs a model.</summary>
    ReflexesOnly,

    /// <summary>Stop, and hand over what there is with a list of what is missing.</summary>
    Partial,
}
