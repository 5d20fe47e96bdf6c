using Tako.Models.Failures;

namespace Tako.Models.Calls;

/// <summary>What a configured name stands for: the models to ask, in order.</summary>
internal sealed record CallPlan(string Name, IReadOnlyList<PlanLink> Links);

/// <summary>Finds the plan of a name, or says why there is none.</summary>
internal delegate CallPlan? FindPlan(string name, out CallFailure? why);
