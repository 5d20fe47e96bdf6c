using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Reactor.Plans;

/// <summary>Reads a plan that a person or a model wrote as YAML or JSON, and lists everything wrong with it at once.</summary>
public static class PlanReader
{
    public static Parsed<Plan> Read(string yamlOrJson, PlanLimits limits) => SourceDocument.Parse(yamlOrJson) switch
    {
        Parsed<SourceDocument>.Ok(var document) => Read(document.Root, limits, document.Fault),
        Parsed<SourceDocument>.Faulty(var faults) => new Parsed<Plan>.Faulty(faults),
        _ => throw new InvalidOperationException("A parsed text is either a document or faults."),
    };

    internal static Parsed<Plan> Read(JsonElement root, PlanLimits limits, Func<string, string, Fault> fault)
    {
        var parser = new PlanParser(limits, fault);
        var plan = parser.Plan(root, "", 1);
        IEnumerable<Fault> faults = parser.Faults;
        if (plan is not null)
            faults = faults.Concat(new PlanCheck(limits, fault).Check(plan));
        List<Fault> all = [.. faults.DistinctBy(one => (one.Path, one.Message)).OrderBy(one => one.Line)];
        return all.Count == 0 ? new Parsed<Plan>.Ok(plan!) : new Parsed<Plan>.Faulty(all);
    }
}
