using System.Text;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Senses.Ladder;

/// <summary>Hurts once for each time a word stands in a file.</summary>
internal sealed class FakeSense(string rung, string file, string word) : ISense
{
    public int Asked { get; private set; }

    public string Rung => rung;

    public ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        Asked++;
        var text = Encoding.UTF8.GetString(shadow.Read(ShadowExtensions.At(file))!.Value.Span);
        var pains = text.Split('\n')
            .Select((line, index) => (line, index))
            .Where(each => each.line.Contains(word, StringComparison.Ordinal))
            .Select(each => new Pain
            {
                Rung = rung, Tool = "fake", Code = word, File = ShadowExtensions.At(file), Line = each.index + 1, Message =
                    $"'{word}' hurts",
                WorkspaceHash = shadow.Hash,
            })
            .ToList();
        return new(pains.Count > 0 ? new Feeling.Hurt(pains) : new Feeling.Well());
    }
}
