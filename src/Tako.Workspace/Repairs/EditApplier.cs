using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;

namespace Tako.Workspace.Repairs;

/// <summary>
/// Puts edits into a shadow: exactly, else forgiving spaces at line ends, else with the indentation shifted, else not at all.
/// Never chooses between two places, and keeps byte order marks, line ends and the last line's end as they were.
/// </summary>
public static class EditApplier
{
    public static ApplyOutcome Apply(Shadow shadow, IReadOnlyList<Edit> edits)
    {
        var pains = new List<Pain>();
        var notes = new List<string>();
        var start = shadow.Hash;
        var shifts = new Dictionary<RepoPath, int>();
        foreach (var edit in edits)
        {
            var outcome = edit switch
            {
                Edit.Write write => Write(shadow, write),
                Edit.Replace replace => Replace(shadow, replace, shifts, notes, pains),
                Edit.Delete delete => shadow.Delete(delete.Path),
                Edit.Rename rename => shadow.Rename(rename.Path, rename.To),
                _ => throw new InvalidOperationException("An edit writes, replaces, deletes or renames."),
            };
            if (outcome is StageOutcome.Staged staged)
                shadow = staged.Shadow;
            else if (outcome is StageOutcome.Refused refused)
                pains.Add(EditPains.Refused(edit.Path, refused.Why));
        }

        return pains.Count > 0
            ? new ApplyOutcome.Missed([.. pains.Select(pain => pain with { WorkspaceHash = start })])
            : new ApplyOutcome.Applied(shadow, notes);
    }

    private static StageOutcome Write(Shadow shadow, Edit.Write edit)
    {
        var content = edit.Content;
        if (shadow.Read(edit.Path) is { } before && TextLines.TryDecode(before, out var old))
            content = FileText.Like(old, content);
        return FileText.TryEncode(content, out var bytes)
            ? shadow.Write(edit.Path, bytes)
            : new StageOutcome.Refused($"'{edit.Path}' would hold text that is not valid Unicode.");
    }

    /// <summary>Null when a pain was added instead.</summary>
    private static StageOutcome? Replace(
        Shadow shadow, Edit.Replace edit, Dictionary<RepoPath, int> shifts, List<string> notes, List<Pain> pains)
    {
        if (shadow.Read(edit.Path) is not { } content)
            return new StageOutcome.Refused($"'{edit.Path}' does not exist or cannot be read; to make it, write the whole file.");
        if (!TextLines.TryDecode(content, out var text))
            return new StageOutcome.Refused($"'{edit.Path}' is binary; it cannot be edited by text.");
        var file = new FileText(text);
        var shift = shifts.GetValueOrDefault(edit.Path);
        var match = PlaceFinder.Find(file, edit.Find.ReplaceLineEndings("\n"), edit.With.ReplaceLineEndings("\n"), edit.Near + shift);
        switch (match)
        {
            case PlaceFinder.Match.One one:
                shifts[edit.Path] = shift + (edit.Near is null ? 0 : Lines(edit.With) - Lines(edit.Find));
                if (one.Note is not null)
                    notes.Add($"{edit.Path}:{one.Line}: {one.Note}");
                return FileText.TryEncode(file.With(one.Start, one.End, one.Text), out var bytes)
                    ? shadow.Write(edit.Path, bytes)
                    : new StageOutcome.Refused($"'{edit.Path}' would hold text that is not valid Unicode.");
            case PlaceFinder.Match.Many many:
                pains.Add(EditPains.TwoPlaces(edit.Path, many.Lines));
                return null;
            default:
                pains.Add(EditPains.NoPlace(edit.Path, file.Lf, edit.Find.ReplaceLineEndings("\n")));
                return null;
        }
    }

    private static int Lines(string text) => text.AsSpan().Count('\n');
}
