namespace Tako.Workspace.Repairs.Twitches.CSharp;

/// <summary>How hard repairs of C# try.</summary>
public sealed record CSharpTwitchOptions
{
    /// <summary>Steps of repair at most, one after the other.</summary>
    public int MaxRounds { get; init; } = 10;

    /// <summary>Candidates that are compiled for one error at most.</summary>
    public int MaxCandidates { get; init; } = 16;

    /// <summary>No new candidate is tried after this time.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the code fixes inside an installed .NET SDK are asked where the own repairs leave errors. Loading them takes
    /// seconds, once.</summary>
    public bool UseSdkFixes { get; init; } = true;

    /// <summary>How long the SDK's fixes are waited for in one repair; when they are still being loaded then, the next repair finds
    /// them ready.</summary>
    public TimeSpan SdkBudget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The folder that holds <c>Microsoft.CodeAnalysis.CSharp.Features.dll</c>; null looks for an installed SDK.</summary>
    public string? SdkFixesFolder { get; init; }
}
