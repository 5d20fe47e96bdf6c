namespace Tako.Workspace.Sandbox;

/// <summary>Names for what a run needs on disk while it lasts: unlike any other living run's.</summary>
internal static class RunNames
{
    private static int _last;

    public static string Next() => $"{Environment.ProcessId}-{Interlocked.Increment(ref _last)}";
}
