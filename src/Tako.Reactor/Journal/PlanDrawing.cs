using System.Globalization;
using System.Text;
using Tako.Core.Contracts;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Journal;

/// <summary>Draws a plan as a Mermaid flow chart: solid arrows carry values, dotted ones only order.</summary>
public static class PlanDrawing
{
    /// <param name="state">When given, steps are coloured by where they stand.</param>
    public static string ToMermaid(Plan plan, PlanState? state = null)
    {
        var text = new StringBuilder("flowchart TD\n");
        var count = 0;
        Draw(text, plan, state?.Steps ?? [], "    ", ref count);
        if (state is not null)
        {
            text.Append("    classDef done fill:#d5f0d5,stroke:#2e7d32\n    classDef failed fill:#f8d0d0,stroke:#b71c1c\n")
                .Append("    classDef running fill:#fff3c4,stroke:#f9a825\n    classDef skipped fill:#eeeeee,stroke:#9e9e9e\n");
        }

        return text.ToString();
    }

    private static void Draw(StringBuilder text, Plan plan, IReadOnlyList<StepState> states, string indent, ref int count)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in plan.Steps)
        {
            var id = "s" + (++count).ToString(CultureInfo.InvariantCulture);
            ids[step.Name] = id;
            var state = states.FirstOrDefault(one => one.Name == step.Name);
            if (step.Plan is { } inner)
            {
                text.Append(indent).Append("subgraph ").Append(id).Append("[\"").Append(Safe(step.Name))
                    .Append(Marks(step)).Append("\"]\n");
                Draw(text, inner, state?.Children ?? [], indent + "    ", ref count);
                text.Append(indent).Append("end\n");
            }
            else
            {
                var (open, close) = step.Approve is null ? ("[\"", "\"]") : ("{{\"", "\"}}");
                text.Append(indent).Append(id).Append(open).Append(Safe(step.Name)).Append("<br/><i>").Append(Safe(step.Use)).Append("</i>")
                    .Append(Marks(step)).Append(close).Append('\n');
            }

            if (Colour(state?.Status) is { } colour)
                text.Append(indent).Append("class ").Append(id).Append(' ').Append(colour).Append('\n');
        }

        foreach (var step in plan.Steps)
        {
            var values = step.With.Values.Append(step.Each).OfType<Argument>().SelectMany(argument => argument.Steps).ToHashSet();
            foreach (var before in Dependencies.Of(step).Where(ids.ContainsKey))
                text.Append(indent).Append(ids[before]).Append(values.Contains(before) ? " --> " : " -.-> ")
                    .Append(ids[step.Name]).Append('\n');
        }
    }

    private static string Marks(PlanStep step)
    {
        var marks = "";
        if (step.Each is not null)
            marks += " × each";
        if (step.When is not null)
            marks += " ?";
        if (step.Effect == EffectKind.Irreversible)
            marks += " !";
        return marks;
    }

    private static string? Colour(StepStatus? status) => status switch
    {
        StepStatus.Done => "done",
        StepStatus.Failed or StepStatus.Undone => "failed",
        StepStatus.Running or StepStatus.Retrying or StepStatus.Asking or StepStatus.Halted => "running",
        StepStatus.Skipped or StepStatus.Stopped => "skipped",
        _ => null,
    };

    // Names come from models: what Mermaid would read as its own syntax or as HTML is written as character codes.
    private static string Safe(string text) => string.Concat(text.Select(letter =>
        char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '-' or '_' or '.' || letter > 127
            ? letter.ToString()
            : $"#{(int)letter};"));
}
