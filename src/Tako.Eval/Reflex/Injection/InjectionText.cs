using System.Text.Json;
using Tako.Core.Labels;
using Tako.Core.Text;
using Tako.Reflexes.Injection.Training;

namespace Tako.Eval.Reflex.Injection;

/// <summary>A row of a set as the detector sees it: its text, whether it is an attack, and where it is met.</summary>
internal sealed record InjectionText(TrainingText Text, string Set, string Kind, Label Met)
{
    private static readonly Label Person = Labels.User("prompt");
    private static readonly Label Outside = Labels.Tool("tool output");

    public bool Attack => Text.Positive;

    public int Half => LinearTrainer.Half(Text.Group, 0);

    public int Fold => LinearTrainer.Fold(Text.Group, InjectionTrials.Folds);

    public static IEnumerable<InjectionText> Of(DataSet set)
    {
        foreach (var row in set.Rows)
        {
            var outside = IsOutside(row);
            // An utterance is a sentence said to an assistant of a bank or a phone; its row names the intent.
            var label = row.Text("intent") is not null ? "utterance" : row.Text("label") ?? "";
            foreach (var text in TrainingRows.Of(row, set.Name, TrainingLabels.Injection))
            {
                var twin = text.Source.EndsWith("/benign_twin", StringComparison.Ordinal);
                yield return new InjectionText(text, set.Name, twin ? "benign_twin" : label, outside ? Outside : Person);
            }
        }
    }

    // What is written to stand in a tool's output, a page or a mail is read there, all else in a user's prompt.
    private static bool IsOutside(JsonElement row) =>
        row.TryGetProperty("benign_twin", out _) || row.Text("label") is "benign_document" or "embedded_instruction"
        || (row.Text("label") == "injection" && row.TryGetProperty("suite", out _));
}
