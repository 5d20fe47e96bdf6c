using System.Text.Json;
using Tako.Reflexes.Injection.Training;

namespace Tako.Eval.Reflex.Injection;

/// <summary>
/// Attacks and ordinary texts, known by their labels. Every figure is of models that this run trains on other groups of texts than it
/// tests on; the
/// shipped model, which has seen them, is only timed.
/// </summary>
internal sealed class InjectionSet : IReflexSet
{
    private const int FewestTexts = 100;

    public bool Takes(JsonElement first) =>
        first.Text("text") is not null && first.Text("label") is { } label && label != "none"
            && TrainingLabels.Injection.IsPositive(label) is not null;

    public IEnumerable<Measure> Missing => [Lacking("there is no set with labelled attacks and ordinary texts")];

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        var texts = sets.SelectMany(InjectionText.Of).ToList();
        return texts.Count(static text => text.Attack) < FewestTexts || texts.Count(static text => !text.Attack) < FewestTexts
            ? [Lacking($"the sets hold fewer than {FewestTexts} attacks or {FewestTexts} ordinary texts")]
            : new InjectionFigures(texts, request).All();
    }

    private static Measure Lacking(string why) =>
        new() { Suite = "reflex", Set = "injection", Name = "recall_known_with_rules", Value = null, Better = "higher", N = 0,
            Why = why };
}
