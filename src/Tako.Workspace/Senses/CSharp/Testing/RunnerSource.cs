using Tako.Workspace.Senses.CSharp.Projects;

namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>
/// The programs that run tests inside the sandbox. They are compiled against the test project's own framework. Results go to the
/// standard output under a name that the parent made up; what tests print themselves goes nowhere.
/// </summary>
internal static class RunnerSource
{
    /// <summary>What every runner shares: reads its orders, deletes them, and writes records.</summary>
    public static string Records { get; } = Read("Records");

    /// <summary>The part that knows one framework; null when only the framework's own tools can run its tests.</summary>
    public static string? Of(TestFramework framework) => framework switch
    {
        TestFramework.Xunit or TestFramework.Xunit3 or TestFramework.NUnit or TestFramework.MSTest => Read(framework.ToString()),
        _ => null,
    };

    private static string Read(string name)
    {
        using var stream = typeof(RunnerSource).Assembly.GetManifestResourceStream($"Runner.{name}.source.txt")
            ?? throw new InvalidOperationException($"The runner '{name}' is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
