using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.Documents;

/// <summary>Feels whether changed JSON, YAML and XML files can still be read.</summary>
public sealed class DocumentSense(Shadow start) : ISense
{
    public string Rung => "parse";

    public ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var pains = new List<Pain>();
        var (read, template) = (0, "");
        foreach (var file in ChangedFile.Between(start, shadow))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.Now is not { } path || file.IsFixture || DocumentKind.Of(path) is not { } kind
                || SourceText.Read(shadow, path) is not { } text)
                continue;
            if (kind.IsTemplate(path, text.Text))
            {
                template = path.Value;
                continue;
            }

            read++;
            if (kind.Fault(path, text.Text) is not { } fault)
                continue;
            // What could not be read before is not this limb's doing.
            if (file.Before is { } old && SourceText.Read(start, old) is { } was && kind.Fault(old, was.Text) is not null)
                continue;
            pains.Add(new Pain
            {
                Rung = Rung, Tool = kind.Name, Code = "unreadable", File = path, Line = fault.Line,
                Span = new PainSpan(fault.Line, fault.Column, fault.Line, fault.Column + 1), Message = fault.Message,
                WorkspaceHash = shadow.Hash,
            });
        }

        return new ValueTask<Feeling>(pains.Count > 0 ? new Feeling.Hurt(pains)
            : read > 0 ? new Feeling.Well()
            : new Feeling.Numb(template.Length > 0 ? $"{template} is a template, which is no document before it is filled in."
                : "No JSON, YAML or XML file was changed."));
    }
}
