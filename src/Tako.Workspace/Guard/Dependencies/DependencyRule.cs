using System.Text.RegularExpressions;
using Tako.Workspace.Guard.Rules;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Dependencies;

/// <summary>New packages, open versions, other sources, install scripts, and lock files that moved on their own.</summary>
internal sealed partial class DependencyRule : GuardRule
{
    public override string Id => "dependencies";

    public override RuleTier Tier => RuleTier.Policy;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Ask;

    public override string Purpose => "The change would bring in other people's code.";

    public override string WayOut => "Do without it, or look at the package and approve.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("package.json", """{"dependencies":{}}""", """{"dependencies":{"left":"1.0.0"}}"""),
        RuleExample.Violation("package.json", "{}", """{"scripts":{"postinstall":"node run.js"}}"""),
        RuleExample.Violation("app/package-lock.json", "{}\n", "{ }\n"),
        RuleExample.Violation("requirements.txt", "a==1.0\n", "a==1.0\n-i https://packages.example.org/\n"),
        RuleExample.Holding("package.json", """{"name":"a","dependencies":{"left":"1.0.0"}}""",
            """{"name":"b","dependencies":{"left":"1.0.0"}}"""),
    ];

    protected override bool Applies(Scene scene, ChangeView view) =>
        ManifestReader.IsManifest(view.Path) || ManifestReader.IsRegistry(view.Path) || ManifestReader.IsRegistry(view.Was)
        || LockFiles.IsOne(view.Path);

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        foreach (var view in views)
        {
            if (ManifestReader.IsRegistry(view.Path) || ManifestReader.IsRegistry(view.Was))
                yield return Grave(view, 0, "The file says where packages come from.");
            else if (view.HasNewContent && LockFiles.ManifestsOf(view.Path) is { } manifests)
            {
                foreach (var answer in Lock(scene, view, manifests))
                    yield return answer;
            }
            else if (view.HasNewContent)
            {
                foreach (var answer in Compare(view))
                    yield return answer;
            }
        }
    }

    private static IEnumerable<RuleAnswer> Lock(Scene scene, ChangeView view, IReadOnlyList<string> manifests)
    {
        if (!scene.Views.Any(other => (other.HasNewContent || other.Change.Kind == ChangeKind.Deleted)
            && Glob.MatchesAny(manifests, other.Path.Name)))
            yield return Grave(view, 0, $"The lock file would change without its manifest ({string.Join(", ", manifests)}).",
                "Change the manifest and let the package manager write the lock file.");
        if (view.Change.Base is null)
            yield break;
        foreach (var (number, text) in view.Added())
        {
            if (Host().Match(text) is { Success: true } host
                && !view.OldText.Contains("://" + host.Groups[1].Value, StringComparison.Ordinal))
                yield return Grave(view, number,
                    $"Packages would come from '{host.Groups[1].Value}', which the lock file did not name before.");
        }
    }

    private static IEnumerable<RuleAnswer> Compare(ChangeView view)
    {
        if (ManifestReader.Read(view.Path.Name, view.NewText) is not { } now)
        {
            yield return new RuleAnswer.Indeterminate(view.Path, 0, "the manifest cannot be read");
            yield break;
        }

        var old = ManifestReader.Read(view.Was.Name, view.OldText) ?? Manifest.Empty;
        foreach (var script in now.Scripts.Except(old.Scripts))
            yield return Grave(view, LineOf(view, script.Split(':')[0]),
                $"Installing or building would run a command of its own ({script.Split(':')[0]}).",
                "Leave the command out, or look at what it does and approve.");
        foreach (var source in now.Sources.Except(old.Sources))
            yield return Grave(view, LineOf(view, source), "Packages would come from another place than before.");
        foreach (var (name, version) in now.Packages)
        {
            var before = old.Packages.GetValueOrDefault(name);
            if (before == version)
                continue;
            var line = LineOf(view, name);
            if (Manifest.IsPlace(version))
                yield return Grave(view, line, $"The package '{name}' would come from a place of its own.");
            else
                yield return new RuleAnswer.Violates(view.Path, line, (before is null ? $"The package '{name}' would be new"
                    : $"The package '{name}' would change its version")
                        + (Manifest.IsOpen(version) ? ", and its version is left open." : "."));
        }
    }

    private static RuleAnswer.Violates Grave(ChangeView view, int line, string message, string? wayOut = null) =>
        new(view.Path, line, message, wayOut) { Risk = RiskClass.Dangerous };

    private static int LineOf(ChangeView view, string word)
    {
        foreach (var (number, text) in view.Added())
        {
            if (text.Contains(word, StringComparison.Ordinal))
                return number;
        }

        return 0;
    }

    [GeneratedRegex("""https?://([^/"'\s]+)""")]
    private static partial Regex Host();
}
