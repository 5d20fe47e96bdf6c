using Tako.Reactor.Journal;

namespace Tako.Reactor.Plans;

/// <summary>Draws a plan as a Mermaid flow chart.</summary>
public static class PlanDrawing
{
    public static string ToMermaid(Plan plan, PlanState? state = null) => throw new NotSupportedException($"{plan}{state}");
}
