using Tako.Core.Faults;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Repairs;

/// <summary>
/// Reads the edits out of a model's answer, in whichever of the common forms it wrote them: the patch schema as JSON, a
/// patch envelope, a unified diff, search and replace blocks, or whole files in fences.
/// </summary>
public static class EditReader
{
    internal const int MaxEdits = 500;
    private const int MaxCharacters = 8 * 1024 * 1024;

    public static Parsed<IReadOnlyList<Edit>> Read(string answer)
    {
        if (answer.Length > MaxCharacters)
            return Faulty(new Fault("/", 0, $"is longer than {MaxCharacters} characters"));
        var text = answer.ReplaceLineEndings("\n");
        var found = new FoundEdits();
        if (!JsonEdits.TryRead(text, found))
        {
            var lines = text.Split('\n');
            _ = EnvelopeEdits.TryRead(lines, found) || SearchReplaceEdits.TryRead(lines, found)
                || DiffEdits.TryRead(lines, found) || FencedEdits.TryRead(lines, found);
        }

        if (found.Faults.Count > 0)
            return Faulty([.. found.Faults]);
        return found.Edits.Count switch
        {
            0 => Faulty(
                new Fault("/", 0, "holds no edit; answer with {\"edits\":[...]}, a unified diff, " +
                    "SEARCH/REPLACE blocks or whole files")),
            > MaxEdits => Faulty(new Fault("/", 0, $"holds {found.Edits.Count} edits; at most {MaxEdits} are taken at once")),
            _ => new Parsed<IReadOnlyList<Edit>>.Ok(found.Edits),
        };
    }

    private static Parsed<IReadOnlyList<Edit>>.Faulty Faulty(params IReadOnlyList<Fault> faults) => new(faults);
}

/// <summary>Edits and faults as a reader comes upon them.</summary>
internal sealed class FoundEdits
{
    private const int MaxFaults = 50;

    public List<Edit> Edits { get; } = [];

    public List<Fault> Faults { get; } = [];

    public void Fault(string where, int line, string message)
    {
        if (Faults.Count < MaxFaults)
            Faults.Add(new Fault(where, line, message));
    }

    /// <summary>The path, or a fault that says what is wrong with it.</summary>
    public RepoPath? Path(string? text, string where, int line)
    {
        if (RepoPath.TryParse(text, out var path, out var why))
            return path;
        Fault(where, line, $"the path {why}");
        return null;
    }
}
