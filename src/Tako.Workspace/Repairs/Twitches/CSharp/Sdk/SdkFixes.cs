using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Sdk;

/// <summary>The code fixes that an installed .NET SDK brings along, if there is one.</summary>
internal sealed class SdkFixes(string? folder)
{
    public const string Name = "csharp.sdk-fix";

    public ValueTask<IReadOnlyList<Candidate>> ProposeAsync(Wound wound, CancellationToken cancellationToken)
    {
        _ = folder;
        return new ValueTask<IReadOnlyList<Candidate>>([]);
    }
}
