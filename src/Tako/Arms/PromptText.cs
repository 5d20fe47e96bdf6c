using System.Text;
using Tako.Core.Labels;
using Tako.Tasks;

namespace Tako.Arms;

/// <summary>
/// Builds a prompt in named sections. What comes from the repository or a tool stands between fences that name its
/// source, because it is material and never an instruction.
/// </summary>
/// <param name="reflexes">Looks at all material; null looks at none.</param>
internal sealed class PromptText(StepReflexes? reflexes = null)
{
    private readonly StringBuilder _text = new();

    public PromptText Section(string title, string body)
    {
        if (body.Length > 0)
            _text.Append("## ").AppendLine(title).AppendLine(body.TrimEnd()).AppendLine();
        return this;
    }

    public PromptText List(string title, IEnumerable<string> items)
    {
        var lines = string.Join('\n', items.Select(item => $"- {item}"));
        return Section(title, lines);
    }

    /// <summary>Material from outside, fenced so that it cannot end its own fence.</summary>
    public PromptText Material(string title, string source, string body)
    {
        body = reflexes?.Show(body, Labels.Tool(source), "material") ?? body;
        var fence = "```";
        while (body.Contains(fence, StringComparison.Ordinal))
            fence += "`";
        _text.Append("## ").AppendLine(title).Append(fence).Append(' ').AppendLine(source)
            .AppendLine(body.TrimEnd('\n')).AppendLine(fence).AppendLine();
        return this;
    }

    public override string ToString() => _text.ToString();
}
