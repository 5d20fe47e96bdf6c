using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Sdk;

/// <summary>The code fixes that an installed .NET SDK brings along, if there is one. Loaded once, at the first question.</summary>
internal sealed class SdkFixes(string? given)
{
    public const string Name = "csharp.sdk-fix";
    private const int MaxFiles = 400;

    // What invents stubs, deletes code or hides an error only silences the compiler.
    private static readonly string[] Banned = ["Generate", "Remove", "Delete", "Suppress", "Comment", "Disable", "Ignore",
        "Configure", "Fix all"];

    private readonly Lazy<Task<SdkBridge?>> _bridge = new(() => Task.Run(() => SdkFolder.Find(given) is { } folder
        ? SdkBridge.Open(folder) : null));

    public static bool IsBanned(string title) => title.Trim() is var plain
        && (Banned.Any(word => plain.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            || plain.Contains("pragma", StringComparison.OrdinalIgnoreCase)
            || plain.Contains("Implement", StringComparison.OrdinalIgnoreCase));

    public async ValueTask<IReadOnlyList<Candidate>> ProposeAsync(Wound wound, CancellationToken cancellationToken)
    {
        if (await _bridge.Value.WaitAsync(cancellationToken) is not { } bridge || !bridge.Knows(wound.Id))
            return [];
        var trees = wound.Compilation.SyntaxTrees.Where(tree => tree != wound.Tree).Take(MaxFiles).Prepend(wound.Tree).ToList();
        try
        {
            var found = await bridge.ProposeAsync(wound.Compilation, trees, new SdkBridge.Diagnostics(0, wound.Id,
                wound.Span.Start, wound.Span.Length),
                cancellationToken);
            var order = 0;
            return [.. found.GroupBy(each => each.Action).Where(action => !IsBanned(action.First().Title)
                && action.All(each => each.File >= 0))
                .Select(action => new Candidate(action.First().Title, 2 + order++ * 0.1,
                    [.. action.Select(each => new CodeEdit(trees[each.File], new TextSpan(each.Start, each.Length),
                        each.Text))]) { MayDrop = 4 })];
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            // Code of another version, called from outside of everything it was made for: whatever it throws, it has nothing to propose.
            return [];
        }
    }
}
