using System.Globalization;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>A change that nobody can read through is refused; one that cannot be read as text is put to a person.</summary>
internal static class SizeRule
{
    public static IEnumerable<GuardFinding> Judge(
        ChangeSet changes, IReadOnlyList<AddedLines> added, Constitution law, GuardCapability capability)
    {
        var files = Math.Min(law.MaxFiles, capability.MaxFiles);
        if (changes.Changes.Count > files)
            yield return Whole($"{changes.Changes.Count} files would change; at most {files} may.");
        long bytes = 0;
        var lines = added.Sum(each => each.Changed);
        foreach (var change in changes.Changes)
        {
            var content = change.Content ?? default;
            bytes += content.Length;
            if (content.Length > law.MaxFileBytes)
                yield return new GuardFinding("size", Severity.Deny, change.Path, 0,
                    string.Create(CultureInfo.InvariantCulture,
                        $"The file would have {content.Length} bytes; at most {law.MaxFileBytes} are allowed."),
                    "Make the file smaller.");
            if (content.Span.Contains((byte)0) && change.ContentHash != change.Base?.Hash)
                yield return new GuardFinding("binary", Severity.Ask, change.Path, 0, "The content is binary, so it cannot be judged.",
                    "Leave it out, or look at it and approve.");
        }

        if (bytes > law.MaxBytes)
            yield return Whole($"The changed files have {bytes} bytes together; at most {law.MaxBytes} are allowed.");
        if (lines > law.MaxLines)
            yield return Whole($"{lines} lines would be added or removed; at most {law.MaxLines} may.");
    }

    private static GuardFinding Whole(string message) =>
        new("size", Severity.Deny, null, 0, message, "Split the work into smaller changes.");
}
