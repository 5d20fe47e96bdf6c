namespace Tako.House.Tests.Rules;

/// <summary>Files and lines stay short enough to be read.</summary>
internal static class Sizes
{
    public const int WarnLines = 400;
    public const int MostLines = 600;
    public const int MostColumns = 140;

    public static IEnumerable<Finding> Check(Codebase code)
    {
        foreach (var file in code.Files.Where(file => file.IsCSharp && file.Under("src", "tests", "bench")))
        {
            if (Count(file) > MostLines)
                yield return new Finding(file.Path, $"has {Count(file)} lines, more than {MostLines}; divide it by what it is about");
            for (var line = 0; line < file.Lines.Length; line++)
            {
                if (file.Lines[line].Length > MostColumns)
                    yield return new Finding($"{file.Path}:{line + 1}",
                        $"is {file.Lines[line].Length} columns wide, more than {MostColumns}");
            }
        }
    }

    /// <summary>Files that are not too long yet, but will be.</summary>
    public static IEnumerable<string> Warnings(Codebase code) =>
        from file in code.Files
        where file.IsCSharp && file.Under("src", "tests", "bench") && Count(file) is > WarnLines and <= MostLines
        orderby Count(file) descending
        select $"{file.Path} has {Count(file)} lines";

    private static int Count(SourceFile file) => file.Lines.Length - 1;
}
