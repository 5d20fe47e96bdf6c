using System.Runtime.CompilerServices;

namespace Tako.Core.Tests.Ledger;

/// <summary>Files that hold what was once written to disk: what reads them must not change.</summary>
internal static class Golden
{
    public static string Read(string name, [CallerFilePath] string here = "") => File.ReadAllText(PathOf(name, here));

    /// <summary>To accept a change on purpose, delete the file and run the test twice.</summary>
    public static void ShouldMatch(string name, string actual, [CallerFilePath] string here = "")
    {
        var path = PathOf(name, here);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, actual);
            throw new InvalidOperationException(
                $"There was no golden file {path}; it is written now. Look at it, then run the test again.");
        }

        actual.ShouldBe(File.ReadAllText(path));
    }

    private static string PathOf(string name, string here) =>
        Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
}
