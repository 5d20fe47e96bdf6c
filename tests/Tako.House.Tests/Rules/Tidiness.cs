namespace Tako.House.Tests.Rules;

/// <summary>Text files end with a newline, C# has no tabs, and nothing is left unwritten.</summary>
internal static class Tidiness
{
    private const string Unwritten = "NotImplemented" + "Exception";

    public static IEnumerable<Finding> Check(Codebase code)
    {
        foreach (var file in code.Files)
        {
            if (file.Text.Length > 0 && !file.Text.EndsWith('\n'))
                yield return new Finding(file.Path, "does not end with a newline");
            if (!file.IsCSharp)
                continue;
            for (var line = 0; line < file.Lines.Length; line++)
            {
                if (file.Lines[line].Contains('\t'))
                    yield return new Finding($"{file.Path}:{line + 1}", "holds a tab");
                if (file.Lines[line].Contains(Unwritten, StringComparison.Ordinal))
                    yield return new Finding($"{file.Path}:{line + 1}", "is not written yet");
            }
        }
    }
}
